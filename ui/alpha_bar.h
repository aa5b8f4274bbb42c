#pragma once

#include "ui/alpha_style.h"

#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace kerf::ui {

class ColorButton;

// Chooses how the result and its alpha are shown: the view, and the settings of that view alone. Belongs into
// the canvas's view strip. Shows a style and says what a person makes of it; keeps nothing else. GUI thread
// only.
class AlphaBar final : public QWidget {
    Q_OBJECT

public:
    explicit AlphaBar(QWidget* parent = nullptr);

    const AlphaStyle& alphaStyle() const { return m_style; }
    void setAlphaStyle(const AlphaStyle& style); // says nothing
    void setNote(const QString& note);           // what the view says of this result, for a screen reader
    void setPictureName(const QString& name);    // of the own picture; empty: none is chosen

    // Of the view with the most settings, so that the photo keeps still while views change.
    QSize sizeHint() const override;

    static QString viewText(AlphaView view);
    static QString viewHelp(AlphaView view);
    static QString viewIcon(AlphaView view);
    static QString overlayColorText(int index);

Q_SIGNALS:
    void styleChanged(const kerf::ui::AlphaStyle& style);
    void choosePictureClicked();

protected:
    void changeEvent(QEvent* event) override;

private:
    // A label with its editor, there while `belongs` says so of the view.
    struct Field {
        QWidget* widget = nullptr;
        std::function<bool(AlphaView)> belongs;
    };

    void build();
    void buildBackgrounds();
    void buildShades();
    void add(const QString& label, QWidget* editor, std::function<bool(AlphaView)> belongs);
    QSpinBox* addNumber(
        const char* name,
        const QString& label,
        const QString& help,
        const QString& suffix,
        int least,
        int most,
        int step,
        int AlphaStyle::*member,
        AlphaView view);
    ColorButton* addColor(
        const char* name,
        const QString& label,
        const QString& help,
        QColor AlphaStyle::*member,
        AlphaView view);
    QDoubleSpinBox* addCurve(
        const char* name,
        const QString& label,
        const QString& help,
        const QString& suffix,
        const std::array<double, 2>& range,
        double AlphaStyle::*member);
    void change(const std::function<void(AlphaStyle&)>& edit);
    void show(const AlphaStyle& style);
    void drawColors();

    AlphaStyle m_style;
    bool m_isShowing = false;
    QComboBox* m_view = nullptr;
    QComboBox* m_overlayColor = nullptr;
    QPushButton* m_picture = nullptr;
    QToolButton* m_reset = nullptr;
    std::vector<Field> m_fields;
    std::vector<std::function<void(const AlphaStyle&)>> m_editors; // show a style each
};

} // namespace kerf::ui
