#include "ui/drop_zone.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

constexpr int kPictureSide = 76;
constexpr int kInset = 28;
constexpr int kVeilAlpha = 235;

} // namespace

DropZone::DropZone(QWidget* parent)
    : QFrame(parent),
      m_foot(new QWidget(this)),
      m_picture(new QLabel(this)),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_formats(new QLabel(this)),
      m_addPhotos(new QPushButton(this)),
      m_addFolder(new QPushButton(this)) {
    setObjectName(QStringLiteral("dropZone"));
    setAccessibleName(tr("Drop photos here"));
    m_title->setObjectName(QStringLiteral("dropTitle"));
    m_addPhotos->setObjectName(QStringLiteral("addPhotosButton"));
    m_addPhotos->setText(tr("Add photos…"));
    m_addPhotos->setAccessibleName(tr("Add photos"));
    m_addPhotos->setToolTip(tr("Choose photos on this computer"));
    m_addFolder->setObjectName(QStringLiteral("addFolderButton"));
    m_addFolder->setText(tr("Add a folder…"));
    m_addFolder->setAccessibleName(tr("Add a folder"));
    m_addFolder->setToolTip(tr("Add all photos in a folder and below"));
    m_addFolder->setFlat(true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.9);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_formats->setText(tr("JPEG · PNG · TIFF · WebP · HEIC · AVIF · camera RAW"));
    m_text->setProperty("quiet", true);
    m_formats->setProperty("quiet", true);
    for (QLabel* label : {m_picture, m_title, m_text, m_formats}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(label != m_picture);
    }

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kInset + 30, kInset + 20, kInset + 30, kInset + 20);
    column->addStretch(5);
    column->addWidget(m_picture);
    column->addSpacing(12);
    column->addWidget(m_title);
    column->addSpacing(4);
    column->addWidget(m_text);
    column->addSpacing(20);
    column->addWidget(m_addPhotos, 0, Qt::AlignHCenter);
    column->addSpacing(2);
    column->addWidget(m_addFolder, 0, Qt::AlignHCenter);
    column->addSpacing(22);
    column->addWidget(m_formats);
    column->addStretch(6);
    auto* foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins({});
    column->addWidget(m_foot);
    connect(m_addPhotos, &QPushButton::clicked, this, &DropZone::addPhotosClicked);
    connect(m_addFolder, &QPushButton::clicked, this, &DropZone::addFolderClicked);
    updateTexts();
    applyTheme();
}

void DropZone::setHovered(bool isHovered) {
    m_isHovered = isHovered;
    updateTexts();
    update();
}

void DropZone::setVeil(bool isVeil) {
    m_isVeil = isVeil;
    setAttribute(Qt::WA_TransparentForMouseEvents, isVeil);
    m_addPhotos->setVisible(!isVeil);
    m_addFolder->setVisible(!isVeil);
    m_foot->setVisible(!isVeil);
    updateTexts();
    update();
}

void DropZone::setCard(QWidget* card) {
    constexpr int kCardLetters = 100; // wide, whatever the letters' size
    card->setMaximumWidth(fontMetrics().averageCharWidth() * kCardLetters);
    m_foot->layout()->addWidget(card);
}

void DropZone::setSearching(bool isSearching) {
    m_isSearching = isSearching;
    updateTexts();
}

void DropZone::updateTexts() {
    if (m_isSearching) {
        m_title->setText(tr("Looking for photos…"));
    } else if (m_isHovered || m_isVeil) {
        m_title->setText(tr("Let go to add them"));
    } else {
        m_title->setText(tr("Drop photos here"));
    }
    m_text->setText(
        m_isVeil ? tr("They join the photos that are already open.")
                 : tr("Files or whole folders. Kerf cleans them up and cuts the subject out,\n"
                      "on this computer: nothing leaves it."));
}

void DropZone::applyTheme() {
    m_picture->setPixmap(icon(QStringLiteral("photos"), IconTone::accent)
                             .pixmap(QSize(kPictureSide, kPictureSide), devicePixelRatioF()));
}

void DropZone::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    }
    QFrame::changeEvent(event);
}

void DropZone::paintEvent(QPaintEvent*) {
    const ThemeColors& c = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor back = c.window;
    back.setAlpha(m_isVeil ? kVeilAlpha : 255);
    painter.fillRect(rect(), back);
    const bool isHot = m_isHovered || m_isVeil;
    QColor fill = isHot ? c.accent : c.base;
    fill.setAlpha(isHot ? 28 : 255);
    QPen line(isHot ? c.accent : c.muted, isHot ? 2.5 : 1.5, Qt::CustomDashLine, Qt::RoundCap);
    line.setDashPattern({5.0, 4.5});
    painter.setPen(line);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(kInset, kInset, -kInset, -kInset), 16, 16);
}

} // namespace kerf::ui
