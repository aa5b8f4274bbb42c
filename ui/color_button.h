#pragma once

#include <QColor>
#include <QToolButton>

namespace kerf::ui {

// A button that shows a colour and lets a person choose another in a dialog that doesn't block. GUI thread
// only.
class ColorButton final : public QToolButton {
    Q_OBJECT

public:
    // `what`: the colour's name in a sentence, as its accessible name and its dialog's title.
    ColorButton(const QString& name, const QString& what, const QString& help, QWidget* parent = nullptr);

    QColor color() const { return m_color; }
    void setColor(const QColor& color); // says nothing

Q_SIGNALS:
    void colorChosen(QColor color);

protected:
    void changeEvent(QEvent* event) override;

private:
    void choose();
    void draw();

    QString m_what;
    QString m_help;
    QColor m_color;
};

// A small picture of a colour for buttons and lists, framed so that it is seen on any background.
QIcon colorIcon(const QColor& color, const QPalette& palette);

} // namespace kerf::ui
