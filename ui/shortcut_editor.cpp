#include "ui/shortcut_editor.h"

#include "ui/flow_layout.h"
#include "ui/notice_bar.h"
#include "ui/settings.h"
#include "ui/theme.h"
#include "ui/widgets.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace kerf::ui {
namespace {

constexpr int kActRole = Qt::UserRole;
constexpr int kKeysColumn = 1;

QString keysText(const QList<QKeySequence>& keys) {
    return QKeySequence::listToString(keys, QKeySequence::NativeText)
        .replace(QLatin1String("; "), QLatin1String("   "));
}

bool isModifier(int key) {
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr || key == Qt::Key_unknown || key == Qt::Key_CapsLock || key == 0;
}

// As QAction matches it: the shift that makes a "?" belongs to the key's text.
QKeySequence sequenceOf(const QKeyEvent& event) {
    const int key = event.key();
    Qt::KeyboardModifiers modifiers =
        event.modifiers() & (Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const bool isLetter = key >= Qt::Key_A && key <= Qt::Key_Z;
    constexpr int kLastText = 0xff; // keys up to here are characters
    if (!isLetter && key <= kLastText && key != Qt::Key_Space) {
        modifiers &= ~Qt::ShiftModifier;
    }
    return QKeySequence(QKeyCombination(modifiers, Qt::Key(key)));
}

} // namespace

ShortcutEditor::ShortcutEditor(Actions& actions, Settings& settings, QWidget* parent)
    : QWidget(parent),
      m_actions(actions),
      m_settings(settings),
      m_search(new QLineEdit),
      m_tree(new QTreeWidget),
      m_notice(new NoticeBar(QStringLiteral("keyNotice"))) {
    setObjectName(QStringLiteral("shortcutEditor"));
    m_search->setObjectName(QStringLiteral("keySearch"));
    m_search->setAccessibleName(tr("Search actions and keys"));
    m_search->setPlaceholderText(tr("Search by name or key"));
    m_search->setToolTip(m_search->accessibleName());
    m_search->setClearButtonEnabled(true);
    m_tree->setObjectName(QStringLiteral("keyTree"));
    m_tree->setAccessibleName(tr("Actions and their keys"));
    m_tree->setHeaderLabels({tr("Action"), tr("Keys")});
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_tree->setMinimumHeight(fontMetrics().height() * 10);
    m_record = makeButton("recordKey", tr("Record key"), tr("Then press the key; Esc leaves it as it is"));
    m_remove = makeButton("removeKey", tr("No key"), tr("Take the keys away from this action"));
    m_reset = makeButton("resetKey", tr("Reset"), tr("Give this action its own keys back"));
    m_resetAll = makeButton("resetAllKeys", tr("Reset all"), tr("Give every action its own keys back"));
    m_record->setCheckable(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    column->addWidget(m_notice);
    auto* buttons = new QWidget;
    auto* row = new FlowLayout(6, 6, buttons);
    for (QPushButton* button : {m_record, m_remove, m_reset, m_resetAll}) {
        row->addWidget(button);
    }
    column->addWidget(buttons);
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutEditor::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this] {
        record(false);
        m_notice->hide();
        updateButtons();
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this] { record(current().has_value()); });
    connect(m_record, &QPushButton::toggled, this, &ShortcutEditor::record);
    connect(m_remove, &QPushButton::clicked, this, &ShortcutEditor::remove);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutEditor::reset);
    connect(m_resetAll, &QPushButton::clicked, this, &ShortcutEditor::resetAll);
    fill();
    m_record->installEventFilter(this);
    updateButtons();
}

void ShortcutEditor::fill() {
    QTreeWidgetItem* menu = nullptr;
    for (const Act act : Actions::all()) {
        const QString name = Actions::menuName(act);
        if (!menu || menu->text(0) != name) {
            menu = nullptr;
            for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
                menu = m_tree->topLevelItem(i)->text(0) == name ? m_tree->topLevelItem(i) : menu;
            }
        }
        if (!menu) {
            menu = new QTreeWidgetItem(m_tree, {name});
            menu->setFlags(Qt::ItemIsEnabled);
            QFont bold = font();
            bold.setWeight(QFont::DemiBold);
            menu->setFont(0, bold);
        }
        auto* item = new QTreeWidgetItem(menu, {Actions::title(act)});
        item->setData(0, kActRole, int(act));
        showKeys(item);
    }
    m_tree->expandAll();
    connect(&m_actions, &Actions::keysChanged, this, [this] {
        for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
            for (int j = 0; j < m_tree->topLevelItem(i)->childCount(); ++j) {
                showKeys(m_tree->topLevelItem(i)->child(j));
            }
        }
        updateButtons();
    });
}

void ShortcutEditor::showKeys(QTreeWidgetItem* item) {
    const auto act = Act(item->data(0, kActRole).toInt());
    const QList<QKeySequence> keys = m_actions.keys(act);
    const bool isChanged = keys != Actions::defaultKeys(act);
    item->setText(kKeysColumn, keys.isEmpty() ? tr("none") : keysText(keys));
    QFont weight = font();
    weight.setWeight(isChanged ? QFont::DemiBold : QFont::Normal);
    item->setFont(kKeysColumn, weight);
    item->setData(
        kKeysColumn, Qt::ForegroundRole, isChanged ? QVariant(themeColors(palette()).accent) : QVariant());
    item->setToolTip(
        kKeysColumn,
        isChanged ? tr("Changed; by default: %1").arg(keysText(Actions::defaultKeys(act))) : QString());
}

