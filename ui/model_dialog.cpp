#include "ui/model_dialog.h"

#include "ui/core_text.h"
#include "ui/error_text.h"
#include "ui/model_row.h"
#include "ui/notice_bar.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace kerf::ui {
namespace {

std::vector<std::filesystem::path> filesOf(const QMimeData* data) {
    std::vector<std::filesystem::path> files;
    for (const QUrl& url : data->urls()) {
        std::filesystem::path file = toPath(url);
        if (!file.empty()) {
            files.push_back(std::move(file));
        }
    }
    return files;
}

} // namespace

bool isMirror(const QString& text) {
    const QUrl url(text, QUrl::StrictMode);
    return text.isEmpty() || (QDir::isAbsolutePath(text) && !text.startsWith(QLatin1Char(':'))) ||
           (url.isValid() && url.scheme() == QLatin1String("https") && !url.host().isEmpty());
}

ModelDialog::ModelDialog(ModelBook& book, Settings& settings, FileDialogs& dialogs, QWidget* parent)
    : QDialog(parent),
      m_book(book),
      m_settings(settings),
      m_dialogs(dialogs),
      m_notice(new NoticeBar(QStringLiteral("modelNotice"))) {
    setObjectName(QStringLiteral("modelDialog"));
    setWindowTitle(tr("Models"));
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(makeLabel(
        "modelIntro",
        tr("Models are what cleans photos and cuts subjects out. Kerf works without fetching any, but better "
           "with them. A model is fetched when you press its button, and never by itself. Files that you "
           "have "
           "already can be dropped here."),
        true));
    column->addWidget(m_notice);
    buildList(column);
    buildFoot(column);
    connect(&book, &ModelBook::listed, this, &ModelDialog::showList);
    connect(&book, &ModelBook::itemChanged, this, &ModelDialog::showItem);
    connect(&book, &ModelBook::importsChanged, this, &ModelDialog::showImports);
    connect(&book, &ModelBook::verifyChanged, this, &ModelDialog::showVerify);
    showList();
    constexpr int kLetters = 110; // across
    constexpr int kLines = 42;    // down
    resize(QSize(fontMetrics().averageCharWidth() * kLetters, fontMetrics().height() * kLines)
               .boundedTo(parent->screen()->availableSize() * 9 / 10));
}

