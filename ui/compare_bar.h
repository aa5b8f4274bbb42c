#pragma once

#include "ui/compare_view.h"

#include <QWidget>

#include <cstdint>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace kerf::ui {

// What can stand on either side of a comparison.
// `framed`, the picture as it is exported, has a place of its own over the photo and so is B's only.
enum class CompareSource : std::uint8_t { original, cleaned, cutout, finished, framed, other };

// Which sources there are now.
struct CompareSources {
    bool hasResult = false;
    bool hasFinish = false;   // the result has one
    bool hasFrame = false;    // and one in a frame
    bool hasOwnAlpha = false; // there is no result, but the photo came with alpha
    QString other;            // name of the other file; empty: none is open

    bool operator==(const CompareSources&) const = default;
};

// The options of comparing, for the strip below the canvas: what A and B are, and what the mode can be told.
// It shows only what matters in the mode, and nothing while there is nothing to compare. Holds no state of
// its own beyond what it shows. GUI thread only.
class CompareBar final : public QWidget {
    Q_OBJECT

public:
    explicit CompareBar(QWidget* parent = nullptr);

    void setSources(const CompareSources& sources);
    void setPicks(CompareSource a, CompareSource b);
    void setMode(CompareMode mode);
    void setDividerAngle(double degrees);
    void setDifferenceStyle(const DifferenceStyle& style);
    void setOnionOpacity(double opacity); // 0..1

    static QString nameOf(CompareSource source, const CompareSources& sources);

Q_SIGNALS:
    // By the person only.
    void picked(bool isA, kerf::ui::CompareSource source);
    void otherFileWanted(bool isA);
    void swapClicked();
    void dividerAngleChosen(double degrees);
    void differenceStyleChosen(const kerf::ui::DifferenceStyle& style);
    void onionOpacityChosen(double opacity);

private:
    QComboBox* makePicker(bool isA);
    void fill(QComboBox* picker, bool isA);
    void choose(QComboBox* picker, CompareSource source);
    void build();
    void settle();
    void onDifferenceEdited();

    CompareSources m_sources;
    CompareMode m_mode = CompareMode::split;
    CompareSource m_a = CompareSource::original;
    CompareSource m_b = CompareSource::cutout;
    QComboBox* m_pickA;
    QToolButton* m_swap;
    QComboBox* m_pickB;
    QWidget* m_angleGroup;
    QSpinBox* m_angle;
    QWidget* m_differenceGroup;
    QSlider* m_gain;
    QSpinBox* m_gainNumber;
    QCheckBox* m_signed;
    QWidget* m_onionGroup;
    QSlider* m_opacity;
    QSpinBox* m_opacityNumber;
};

} // namespace kerf::ui