void ShortcutEditor::filter(const QString& text) {
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* menu = m_tree->topLevelItem(i);
        bool hasAny = false;
        for (int j = 0; j < menu->childCount(); ++j) {
            QTreeWidgetItem* item = menu->child(j);
            const bool isShown = text.isEmpty() || item->text(0).contains(text, Qt::CaseInsensitive) ||
                                 item->text(kKeysColumn).contains(text, Qt::CaseInsensitive);
            item->setHidden(!isShown);
            hasAny = hasAny || isShown;
        }
        menu->setHidden(!hasAny);
    }
}

std::optional<Act> ShortcutEditor::current() const {
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item && item->parent() ? std::optional(Act(item->data(0, kActRole).toInt())) : std::nullopt;
}

void ShortcutEditor::record(bool isOn) {
    if (m_isRecording == isOn) {
        return;
    }
    m_isRecording = isOn;
    m_record->setChecked(isOn);
    m_record->setText(isOn ? tr("Press a key…") : tr("Record key"));
    m_record->setAccessibleName(m_record->text());
    if (isOn) {
        m_notice->hide();
        m_record->setFocus();
    }
}

// While a key is recorded none does what it usually does, the window's own shortcuts included.
bool ShortcutEditor::eventFilter(QObject* watched, QEvent* event) {
    if (m_isRecording && watched == m_record) {
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept();
            return true;
        }
        if (event->type() == QEvent::FocusOut) {
            record(false);
        }
        if (event->type() == QEvent::KeyRelease) {
            return true;
        }
        if (event->type() == QEvent::KeyPress) {
            const auto* key = dynamic_cast<QKeyEvent*>(event);
            if (key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier) {
                record(false);
            } else if (!isModifier(key->key())) {
                take(sequenceOf(*key));
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ShortcutEditor::take(const QKeySequence& key) {
    record(false);
    const std::optional<Act> act = current();
    if (!act) {
        return;
    }
    std::vector<Act> owners = m_actions.ownersOf(key);
    std::erase(owners, *act);
    if (owners.empty()) {
        set(*act, {key});
        m_notice->hide();
        return;
    }
    const QString name = Actions::title(owners.front());
    m_notice->showMessage(
        NoticeBar::Kind::error, tr("%1 belongs to “%2”").arg(key.toString(QKeySequence::NativeText), name),
        tr("A key can do one thing only."),
        {tr("Take it from there"),
         [this, act = *act, owners, key] {
             for (const Act owner : owners) {
                 QList<QKeySequence> left = m_actions.keys(owner);
                 left.removeIf([&](const QKeySequence& own) {
                     return own.matches(key) != QKeySequence::NoMatch ||
                            key.matches(own) != QKeySequence::NoMatch;
                 });
                 set(owner, left);
             }
             set(act, {key});
             m_notice->hide();
             m_tree->setFocus();
         }},
        {tr("Leave it"), [this] { m_tree->setFocus(); }});
}

void ShortcutEditor::set(Act act, const QList<QKeySequence>& keys) {
    m_settings.setKeys(
        m_actions[act]->objectName(), keys == Actions::defaultKeys(act) ? std::nullopt : std::optional(keys));
    m_actions.setKeys(act, keys);
}

void ShortcutEditor::remove() {
    if (const std::optional<Act> act = current()) {
        set(*act, {});
    }
}

// Its own keys may belong to another one by now.
void ShortcutEditor::reset() {
    const std::optional<Act> act = current();
    if (!act) {
        return;
    }
    QStringList takers;
    for (const QKeySequence& key : Actions::defaultKeys(*act)) {
        for (const Act owner : m_actions.ownersOf(key)) {
            if (owner != *act) {
                takers << Actions::title(owner);
            }
        }
    }
    takers.removeDuplicates();
    if (takers.isEmpty()) {
        set(*act, Actions::defaultKeys(*act));
        m_notice->hide();
    } else {
        m_notice->showMessage(
            NoticeBar::Kind::error, tr("Its key belongs to “%1” now").arg(takers.join(QLatin1String("”, “"))),
            tr("Reset that one first, or record another key."));
    }
}

void ShortcutEditor::resetAll() {
    for (const Act act : Actions::all()) {
        set(act, Actions::defaultKeys(act));
    }
    m_notice->hide();
}

void ShortcutEditor::updateButtons() {
    const std::optional<Act> act = current();
    const auto isChanged = [this](Act each) { return m_actions.keys(each) != Actions::defaultKeys(each); };
    const std::vector<Act> all = Actions::all();
    m_record->setEnabled(act.has_value());
    m_remove->setEnabled(act && !m_actions.keys(*act).isEmpty());
    m_reset->setEnabled(act && isChanged(*act));
    m_resetAll->setEnabled(std::any_of(all.begin(), all.end(), isChanged));
}

} // namespace kerf::ui
