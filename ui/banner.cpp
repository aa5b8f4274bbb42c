#include "ui/banner.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace kerf::ui {
namespace {

constexpr int kInfoMs = 7000;
constexpr int kIconSide = 22;

} // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_body(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QToolButton(this)),
      m_timer(new QTimer(this)) {
    setObjectName(QStringLiteral("banner"));
    m_title->setObjectName(QStringLiteral("bannerTitle"));
    m_body->setObjectName(QStringLiteral("bannerBody"));
    m_action->setObjectName(QStringLiteral("bannerAction"));
    m_close->setObjectName(QStringLiteral("bannerClose"));
    m_action->setAccessibleName(tr("Act on this message"));
    m_close->setAccessibleName(tr("Dismiss this message"));
    m_close->setToolTip(tr("Dismiss (Esc)"));
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(QStringLiteral("close")));
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
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 11, 10, 11);
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_action, 0, Qt::AlignVCenter);
    row->addWidget(m_close, 0, Qt::AlignTop);
    m_timer->setSingleShot(true);
    m_timer->setInterval(kInfoMs);
    connect(m_timer, &QTimer::timeout, this, &Banner::dismiss);
    connect(m_close, &QToolButton::clicked, this, &Banner::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (const auto accepted = std::exchange(m_accepted, {})) {
            dismiss();
            accepted();
        } else {
            Q_EMIT actionClicked();
        }
    });
    hide();
}

void Banner::showMessage(Kind kind, const QString& title, const QString& body, const QString& action) {
    m_kind = kind;
    m_accepted = {};
    m_title->setText(title);
    m_body->setText(body);
    m_body->setVisible(!body.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    if (!action.isEmpty()) {
        m_action->setAccessibleName(action);
        m_action->setToolTip(action);
    }
    setAccessibleName(text());
    updateSign();
    show();
    raise();
    kind == Kind::info ? m_timer->start() : m_timer->stop();
    Q_EMIT shown();
}

void Banner::showOffer(
    const QString& title, const QString& body, const QString& action, std::function<void()> accepted) {
    showMessage(Kind::info, title, body, action);
    m_timer->stop();
    m_accepted = std::move(accepted);
}

QString Banner::text() const {
    return m_body->text().isEmpty() ? m_title->text() : m_title->text() + QLatin1Char('\n') + m_body->text();
}

void Banner::dismiss() {
    m_timer->stop();
    hide();
    Q_EMIT dismissed();
}

void Banner::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        updateSign();
    }
    QFrame::changeEvent(event);
}

void Banner::paintEvent(QPaintEvent*) {
    const ThemeColors& c = themeColors(palette());
    const bool isError = m_kind == Kind::error;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isError ? c.danger : c.hairline);
    painter.setBrush(isError ? c.dangerBack : c.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9);
}

void Banner::updateSign() {
    const QIcon sign = m_kind == Kind::error ? icon(QStringLiteral("failed"), IconTone::danger)
                                             : icon(QStringLiteral("info"), IconTone::accent);
    m_icon->setPixmap(sign.pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
}

} // namespace kerf::ui
