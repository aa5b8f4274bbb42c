#include "ui/model_offer.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace kerf::ui {

ModelOffer::ModelOffer(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("modelOffer"));
    auto* title = new QLabel(tr("Finer hair and cleaner detail"));
    title->setObjectName(QStringLiteral("modelOfferTitle"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    title->setWordWrap(true);
    auto* text =
        new QLabel(tr("Kerf works as it is. With BiRefNet and Real-ESRGAN, two free models that run on this "
                      "computer, it cuts and cleans far better. They're downloaded only if you say so."));
    text->setObjectName(QStringLiteral("modelOfferText"));
    text->setProperty("quiet", true);
    text->setWordWrap(true);
    auto* see = new QPushButton(tr("See the models…"));
    see->setObjectName(QStringLiteral("modelOfferAccept"));
    see->setAccessibleName(tr("See the models"));
    see->setToolTip(tr("What there is, what it is good for, how large it is"));
    auto* no = new QPushButton(tr("Not now"));
    no->setObjectName(QStringLiteral("modelOfferDecline"));
    no->setAccessibleName(tr("Not now"));
    no->setToolTip(tr("Don't show this again; Models is in the File menu"));
    no->setFlat(true);
    connect(see, &QPushButton::clicked, this, &ModelOffer::accepted);
    connect(no, &QPushButton::clicked, this, &ModelOffer::declined);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(text);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 11, 12, 12);
    row->setSpacing(14);
    row->addLayout(texts, 1);
    row->addWidget(see);
    row->addWidget(no);
    hide();
}

void ModelOffer::paintEvent(QPaintEvent*) {
    const ThemeColors& c = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(c.hairline);
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9);
}

} // namespace kerf::ui
