#include "ui/background_section.h"

#include "ui/color_button.h"
#include "ui/setting_row.h"

#include <QColorDialog>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace kerf::ui {
namespace {

QColor toQt(Color color) {
    return {color.red, color.green, color.blue};
}

} // namespace

BackgroundSection::BackgroundSection(QWidget* parent)
    : RecipeSection(QStringLiteral("background"), tr("Background"), parent),
      m_kind(new QComboBox),
      m_color(new QPushButton) {
    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("backgroundPair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_kind->setObjectName(QStringLiteral("backgroundKind"));
    m_kind->setAccessibleName(tr("Background"));
    m_kind->setToolTip(tr("What lies behind the subject"));
    m_kind->addItems({tr("Transparent"), tr("Colour")});
    m_color->setObjectName(QStringLiteral("backgroundColor"));
    m_color->setAccessibleName(tr("Background colour"));
    m_color->setToolTip(tr("Choose the background colour"));
    row->addWidget(m_kind, 1);
    row->addWidget(m_color);
    addEditor(
        {"background", tr("Behind"), tr("What lies behind the subject")}, pair,
        [](const Recipe& recipe) { return recipe.background.has_value(); },
        [](Recipe& recipe) { recipe.background.reset(); },
        [this](const Recipe& recipe) {
            showColor(recipe);
            return true;
        });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this](int index) {
        edit([this, index](Recipe& recipe) {
            recipe.background = index == 0 ? std::nullopt : std::optional<Background>({.color = m_lastColor});
        });
    });
    connect(m_color, &QPushButton::clicked, this, &BackgroundSection::chooseColor);
}

void BackgroundSection::showColor(const Recipe& recipe) {
    m_lastColor = recipe.background ? recipe.background->color : m_lastColor;
    m_kind->setCurrentIndex(recipe.background ? 1 : 0);
    m_color->setVisible(recipe.background.has_value());
    m_color->setText(QString::fromStdString(toString(m_lastColor)));
    m_color->setIcon(colorIcon(toQt(m_lastColor), palette()));
}

void BackgroundSection::chooseColor() {
    auto* dialog = new QColorDialog(toQt(m_lastColor), this);
    dialog->setObjectName(QStringLiteral("backgroundColorDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QColorDialog::colorSelected, this, [this](const QColor& chosen) {
        const Color color{
            std::uint8_t(chosen.red()), std::uint8_t(chosen.green()), std::uint8_t(chosen.blue())};
        edit([color](Recipe& recipe) { recipe.background = Background{.color = color}; });
    });
    dialog->open();
}

void BackgroundSection::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_color->setIcon(colorIcon(toQt(m_lastColor), palette()));
    }
    RecipeSection::changeEvent(event);
}

} // namespace kerf::ui
