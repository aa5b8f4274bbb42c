#include "ui/color_button.h"

#include "ui/theme.h"

#include <QColorDialog>
#include <QEvent>
#include <QPainter>

namespace kerf::ui {

QIcon colorIcon(const QColor& color, const QPalette& palette) {
    QPixmap drawn(48, 48);
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(color);
    painter.setPen(QPen(themeColors(palette).muted, 3));
    painter.drawRoundedRect(QRectF(5, 5, 38, 38), 8, 8);
    return QIcon(drawn);
}

ColorButton::ColorButton(const QString& name, const QString& what, const QString& help, QWidget* parent)
    : QToolButton(parent), m_what(what), m_help(help), m_color(Qt::black) {
    setObjectName(name);
    setFocusPolicy(Qt::StrongFocus);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    connect(this, &QToolButton::clicked, this, &ColorButton::choose);
    draw();
}

void ColorButton::setColor(const QColor& color) {
    m_color = color;
    draw();
}

void ColorButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        draw();
    }
    QToolButton::changeEvent(event);
}

void ColorButton::draw() {
    const QString value = m_color.name().toUpper();
    setIcon(colorIcon(m_color, palette()));
    setAccessibleName(tr("%1: %2").arg(m_what, value));
    setToolTip(tr("%1 (%2)").arg(m_help, value));
}

void ColorButton::choose() {
    auto* dialog = new QColorDialog(m_color, this);
    dialog->setObjectName(objectName() + QStringLiteral("Dialog"));
    dialog->setWindowTitle(m_what);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QColorDialog::colorSelected, this, [this](const QColor& chosen) {
        setColor(chosen);
        Q_EMIT colorChosen(chosen);
    });
    dialog->open();
}

} // namespace kerf::ui
