#pragma once

#include "ui/judgement_store.h"
#include "ui/photo_list_model.h"
#include "ui/pin_overlay.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QUndoStack>

#include <filesystem>
#include <functional>
#include <vector>

class QTimer;

namespace kerf::ui {

class Actions;
class Banner;
class Canvas;
class Filmstrip;
class JudgePanel;
class Settings;
class SidePanel;

// Judging: the panel's page, its keys, the pinned note on the canvas, and what was said about these photos in
// earlier sittings. All changes go through here and can be undone where there is a stack for it. GUI thread
// only.
class JudgeDesk final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        PhotoListModel& photos;
        Filmstrip& strip;
        Actions& actions;
        Canvas& canvas;
        SidePanel& side;
        Banner& banner;
        Settings& settings;
        std::filesystem::path data; // the user's folder; empty: nothing is kept
    };

    explicit JudgeDesk(const Parts& parts, QObject* parent = nullptr);
    ~JudgeDesk() override;

    void setUndoStack(QUndoStack* stack); // null or gone: changes are made for good
    // One change of several photos; those that it changes nothing on are left out. `mergeKey`: changes with
    // the same key in a row are one step; 0: never.
    void judge(
        const std::vector<int>& rows,
        const QString& what,
        int mergeKey,
        const std::function<void(Judgement&)>& change);
    void forget(); // all verdicts, reasons, notes and pins, in the folder and of these photos
    void flush() { m_store.flush(); }

private:
    class Change;
    struct Entry {
        PhotoId photo{};
        Judgement before;
        Judgement after;
    };

    void connectPanel();
    void connectActions();
    void connectPhotos();
    void chooseVerdict(Verdict verdict);
    void apply(const std::vector<Entry>& entries, bool isUndo);
    void goBackTo(const std::vector<Entry>& entries);
    void recall(int first, int last);
    void refresh();

    Parts m_parts;
    QPointer<Canvas> m_canvas;
    JudgePanel* m_panel;
    QPointer<QUndoStack> m_stack; // goes before the widgets whose last words come here
    QTimer* m_counting;
    PinOverlay m_pin;
    JudgementStore m_store;
};

} // namespace kerf::ui
