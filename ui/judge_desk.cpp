#include "ui/judge_desk.h"

#include "ui/actions.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/judge_panel.h"
#include "ui/settings.h"
#include "ui/side_panel.h"

#include <QTimer>
#include <QUndoCommand>

#include <array>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kNoteKey = 0x4b01; // commands that may become one step: writing on, moving the pin
constexpr int kPinKey = 0x4b02;

} // namespace

class JudgeDesk::Change final : public QUndoCommand {
public:
    Change(JudgeDesk& desk, std::vector<Entry> entries, const QString& what, int mergeKey)
        : QUndoCommand(what), m_desk(desk), m_entries(std::move(entries)), m_mergeKey(mergeKey) {}

    void undo() override {
        m_desk.apply(m_entries, true);
        m_desk.goBackTo(m_entries);
    }
    void redo() override {
        m_desk.apply(m_entries, false);
        if (std::exchange(m_isDone, true)) {
            m_desk.goBackTo(m_entries);
        }
    }
    int id() const override { return m_mergeKey == 0 ? -1 : m_mergeKey; }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* later = dynamic_cast<const Change*>(other);
        if (!later || later->m_entries.size() != 1 || m_entries.size() != 1 ||
            later->m_entries.front().photo != m_entries.front().photo) {
            return false;
        }
        m_entries.front().after = later->m_entries.front().after;
        setObsolete(m_entries.front().after == m_entries.front().before);
        return true;
    }

private:
    JudgeDesk& m_desk;
    std::vector<Entry> m_entries;
    int m_mergeKey;
    bool m_isDone = false;
};

JudgeDesk::JudgeDesk(const Parts& parts, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_canvas(&parts.canvas),
      m_panel(new JudgePanel),
      m_counting(new QTimer(this)),
      m_store(parts.data) {
    m_parts.side.addPage(m_panel, tr("Judge"));
    m_panel->setGoingOn(m_parts.settings.goesOnAfterVerdict());
    m_counting->setSingleShot(true);
    m_counting->setInterval(0);
    connect(
        m_counting, &QTimer::timeout, this, [this] { m_panel->showCounts(m_parts.photos.verdictCounts()); });
    m_parts.canvas.addOverlay(&m_pin);
    connectPanel();
    connectActions();
    connectPhotos();
    connect(&m_store, &JudgementStore::loaded, this, [this] {
        recall(0, m_parts.photos.count() - 1);
        refresh();
    });
    connect(&m_store, &JudgementStore::failed, this, [this](const QString& reason) {
        m_parts.banner.showMessage(
            Banner::Kind::error, tr("Your verdicts could not be saved"),
            tr("%1. They are kept in memory until Kerf is closed; make room or change the folder’s "
               "permissions.")
                .arg(reason));
    });
    connect(&m_store, &JudgementStore::damaged, this, [this] {
        m_parts.banner.showMessage(
            Banner::Kind::error, tr("The verdicts of earlier sittings could not be read"),
            tr("The file is damaged and was set aside as judgements.json.damaged."));
    });
    m_store.load();
    refresh();
}

JudgeDesk::~JudgeDesk() {
    if (m_canvas) { // the window takes its children down in an order of its own
        m_canvas->removeOverlay(&m_pin);
    }
}

void JudgeDesk::setUndoStack(QUndoStack* stack) {
    m_stack = stack;
}

void JudgeDesk::connectPanel() {
    connect(m_panel, &JudgePanel::verdictChosen, this, &JudgeDesk::chooseVerdict);
    connect(m_panel, &JudgePanel::goingOnToggled, this, [this](bool isOn) {
        m_parts.settings.setGoesOnAfterVerdict(isOn);
    });
    connect(m_panel, &JudgePanel::reasonEdited, this, [this](const QString& reason) {
        judge(m_parts.strip.selectedRows(), tr("Reason"), 0, [&](Judgement& judgement) {
            judgement.reason = reason.toStdString();
        });
    });
    const auto change = [this](const QString& what, int key, const std::function<void(Judgement&)>& how) {
        if (m_parts.strip.currentRow() >= 0) {
            judge({m_parts.strip.currentRow()}, what, key, how);
        }
    };
    connect(m_panel, &JudgePanel::noteEdited, this, [change](const QString& note) {
        change(tr("Note"), kNoteKey, [&](Judgement& judgement) { judgement.note = note.toStdString(); });
    });
    connect(m_panel, &JudgePanel::pinRemoved, this, [change] {
        change(tr("Remove pin"), 0, [](Judgement& judgement) { judgement.pin.reset(); });
    });
    connect(m_panel, &JudgePanel::placingToggled, this, [this](bool isPlacing) {
        m_pin.setPlacing(isPlacing);
        m_parts.canvas.overlayChanged();
        if (isPlacing) {
            m_parts.canvas.setFocus();
        }
    });
    connect(&m_pin, &PinOverlay::placed, this, [this, change](const Point& pin) {
        m_panel->setPlacing(false);
        change(tr("Pin"), kPinKey, [&](Judgement& judgement) { judgement.pin = pin; });
        m_panel->editNote();
    });
    connect(&m_pin, &PinOverlay::placingLeft, this, [this] {
        m_panel->setPlacing(false);
        m_parts.canvas.overlayChanged();
    });
    connect(&m_pin, &PinOverlay::clicked, m_panel, &JudgePanel::editNote);
    // The pin takes the pointer only while one is judging.
    const auto follow = [this] {
        const bool isJudging = m_parts.side.currentWidget() == m_panel;
        m_pin.setEditable(isJudging);
        if (!isJudging) {
            m_pin.setPlacing(false);
            m_panel->setPlacing(false);
        }
        m_parts.canvas.overlayChanged();
    };
    connect(&m_parts.side, &SidePanel::currentChanged, this, follow);
    follow();
}

void JudgeDesk::connectActions() {
    const std::array<std::pair<Act, Verdict>, 4> verdicts{
        {{Act::judge_pass, Verdict::pass},
         {Act::judge_fail, Verdict::fail},
         {Act::judge_touch_up, Verdict::touch_up},
         {Act::judge_clear, Verdict::none}}};
    for (const auto& pair : verdicts) {
        connect(m_parts.actions[pair.first], &QAction::triggered, this, [this, verdict = pair.second] {
            chooseVerdict(verdict);
        });
    }
    connect(m_parts.actions[Act::judge_page], &QAction::triggered, this, [this] {
        m_parts.actions[Act::recipe_panel]->setChecked(true);
        m_parts.side.showPage(m_panel);
    });
}

void JudgeDesk::connectPhotos() {
    PhotoListModel& photos = m_parts.photos;
    connect(
        &photos, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
            recall(first, last);
            m_counting->start();
        });
    connect(&photos, &QAbstractItemModel::rowsRemoved, m_counting, qOverload<>(&QTimer::start));
    connect(
        &photos, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
            if (roles.contains(int(PhotoListModel::JudgementRole))) {
                m_counting->start();
                const int row = m_parts.strip.currentRow();
                if (row >= first.row() && row <= last.row()) {
                    refresh();
                }
            }
        });
    connect(m_parts.strip.selectionModel(), &QItemSelectionModel::currentChanged, this, &JudgeDesk::refresh);
}

