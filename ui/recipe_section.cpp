#include "ui/recipe_section.h"

#include "ui/setting_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSlider>
#include <QSpinBox>

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

void RecipeSection::addNumber(const Row& row, const Range& range, Get get, Set set) {
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
    slider->setRange(range.least, range.most);
    auto* number = new QSpinBox;
    number->setObjectName(name + QStringLiteral("Number"));
    number->setAccessibleName(row.label);
    number->setToolTip(row.help);
    number->setRange(range.least, range.most);
    number->setSuffix(range.suffix);
    line->addWidget(slider, 1);
    line->addWidget(number);
    const int usual = get(Recipe());
    addEditor(
        row, pair, [get, usual](const Recipe& recipe) { return get(recipe) != usual; },
        [set, usual](Recipe& recipe) { set(recipe, usual); },
        [slider, number, get](const Recipe& recipe) {
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

} // namespace kerf::ui
