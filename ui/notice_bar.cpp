#include "ui/notice_bar.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

constexpr int kIconSide = 20;
constexpr int kSteps = 1000;

} // namespace

NoticeBar::NoticeBar(const QString& name, QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel),
      m_title(new QLabel),
      m_body(new QLabel),
      m_progress(new QProgressBar),
      m_first(new QPushButton),
      m_second(new QPushButton) {
    setObjectName(name);
    m_title->setObjectName(name + QStringLiteral("Title"));
    m_body->setObjectName(name + QStringLiteral("Body"));
    m_progress->setObjectName(name + QStringLiteral("Progress"));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_first->setObjectName(name + QStringLiteral("First"));
    m_second->setObjectName(name + QStringLiteral("Second"));
    for (QPushButton* button : {m_first, m_second}) {
        button->setAutoDefault(false);
    }
    for (QLabel* label : {m_title, m_body}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
    }
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_title);
    texts->addWidget(m_body);
    texts->addWidget(m_progress);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 9, 10, 9);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_first, 0, Qt::AlignVCenter);
    row->addWidget(m_second, 0, Qt::AlignVCenter);
    connect(m_first, &QPushButton::clicked, this, [this] {
        if (const auto clicked = m_firstDoes.clicked) { // it may show another message
            clicked();
        }
    });
    connect(m_second, &QPushButton::clicked, this, [this] {
        const auto clicked = m_secondDoes.clicked;
        hide();
        if (clicked) {
            clicked();
        }
    });
    hide();
}

void NoticeBar::showMessage(
    Kind kind,
    const QString& title,
    const QString& body,
    const Button& first,
    const Button& second,
    double fraction) {
    m_kind = kind;
    m_firstDoes = first;
    m_secondDoes = second;
    m_title->setText(title);
    m_body->setText(body);
    m_body->setVisible(!body.isEmpty());
    m_progress->setVisible(fraction >= 0.0);
    m_progress->setValue(qRound(fraction * kSteps));
    m_first->setText(first.text);
    m_first->setVisible(!first.text.isEmpty());
    m_second->setText(second.text.isEmpty() ? tr("Dismiss") : second.text);
    for (QPushButton* button : {m_first, m_second}) {
        button->setAccessibleName(button->text());
        button->setToolTip(button->text());
    }
    setAccessibleName(text());
    updateSign();
    show();
}

QString NoticeBar::text() const {
    return m_body->text().isEmpty() ? m_title->text() : m_title->text() + QLatin1Char('\n') + m_body->text();
}

void NoticeBar::updateSign() {
    const bool isError = m_kind == Kind::error;
    const QIcon sign = isError                   ? icon(QStringLiteral("failed"), IconTone::danger)
                       : m_kind == Kind::success ? icon(QStringLiteral("done"), IconTone::success)
                                                 : icon(QStringLiteral("info"), IconTone::accent);
    m_icon->setPixmap(sign.pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
}

void NoticeBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        updateSign();
        update();
    }
    QFrame::changeEvent(event);
}

void NoticeBar::paintEvent(QPaintEvent*) {
    const ThemeColors& c = themeColors(palette());
    const bool isError = m_kind == Kind::error;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isError ? c.danger : c.hairline);
    painter.setBrush(isError ? c.dangerBack : c.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace kerf::ui
