#include "ui/preset_bar.h"

#include "core/base/error.h"
#include "ui/core_text.h"
#include "ui/file_dialogs.h"
#include "ui/text.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

constexpr int kMostLetters = 60;

} // namespace

PresetBar::PresetBar(FileDialogs& dialogs, std::filesystem::path folder, QWidget* parent)
    : QWidget(parent),
      m_dialogs(dialogs),
      m_store(std::move(folder)),
      m_picker(new QComboBox),
      m_state(new QLabel),
      m_menuButton(new QPushButton),
      m_question(new QWidget) {
    setObjectName(QStringLiteral("presetBar"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 10, 14, 2);
    column->setSpacing(6);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_picker, 1);
    line->addWidget(m_menuButton);
    column->addLayout(line);
    column->addWidget(m_state);
    column->addWidget(m_question);
    m_state->setObjectName(QStringLiteral("presetState"));
    m_state->setProperty("quiet", true);
    m_state->setWordWrap(true);
    m_state->setBuddy(m_picker);
    buildPicker();
    buildMenu();
    buildQuestion();
    m_store.load();
    fill();
}

void PresetBar::buildPicker() {
    m_picker->setObjectName(QStringLiteral("presetPicker"));
    m_picker->setAccessibleName(tr("Preset"));
    m_picker->setToolTip(tr("A recipe to start from"));
    m_picker->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_picker->setMinimumContentsLength(10);
    m_picker->setFocusPolicy(Qt::StrongFocus);
    connect(m_picker, &QComboBox::activated, this, [this] {
        m_chosen = m_picker->currentData().toInt();
        Q_EMIT recipeChosen(m_store.presets()[std::size_t(m_chosen)].recipe);
        showState();
    });
}

void PresetBar::buildMenu() {
    m_menuButton->setObjectName(QStringLiteral("presetMenu"));
    m_menuButton->setText(tr("Presets"));
    m_menuButton->setAccessibleName(tr("Save, rename, delete, import or export presets"));
    m_menuButton->setToolTip(m_menuButton->accessibleName());
    auto* menu = new QMenu(this);
    m_menuButton->setMenu(menu);
    const auto add = [&](const char* name, const QString& text, auto act) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    m_save = add("presetSave", tr("Save"), [this] {
        const QString title = m_store.presets()[std::size_t(m_chosen)].title;
        if (attempt(tr("The preset was not saved"), [&] { m_store.save(title, m_recipe); })) {
            choose(title);
        }
    });
    add("presetSaveAs", tr("Save as…"), [this] { ask(Asking::save); });
    m_revert = add("presetRevert", tr("Back to the preset"), [this] {
        Q_EMIT recipeChosen(m_store.presets()[std::size_t(m_chosen)].recipe);
    });
    menu->addSeparator();
    m_rename = add("presetRename", tr("Rename…"), [this] { ask(Asking::rename); });
    m_remove = add("presetDelete", tr("Delete…"), [this] { ask(Asking::remove); });
    menu->addSeparator();
    add("presetImport", tr("Import…"), [this] { import(); });
    add("presetExport", tr("Export…"), [this] { exportChosen(); });
}

void PresetBar::buildQuestion() {
    m_questionText = new QLabel;
    m_questionText->setObjectName(QStringLiteral("presetQuestion"));
    m_questionText->setWordWrap(true);
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("presetName"));
    m_name->setAccessibleName(tr("Name of the preset"));
    m_name->setToolTip(m_name->accessibleName());
    m_name->setMaxLength(kMostLetters);
    m_questionText->setBuddy(m_name);
    m_yes = new QToolButton;
    m_yes->setObjectName(QStringLiteral("presetYes"));
    m_yes->setAccessibleName(tr("Save")); // until it asks something
    auto* no = new QToolButton;
    no->setObjectName(QStringLiteral("presetNo"));
    no->setText(tr("Cancel"));
    no->setAccessibleName(tr("Leave the presets as they are"));
    no->setToolTip(no->accessibleName());
    auto* grid = new QVBoxLayout(m_question);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(m_questionText);
    auto* line = new QHBoxLayout;
    line->addWidget(m_name, 1);
    line->addStretch();
    line->addWidget(m_yes);
    line->addWidget(no);
    grid->addLayout(line);
    connect(m_name, &QLineEdit::returnPressed, this, &PresetBar::answer);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_yes->setEnabled(!text.simplified().isEmpty());
    });
    connect(m_yes, &QToolButton::clicked, this, &PresetBar::answer);
    connect(no, &QToolButton::clicked, this, [this] { ask(Asking::nothing); });
    ask(Asking::nothing);
}

void PresetBar::load() {
    m_store.load();
    fill();
    QStringList lines;
    for (const PresetStore::Damaged& one : m_store.damaged()) {
        lines.append(tr("%1: %2").arg(shortNameText(one.file), one.why));
    }
    if (!lines.isEmpty()) {
        Q_EMIT said(
            tr("Presets that can't be read were left as they are"), lines.join(QLatin1Char('\n')), true);
    }
}