void ModelDialog::buildList(QVBoxLayout* column) {
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("modelList"));
    auto* list = new QVBoxLayout(content);
    list->setContentsMargins(0, 0, 8, 0);
    list->setSpacing(8);
    m_waiting = makeLabel("modelWaiting", tr("Looking through the model folder…"), true);
    list->addWidget(m_waiting);
    const std::pair<QVBoxLayout*&, QString> groups[] = {
        {m_cleanup, tr("Clean-up: noise, compression, sharpness")},
        {m_mask, tr("Mask: finding the subject, down to its hair")}};
    for (const auto& [rows, title] : groups) {
        QLabel* label = makeLabel(&rows == &m_cleanup ? "cleanupModels" : "maskModels", title, false);
        QFont bold = label->font();
        bold.setWeight(QFont::DemiBold);
        label->setFont(bold);
        label->setContentsMargins(2, 6, 0, 0);
        list->addWidget(label);
        rows = new QVBoxLayout;
        rows->setSpacing(8);
        list->addLayout(rows);
    }
    list->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("modelScroll"));
    scroll->setAccessibleName(tr("Models"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    column->addWidget(scroll, 1);
    m_all = new QCheckBox(tr("Show those too that can only be imported"));
    m_all->setObjectName(QStringLiteral("allModels"));
    m_all->setAccessibleName(m_all->text());
    m_all->setToolTip(tr("Official files whose hash Kerf doesn't know, so that it can't check a download"));
    connect(m_all, &QCheckBox::toggled, this, &ModelDialog::showList);
    column->addWidget(m_all);
}

void ModelDialog::buildFoot(QVBoxLayout* column) {
    auto* mirrorLabel = new QLabel(tr("&Download from"));
    m_mirror = new QLineEdit(m_settings.mirror());
    m_mirror->setObjectName(QStringLiteral("mirrorEdit"));
    m_mirror->setAccessibleName(tr("Download from"));
    m_mirror->setPlaceholderText(tr("The official addresses"));
    m_mirror->setToolTip(
        tr("A folder or an https address where the files lie under their own names; empty: the official "
           "addresses"));
    m_mirror->setClearButtonEnabled(true);
    mirrorLabel->setBuddy(m_mirror);
    QPushButton* choose = makeButton("mirrorFolder", tr("Folder…"), tr("Choose a mirror folder"));
    choose->setAccessibleName(tr("Choose a mirror folder"));
    connect(m_mirror, &QLineEdit::textChanged, this, &ModelDialog::setMirror);
    connect(choose, &QPushButton::clicked, this, [this] {
        m_dialogs.chooseFolder(
            this, tr("Folder with model files"), m_settings.mirror(),
            [this](const std::vector<std::filesystem::path>& folders) {
                if (!folders.empty()) {
                    m_mirror->setText(toText(folders.front()));
                }
            });
    });
    auto* mirror = new QHBoxLayout;
    mirror->addWidget(mirrorLabel);
    mirror->addWidget(m_mirror, 1);
    mirror->addWidget(choose);
    column->addLayout(mirror);
    m_mirrorHint =
        makeLabel("mirrorHint", tr("A mirror is a folder, from its root on, or an https address."), true);
    column->addWidget(m_mirrorHint);
    m_folder = makeLabel("modelFolder", {}, true);
    column->addWidget(m_folder);

    QPushButton* import =
        makeButton("importModels", tr("Import files…"), tr("Copy weight files of your own into the folder"));
    m_verifyAll = makeButton("verifyAll", tr("Verify all"), tr("Read all files and compare their SHA-256"));
    m_openFolder = makeButton("openModelFolder", tr("Open folder"), tr("Show the model files"));
    QPushButton* close = makeButton("modelDialogClose", tr("Close"), tr("Close (Esc)"));
    connect(import, &QPushButton::clicked, this, &ModelDialog::chooseImport);
    connect(m_verifyAll, &QPushButton::clicked, &m_book, &ModelBook::verifyAll);
    connect(m_openFolder, &QPushButton::clicked, this, [this] {
        QDesktopServices::openUrl(toUrl(m_book.folder()));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {import, m_verifyAll, m_openFolder}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(buttons);
    setMirror(m_mirror->text());
}

ModelRow* ModelDialog::rowOf(const std::string& id) {
    if (ModelRow*& row = m_rows[id]; row != nullptr) {
        return row;
    }
    auto* row = new ModelRow(id);
    connect(row, &ModelRow::fetchClicked, this, [this, id] { m_book.fetch(id); });
    connect(row, &ModelRow::cancelClicked, this, [this, id] { m_book.cancel(id); });
    connect(row, &ModelRow::verifyClicked, this, [this, id] { m_book.verify(id); });
    connect(row, &ModelRow::removeClicked, this, [this, id] { m_book.remove(id); });
    connect(row, &ModelRow::importClicked, this, &ModelDialog::chooseImport);
    return m_rows[id] = row;
}

// The installed ones first in each group; a row that is there already keeps its focus.
void ModelDialog::showList() {
    m_waiting->setVisible(!m_book.isListed());
    std::map<std::string, ModelRow*> gone = m_rows;
    for (const ModelKind kind : {ModelKind::cleanup, ModelKind::mask}) {
        QVBoxLayout* rows = kind == ModelKind::cleanup ? m_cleanup : m_mask;
        int at = 0;
        for (const bool isInstalled : {true, false}) {
            for (const ModelBook::Item& item : m_book.items()) {
                const ModelInfo& info = item.entry.info;
                const bool isWanted =
                    info.isInstalled || info.isDownloadable || item.entry.isShipped || m_all->isChecked();
                if (info.kind != kind || info.isInstalled != isInstalled || !isWanted) {
                    continue;
                }
                gone.erase(info.id);
                ModelRow* row = rowOf(info.id);
                if (rows->indexOf(row) != at) {
                    rows->insertWidget(at, row);
                }
                ++at;
                row->setItem(item);
                row->show();
            }
        }
    }
    for (const auto& [id, row] : gone) {
        m_rows.erase(id);
        delete row;
    }
    showFolder();
}

void ModelDialog::showItem(const std::string& id) {
    const auto row = m_rows.find(id);
    const ModelBook::Item* item = m_book.find(id);
    if (row != m_rows.end() && item != nullptr) {
        row->second->setItem(*item);
    }
}

void ModelDialog::showFolder() {
    const auto& items = m_book.items();
    const auto count =
        std::ranges::count_if(items, [](const ModelBook::Item& item) { return item.entry.info.isInstalled; });
    const bool hasAny = std::ranges::any_of(items, [](const ModelBook::Item& item) {
        const ModelEntry& entry = item.entry;
        return (entry.info.isInstalled && !entry.isShipped) || entry.partBytes > 0;
    });
    m_folder->setText(tr("Folder: %1, %2 free").arg(toText(m_book.folder()), sizeText(m_book.freeBytes())));
    m_folder->setVisible(m_book.isListed());
    m_openFolder->setEnabled(hasAny); // it is made with the first model
    m_verifyAll->setEnabled(count > 0 && !m_book.isVerifyingAll());
}

void ModelDialog::offerImport(const std::vector<std::filesystem::path>& files) {
    m_offered = files;
    m_notice->showMessage(
        NoticeBar::Kind::info,
        files.size() == 1 ? tr("Import “%1” as a model?").arg(shortNameText(files.front()))
                          : tr("Import %1 files as models?").arg(files.size()),
        tr("It is copied into the model folder; the file itself stays where it is."),
        {tr("Import"), [this] { m_book.import(m_offered); }}, {tr("Not now"), {}});
}

void ModelDialog::showImports() {
    const std::vector<ModelBook::Import>& imports = m_book.imports();
    const auto isOver = [](const ModelBook::Import& import) { return hasEnded(import.state); };
    const auto current = std::ranges::find_if_not(imports, isOver);
    if (current != imports.end()) {
        m_notice->showMessage(
            NoticeBar::Kind::info, tr("Importing “%1”…").arg(shortNameText(current->file)), {},
            {tr("Cancel"), [this] { m_book.cancelImports(); }}, {tr("Hide"), {}}, current->fraction);
        return;
    }
    const auto failed = std::ranges::find_if(imports, [](const auto& i) { return i.failure.has_value(); });
    const auto done = std::ranges::count(imports, JobState::done, &ModelBook::Import::state);
    if (failed != imports.end()) {
        JobFailure failure = *failed->failure;
        failure.file = failure.file.empty() ? failed->file : failure.file;
        const ErrorText text = errorText(failure);
        m_notice->showMessage(
            NoticeBar::Kind::error, tr("Not imported: %1").arg(text.title),
            text.whole() +
                (done > 0 ? QLatin1Char('\n') + tr("%1 others were imported.").arg(done) : QString()));
    } else if (done == 1 && imports.size() == 1) {
        const ModelBook::Item* item = m_book.find(imports.front().id);
        const QString title =
            item ? QString::fromStdString(item->entry.info.title) : nameText(imports.front().file);
        m_notice->showMessage(
            NoticeBar::Kind::success, tr("“%1” is installed").arg(title),
            item && item->entry.isShipped    ? tr("It comes with Kerf; nothing was copied.")
            : item && item->entry.isOfficial ? tr("It is the official file.")
                                             : tr("It is none of the official files; Kerf can use it."));
    } else if (done > 0) {
        m_notice->showMessage(NoticeBar::Kind::success, tr("%1 models were imported").arg(done));
    } else {
        m_notice->hide();
    }
}

void ModelDialog::showVerify() {
    showFolder();
    if (m_book.isVerifyingAll()) {
        m_notice->showMessage(
            NoticeBar::Kind::info, tr("Verifying all models…"), {},
            {tr("Cancel"), [this] { m_book.cancelVerifyAll(); }}, {tr("Hide"), {}}, m_book.verifyFraction());
        return;
    }
    const std::vector<ModelVerdict>& verdicts = m_book.verdicts();
    QStringList bad;
    for (const ModelVerdict& verdict : verdicts) {
        if (!verdict.isGood) {
            bad << tr("%1: %2").arg(nameText(verdict.file), coreText(verdict.text));
        }
    }
    if (verdicts.empty()) {
        m_notice->hide(); // cancelled
    } else if (bad.isEmpty()) {
        m_notice->showMessage(
            NoticeBar::Kind::success, verdicts.size() == 1
                                          ? tr("The one model file is in order")
                                          : tr("All %1 files are in order").arg(verdicts.size()));
    } else {
        m_notice->showMessage(
            NoticeBar::Kind::error,
            bad.size() == 1 ? tr("One file isn't what it should be")
                            : tr("%1 files aren't what they should be").arg(bad.size()),
            bad.join(QLatin1Char('\n')));
    }
}

void ModelDialog::chooseImport() {
    m_dialogs.openModels(this, m_settings.openFolder(), [this](const auto& files) {
        if (!files.empty()) {
            m_book.import(files);
        }
    });
}

void ModelDialog::setMirror(const QString& text) {
    const bool isGood = isMirror(text.trimmed());
    m_mirrorHint->setVisible(!isGood);
    if (isGood) {
        m_settings.setMirror(text.trimmed());
        m_book.setMirror(text.trimmed());
    }
}

void ModelDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (!event->spontaneous()) {
        m_book.refresh(); // somebody may have put files there
    }
}

void ModelDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void ModelDialog::dropEvent(QDropEvent* event) {
    const std::vector<std::filesystem::path> files = filesOf(event->mimeData());
    if (!files.empty()) {
        event->acceptProposedAction();
        m_book.import(files);
    }
}

} // namespace kerf::ui
