#pragma once

#include "core/session/session.h"
#include "ui/photo_list_model.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

class QMessageBox;

namespace kerf::ui {

class ExportPanel;
class FileDialogs;
class JobDesk;
class Settings;

// What ExportDesk needs of the window. All outlive it.
struct ExportDeskParts {
    QWidget* window;
    JobDesk& desk;
    PhotoListModel& photos;
    ExportPanel& panel;
    FileDialogs& dialogs;
    Settings& settings;
};

// Results on their way into files: where to, under which names, and what happens to files that are there
// already. Shows in the panel what the first photo's file will be called. GUI thread only.
class ExportDesk final : public QObject {
    Q_OBJECT

public:
    explicit ExportDesk(ExportDeskParts parts, QObject* parent = nullptr);

    void exportShown(); // asks for a name
    void exportAll();   // asks for a folder
    void updateName();  // of the first photo, in the panel

private:
    // An export whose names are being found out, or asked about.
    struct Pending {
        std::vector<PhotoId> photos;
        std::filesystem::path folder; // empty: a person named the file
        ExportOptions options;
    };

    PlanRequest requestFor(const std::vector<int>& rows, const ExportOptions& options) const;
    void offerName(PhotoId id, const std::filesystem::path& suggestion);
    void plan(Pending pending, PlanRequest request);
    void onPlanned(const Pending& pending, const ExportPlan& plan);
    void ask(const Pending& pending, const ExportPlan& plan);
    void send(const Pending& pending, const ExportPlan& plan, ExistingPolicy existing);

    ExportDeskParts m_parts;
    QPointer<QMessageBox> m_question;
    bool m_isNamePlanned = false; // updateName() has been called and not yet done
};

} // namespace kerf::ui