void JudgeDesk::chooseVerdict(Verdict verdict) {
    const std::vector<int> rows = m_parts.strip.selectedRows();
    const int before = m_parts.strip.currentRow();
    const QString what =
        verdict == Verdict::none ? tr("Clear verdict") : PhotoListModel::verdictText(verdict);
    judge(rows, what, 0, [verdict](Judgement& judgement) {
        if (verdict == Verdict::none || verdict == Verdict::pass) {
            judgement.reason.clear(); // it was why the photo did not pass
        }
        judgement.verdict = verdict;
    });
    // Where a filter took the photo away, the next one is there already.
    const bool isStill = m_parts.strip.currentRow() == before;
    if (verdict != Verdict::none && rows.size() == 1 && isStill && m_parts.settings.goesOnAfterVerdict()) {
        m_parts.strip.step(1);
    }
}

void JudgeDesk::judge(
    const std::vector<int>& rows,
    const QString& what,
    int mergeKey,
    const std::function<void(Judgement&)>& change) {
    std::vector<Entry> entries;
    for (const int row : rows) {
        const PhotoItem& item = m_parts.photos.at(row);
        Entry entry{.photo = item.id, .before = item.judgement, .after = item.judgement};
        change(entry.after);
        if (entry.after != entry.before) {
            entries.push_back(std::move(entry));
        }
    }
    if (entries.empty()) {
        return;
    }
    if (m_stack) {
        m_stack->push(new Change(*this, std::move(entries), what, mergeKey)); // applies it
    } else {
        apply(entries, false);
    }
}

void JudgeDesk::apply(const std::vector<Entry>& entries, bool isUndo) {
    for (const Entry& entry : entries) {
        const int row = m_parts.photos.rowOf(entry.photo);
        if (row < 0) {
            continue; // gone by now
        }
        const Judgement& now = isUndo ? entry.before : entry.after;
        m_store.set(m_parts.photos.at(row).file, now);
        m_parts.photos.update(
            row, [&](PhotoItem& item) { item.judgement = now; }, {PhotoListModel::JudgementRole});
    }
}

void JudgeDesk::goBackTo(const std::vector<Entry>& entries) {
    if (entries.size() != 1) {
        return; // a whole selection: no one of them is meant
    }
    const int row = m_parts.photos.rowOf(entries.front().photo);
    if (row >= 0 && row != m_parts.strip.currentRow() && m_parts.strip.sorted()->indexOf(row).isValid()) {
        m_parts.strip.goTo(row);
    }
}

void JudgeDesk::recall(int first, int last) {
    for (int row = first; row <= last; ++row) {
        const Judgement* kept = m_store.find(m_parts.photos.at(row).file);
        if (kept && *kept != m_parts.photos.at(row).judgement) {
            m_parts.photos.update(
                row, [&](PhotoItem& item) { item.judgement = *kept; }, {PhotoListModel::JudgementRole});
        }
    }
}

void JudgeDesk::forget() {
    m_store.clear();
    if (m_stack) {
        m_stack->clear(); // its steps hold what was said
    }
    for (int row = 0; row < m_parts.photos.count(); ++row) {
        if (m_parts.photos.at(row).judgement != Judgement()) {
            m_parts.photos.update(
                row, [](PhotoItem& item) { item.judgement = {}; }, {PhotoListModel::JudgementRole});
        }
    }
}

void JudgeDesk::refresh() {
    const int row = m_parts.strip.currentRow();
    if (row < 0) {
        m_panel->showNoPhoto();
        m_pin.show(std::nullopt, {});
    } else {
        const Judgement& judgement = m_parts.photos.at(row).judgement;
        m_panel->showJudgement(judgement);
        m_pin.show(judgement.pin, QString::fromStdString(judgement.note));
    }
    m_parts.canvas.overlayChanged();
}

} // namespace kerf::ui
