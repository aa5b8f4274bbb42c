#include "ui/export_desk.h"

#include "ui/export_panel.h"
#include "ui/file_dialogs.h"
#include "ui/job_desk.h"
#include "ui/settings.h"
#include "ui/text.h"

#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <utility>

namespace kerf::ui {

namespace fs = std::filesystem;

ExportDesk::ExportDesk(ExportDeskParts parts, QObject* parent) : QObject(parent), m_parts(parts) {
    connect(&m_parts.panel, &ExportPanel::optionsChanged, this, &ExportDesk::updateName);
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&m_parts.photos, changed, this, &ExportDesk::updateName);
    }
    connect(&m_parts.photos, &QAbstractItemModel::modelReset, this, &ExportDesk::updateName);
    connect(&m_parts.desk, &JobDesk::exportNamed, this, [this](const fs::path& name, const QString& why) {
        m_parts.panel.showName(name, why);
    });
}

// Once for all that changes before the event loop is back.
void ExportDesk::updateName() {
    if (std::exchange(m_isNamePlanned, true)) {
        return;
    }
    QTimer::singleShot(0, this, [this] {
        m_isNamePlanned = false;
        if (m_parts.photos.count() == 0) {
            m_parts.panel.showName({}, {});
        } else {
            m_parts.desk.nameExport(requestFor({0}, m_parts.panel.options()));
        }
    });
}

PlanRequest ExportDesk::requestFor(const std::vector<int>& rows, const ExportOptions& options) const {
    PlanRequest request{.recipe = m_parts.desk.recipe(), .options = options};
    for (const int row : rows) {
        request.photos.push_back(m_parts.photos.at(row).file);
    }
    return request;
}

void ExportDesk::exportShown() {
    const int row = m_parts.desk.shownRow();
    if (row < 0) {
        return;
    }
    const PhotoId id = m_parts.photos.at(row).id;
    PlanRequest request = requestFor({row}, m_parts.panel.options());
    request.folder = m_parts.photos.at(row).file.parent_path();
    m_parts.desk.planExport(std::move(request), [this, id](const ExportPlan& plan) {
        offerName(id, plan.photos.front().files.front());
    });
}

void ExportDesk::offerName(PhotoId id, const fs::path& suggestion) {
    m_parts.dialogs.saveAs(
        m_parts.window, suggestion, m_parts.panel.options().type,
        [this, id](const fs::path& file, FileType chosen, ExistingPolicy existing) {
            const int row = m_parts.photos.rowOf(id);
            if (row < 0) {
                return;
            }
            ExportOptions options = m_parts.panel.options();
            options.type = chosen;
            options.depth = chosen == FileType::jpeg || chosen == FileType::webp ? 0 : options.depth;
            options.existing = existing;
            PlanRequest request = requestFor({row}, options);
            request.output = file;
            plan({.photos = {id}, .folder = {}, .options = options}, std::move(request));
        });
}

void ExportDesk::exportAll() {
    m_parts.dialogs.chooseTarget(
        m_parts.window, m_parts.settings.exportFolder(), [this](const std::vector<fs::path>& folders) {
            if (folders.empty() || m_parts.photos.count() == 0) {
                return;
            }
            m_parts.settings.setExportFolder(toText(folders.front()));
            const ExportOptions options = m_parts.panel.options();
            Pending pending{.photos = {}, .folder = folders.front(), .options = options};
            std::vector<int> rows;
            for (int row = 0; row < m_parts.photos.count(); ++row) {
                rows.push_back(row);
                pending.photos.push_back(m_parts.photos.at(row).id);
            }
            PlanRequest request = requestFor(rows, options);
            request.folder = folders.front();
            plan(std::move(pending), std::move(request));
        });
}

void ExportDesk::plan(Pending pending, PlanRequest request) {
    m_parts.desk.planExport(std::move(request), [this, pending = std::move(pending)](const ExportPlan& plan) {
        onPlanned(pending, plan);
    });
}

void ExportDesk::onPlanned(const Pending& pending, const ExportPlan& plan) {
    // Files beside the one that a person named (and was asked about by the dialog) are asked about, too.
    const bool isNamed = pending.folder.empty();
    const bool mayNeedAnswer = pending.options.existing == ExistingPolicy::fail || isNamed;
    if (plan.existing > 0 && mayNeedAnswer) {
        ask(pending, plan);
    } else {
        send(pending, plan, pending.options.existing);
    }
}

void ExportDesk::ask(const Pending& pending, const ExportPlan& plan) {
    delete m_question;
    m_question = new QMessageBox(
        QMessageBox::Question, tr("Export"),
        plan.existing == 1 ? tr("A file of this name is there already")
                           : tr("%1 files are there already").arg(QLocale().toString(plan.existing)),
        QMessageBox::NoButton, m_parts.window);
    m_question->setObjectName(QStringLiteral("exportQuestion"));
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setWindowModality(Qt::NonModal);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setInformativeText(
        plan.existing == 1
            ? tr("“%1” in %2")
                  .arg(shortNameText(plan.firstExisting), toText(plan.firstExisting.parent_path()))
            : tr("The first one is “%1” in %2. The answer is for all of them.")
                  .arg(shortNameText(plan.firstExisting), toText(plan.firstExisting.parent_path())));
    const auto add = [&](const char* name, const QString& text, QMessageBox::ButtonRole role,
                         ExistingPolicy policy) {
        QPushButton* button = m_question->addButton(text, role);
        button->setObjectName(QString::fromLatin1(name));
        button->setAccessibleName(text);
        connect(button, &QPushButton::clicked, this, [this, pending, plan, policy] {
            send(pending, plan, policy);
        });
        return button;
    };
    QPushButton* both =
        add("exportKeepBoth", tr("Keep both"), QMessageBox::AcceptRole, ExistingPolicy::rename);
    add("exportReplace", tr("Replace"), QMessageBox::DestructiveRole, ExistingPolicy::replace);
    if (!pending.folder.empty()) {
        add("exportSkip", tr("Skip these"), QMessageBox::ActionRole, ExistingPolicy::skip);
    }
    QPushButton* cancel = m_question->addButton(QMessageBox::Cancel);
    cancel->setObjectName(QStringLiteral("exportCancel"));
    cancel->setAccessibleName(tr("Export nothing"));
    m_question->setDefaultButton(both);
    m_question->show();
}

void ExportDesk::send(const Pending& pending, const ExportPlan& plan, ExistingPolicy existing) {
    ExportOptions options = pending.options;
    options.existing = existing;
    for (std::size_t i = 0; i < pending.photos.size() && i < plan.photos.size(); ++i) {
        const int row = m_parts.photos.rowOf(pending.photos[i]); // gone: removed meanwhile
        if (row >= 0) {
            m_parts.desk.exportPhoto(row, plan.photos[i], pending.folder, options);
        }
    }
}

} // namespace kerf::ui