void PresetBar::fill() {
    m_picker->clear();
    const std::vector<PresetStore::Preset>& presets = m_store.presets();
    m_chosen = m_chosen < int(presets.size()) ? m_chosen : 0;
    for (std::size_t i = 0; i < presets.size(); ++i) {
        if (i > 0 && presets[i - 1].file.empty() && !presets[i].file.empty()) {
            m_picker->insertSeparator(m_picker->count());
        }
        m_picker->addItem(presets[i].title, int(i));
    }
    showState();
}

void PresetBar::showRecipe(const Recipe& recipe) {
    m_recipe = PresetStore::shareable(recipe);
    // A recipe that is another preset to the letter is that one.
    const std::vector<PresetStore::Preset>& presets = m_store.presets();
    for (std::size_t i = 0; i < presets.size() && presets[std::size_t(m_chosen)].recipe != m_recipe; ++i) {
        m_chosen = presets[i].recipe == m_recipe ? int(i) : m_chosen;
    }
    showState();
}

bool PresetBar::isOwn() const {
    return !m_store.presets()[std::size_t(m_chosen)].file.empty();
}

void PresetBar::showState() {
    const PresetStore::Preset& preset = m_store.presets()[std::size_t(m_chosen)];
    const bool isModified = preset.recipe != m_recipe;
    m_picker->setCurrentIndex(m_picker->findData(m_chosen));
    m_picker->setAccessibleName(isModified ? tr("Preset, modified") : tr("Preset"));
    m_state->setText(
        !isModified ? QString()
        : isOwn()   ? tr("Modified. “Save” keeps the changes in the preset.")
                    : tr("Modified. “Save as…” makes a preset of your own."));
    m_state->setVisible(isModified);
    m_save->setEnabled(isOwn() && isModified);
    m_revert->setEnabled(isModified);
    m_rename->setEnabled(isOwn());
    m_remove->setEnabled(isOwn());
}

void PresetBar::ask(Asking what) {
    m_asking = what;
    m_question->setVisible(what != Asking::nothing);
    if (what == Asking::nothing) {
        return;
    }
    const QString title = m_store.presets()[std::size_t(m_chosen)].title;
    const bool isNaming = what != Asking::remove;
    m_questionText->setText(
        isNaming ? tr("Name of the preset") : tr("Delete “%1”? Its file is removed.").arg(title));
    m_name->setVisible(isNaming);
    m_name->setText(title);
    m_yes->setText(what == Asking::save ? tr("Save") : what == Asking::rename ? tr("Rename") : tr("Delete"));
    m_yes->setAccessibleName(m_yes->text());
    m_yes->setToolTip(m_yes->text());
    QWidget* first = isNaming ? static_cast<QWidget*>(m_name) : m_yes;
    first->setFocus();
    m_name->selectAll();
}

template <typename Act>
bool PresetBar::attempt(const QString& failed, Act&& act) {
    try {
        act();
        return true;
    } catch (const Error& e) {
        const QString cause = coreText(e.what());
        Q_EMIT said(
            failed, e.file().empty() ? cause : tr("%1: %2").arg(shortNameText(e.file()), cause), true);
        return false;
    }
}

void PresetBar::choose(const QString& title) {
    const int index = m_store.find(title);
    m_chosen = index >= 0 ? index : m_chosen;
    fill();
}

void PresetBar::answer() {
    const QString title = m_name->text().simplified();
    const Asking what = m_asking;
    bool isDone = true;
    if (what == Asking::remove) {
        isDone = attempt(tr("The preset was not deleted"), [&] { m_store.remove(m_chosen); });
        m_chosen = isDone ? 0 : m_chosen;
        showRecipe(m_recipe);
        fill();
    } else if (title.isEmpty()) {
        return;
    } else {
        isDone = attempt(tr("The preset was not saved"), [&] {
            if (what == Asking::save) {
                m_store.save(title, m_recipe);
            } else if (m_store.find(title) >= 0 && m_store.find(title) != m_chosen) {
                throw Error(ErrorCode::already_exists, "there is a preset of this name; choose another");
            } else {
                m_store.rename(m_chosen, title);
            }
        });
        choose(title);
    }
    if (isDone) {
        ask(Asking::nothing);
        m_picker->setFocus();
    }
}

void PresetBar::import() {
    m_dialogs.openRecipes(window(), [this](const std::vector<std::filesystem::path>& files) {
        for (const std::filesystem::path& file : files) {
            QString title;
            if (attempt(tr("The recipe was not imported"), [&] { title = m_store.import(file); })) {
                choose(title);
                Q_EMIT recipeChosen(m_store.presets()[std::size_t(m_chosen)].recipe);
            }
        }
    });
}

// With the changes that were made to it: what is seen is what goes out.
void PresetBar::exportChosen() {
    const QString title = m_store.presets()[std::size_t(m_chosen)].title;
    m_dialogs.saveRecipe(window(), title, [this, title](const std::vector<std::filesystem::path>& files) {
        if (!files.empty()) {
            attempt(tr("The recipe was not exported"), [&] {
                PresetStore::write(files.front(), title, m_recipe);
            });
        }
    });
}

} // namespace kerf::ui
