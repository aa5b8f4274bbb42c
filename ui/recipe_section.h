#pragma once

#include "core/contract/recipe.h"
#include "ui/section.h"

#include <QString>

#include <functional>
#include <vector>

class QAbstractSpinBox;
class QComboBox;
class QSlider;
class QSpinBox;

namespace kerf::ui {

class SettingRow;

// A group of the recipe panel. Each of its rows is bound to one value of the recipe: it shows it, changes it,
// resets it, and is accented while it isn't as by default. The recipe itself is the panel's: a section tells
// how it wants to have it changed. GUI thread only.
class RecipeSection : public Section {
    Q_OBJECT

public:
    using Change = std::function<void(Recipe&)>;
    using Test = std::function<bool(const Recipe&)>;

    RecipeSection(const QString& name, const QString& title, QWidget* parent = nullptr);

    void showRecipe(const Recipe& recipe);

Q_SIGNALS:
    void edited(const std::function<void(kerf::Recipe&)>& change);

protected:
    struct Row {
        const char* name; // of the objects
        QString label;
        QString help;
        Test isShown = {}; // empty: always
    };
    struct Choice {
        int value = 0;
        QString text;
        QString help;
    };
    struct Range {
        int least = 0;
        int most = 100;
        QString suffix;
    };
    struct DecimalRange {
        double least = 0.0;
        double most = 100.0;
        double sliderMost = 100.0; // the slider ends there; the number goes further
        double step = 0.1;         // of the slider
        QString suffix;
    };
    using Get = std::function<int(const Recipe&)>;
    using Set = std::function<void(Recipe&, int)>;

    QComboBox* addChoice(const Row& row, const std::vector<Choice>& choices, Get get, Set set);
    void
    addNumber(const Row& row, const Range& range, Get get, Set set); // slider and number, as addDecimal()
    using GetDecimal = std::function<double(const Recipe&)>;
    using SetDecimal = std::function<void(Recipe&, double)>;
    void addDecimal(const Row& row, const DecimalRange& range, GetDecimal get, SetDecimal set);
    using GetColor = std::function<Color(const Recipe&)>;
    using SetColor = std::function<void(Recipe&, Color)>;
    void addColor(const Row& row, GetColor get, SetColor set);
    // An editor that shows and changes the recipe itself. `show` must not lead to edits.
    SettingRow* addEditor(const Row& row, QWidget* editor, Test isChanged, Change reset, Test show);
    // Following rows go into a folded group of their own below; an empty title ends that.
    void beginGroup(const QString& name, const QString& title);

    void edit(const Change& change);                      // nothing while the recipe is being shown
    virtual bool hasOtherChange() const { return false; } // beside the rows'

private:
    struct Pair { // a number and its slider, side by side
        QWidget* widget = nullptr;
        QSlider* slider = nullptr;
    };
    struct Bound {
        SettingRow* row = nullptr;
        Section* group = nullptr; // null: this section itself
        Test isShown;
        Test isChanged;
        Test show; // its result says nothing
    };

    static Pair makePair(const Row& row, QAbstractSpinBox* number); // the number goes into it

    std::vector<Bound> m_bound;
    std::vector<Section*> m_groups;
    Section* m_group = nullptr;
    bool m_isShowing = false;
};

} // namespace kerf::ui
