#include "ui/recipe_section.h"

#include "ui/color_button.h"
#include "ui/setting_row.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSlider>
#include <QSpinBox>

#include <cmath>
#include <utility>

namespace kerf::ui {

RecipeSection::RecipeSection(const QString& name, const QString& title, QWidget* parent)
    : Section(name, title, parent) {}

void RecipeSection::showRecipe(const Recipe& recipe) {
    m_isShowing = true;
    bool isAnyChanged = hasOtherChange();
    std::vector<bool> isGroupChanged(m_groups.size());
    for (const Bound& bound : m_bound) {
        bound.show(recipe);
        const bool isChanged = bound.isChanged(recipe);
        bound.row->setChanged(isChanged);
        bound.row->setVisible(!bound.isShown || bound.isShown(recipe));
        isAnyChanged = isAnyChanged || isChanged;
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            isGroupChanged[i] = isGroupChanged[i] || (bound.group == m_groups[i] && isChanged);
        }
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        m_groups[i]->setChanged(isGroupChanged[i]);
        bool isAnyShown = false;
        for (const Bound& bound : m_bound) {
            isAnyShown =
                isAnyShown || (bound.group == m_groups[i] && (!bound.isShown || bound.isShown(recipe)));
        }
        m_groups[i]->setVisible(isAnyShown);
    }
    setChanged(isAnyChanged);
    m_isShowing = false;
}

void RecipeSection::edit(const Change& change) {
    if (!m_isShowing) {
        Q_EMIT edited(change);
    }
}

void RecipeSection::beginGroup(const QString& name, const QString& title) {
    m_group = nullptr;
    if (!title.isEmpty()) {
        m_group = new Section(name, title);
        m_group->setOpen(false);
        m_groups.push_back(m_group);
        addRow(m_group);
    }
}

SettingRow*
RecipeSection::addEditor(const Row& row, QWidget* editor, Test isChanged, Change reset, Test show) {
    auto* made = new SettingRow(QString::fromLatin1(row.name), row.label, row.help, editor);
    (m_group ? m_group : this)->addRow(made);
    connect(made, &SettingRow::resetClicked, this, [this, reset = std::move(reset)] { edit(reset); });
    m_bound.push_back({made, m_group, row.isShown, std::move(isChanged), std::move(show)});
    return made;
}

QComboBox* RecipeSection::addChoice(const Row& row, const std::vector<Choice>& choices, Get get, Set set) {
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    for (const Choice& choice : choices) {
        box->addItem(choice.text, choice.value);
        box->setItemData(box->count() - 1, choice.help, Qt::ToolTipRole);
    }
    const int usual = get(Recipe());
    addEditor(
        row, box, [get, usual](const Recipe& recipe) { return get(recipe) != usual; },
        [set, usual](Recipe& recipe) { set(recipe, usual); },
        [box, get](const Recipe& recipe) {
            box->setCurrentIndex(box->findData(get(recipe)));
            return true;
        });
    connect(box, &QComboBox::currentIndexChanged, this, [this, box, set] {
        const int value = box->currentData().toInt();
        edit([&set, value](Recipe& recipe) { set(recipe, value); });
    });
    return box;
}

RecipeSection::Pair RecipeSection::makePair(const Row& row, QAbstractSpinBox* number) {
    const QString name = QString::fromLatin1(row.name);
    auto* pair = new QWidget;
    pair->setObjectName(name + QStringLiteral("Pair"));
    auto* line = new QHBoxLayout(pair);
    line->setContentsMargins(0, 0, 0, 0);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setObjectName(name + QStringLiteral("Slider"));
    slider->setAccessibleName(tr("%1, slider").arg(row.label));
    slider->setToolTip(row.help);
    slider->setMinimumWidth(48);
    number->setObjectName(name + QStringLiteral("Number"));
    number->setAccessibleName(row.label);
    number->setToolTip(row.help);
    line->addWidget(slider, 1);
    line->addWidget(number);
    return {pair, slider};
}

void RecipeSection::addNumber(const Row& row, const Range& range, Get get, Set set) {
    auto* number = new QSpinBox;
    const auto [pair, slider] = makePair(row, number);
    slider->setRange(range.least, range.most);
    number->setRange(range.least, range.most);
    number->setSuffix(range.suffix);
    const int usual = get(Recipe());
    addEditor(
        row, pair, [get, usual](const Recipe& recipe) { return get(recipe) != usual; },
        [set, usual](Recipe& recipe) { set(recipe, usual); },
        [slider = slider, number, get](const Recipe& recipe) {
            slider->setValue(get(recipe));
            number->setValue(get(recipe));
            return true;
        });
    const auto apply = [this, set](int value) {
        edit([&set, value](Recipe& recipe) { set(recipe, value); });
    };
    connect(slider, &QSlider::valueChanged, this, apply);
    connect(number, &QSpinBox::valueChanged, this, apply);
}

void RecipeSection::addDecimal(const Row& row, const DecimalRange& range, GetDecimal get, SetDecimal set) {
    auto* number = new QDoubleSpinBox;
    const auto [pair, slider] = makePair(row, number);
    const auto inSteps = [step = range.step](double value) { return int(std::lround(value / step)); };
    slider->setRange(inSteps(range.least), inSteps(range.sliderMost));
    number->setDecimals(1);
    number->setSingleStep(range.step);
    number->setRange(range.least, range.most);
    number->setSuffix(range.suffix);
    const double usual = get(Recipe());
    addEditor(
        row, pair, [get, usual](const Recipe& recipe) { return get(recipe) != usual; },
        [set, usual](Recipe& recipe) { set(recipe, usual); },
        [slider = slider, number, get, inSteps](const Recipe& recipe) {
            slider->setValue(inSteps(get(recipe)));
            number->setValue(get(recipe));
            return true;
        });
    connect(slider, &QSlider::valueChanged, this, [this, set, step = range.step](int value) {
        edit([&](Recipe& recipe) { set(recipe, value * step); });
    });
    connect(number, &QDoubleSpinBox::valueChanged, this, [this, set](double value) {
        edit([&](Recipe& recipe) { set(recipe, value); });
    });
}

void RecipeSection::addColor(const Row& row, GetColor get, SetColor set) {
    auto* button = new ColorButton(QString::fromLatin1(row.name), row.label, row.help);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* line = new QWidget;
    line->setObjectName(button->objectName() + QStringLiteral("Line"));
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(button);
    layout->addStretch(1);
    const Color usual = get(Recipe());
    addEditor(
        row, line, [get, usual](const Recipe& recipe) { return get(recipe) != usual; },
        [set, usual](Recipe& recipe) { set(recipe, usual); },
        [button, get](const Recipe& recipe) {
            const Color color = get(recipe);
            button->setColor({color.red, color.green, color.blue});
            button->setText(QString::fromStdString(toString(color)));
            return true;
        });
    connect(button, &ColorButton::colorChosen, this, [this, set](const QColor& chosen) {
        const Color color{
            std::uint8_t(chosen.red()), std::uint8_t(chosen.green()), std::uint8_t(chosen.blue())};
        edit([&](Recipe& recipe) { set(recipe, color); });
    });
}

} // namespace kerf::ui
