#include "ui/file_dialogs.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QStandardPaths>

#include <array>
#include <utility>

namespace kerf::ui {
namespace {

struct SaveFilter {
    FileType type;
    const char* text;
};

constexpr std::array<SaveFilter, 4> kSaveFilters{{
    {FileType::png, QT_TRANSLATE_NOOP("FileDialogs", "PNG (*.png)")},
    {FileType::tiff, QT_TRANSLATE_NOOP("FileDialogs", "TIFF (*.tif *.tiff)")},
    {FileType::webp, QT_TRANSLATE_NOOP("FileDialogs", "WebP (*.webp)")},
    {FileType::jpeg, QT_TRANSLATE_NOOP("FileDialogs", "JPEG, no transparency (*.jpg *.jpeg)")},
}};

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FileDialogs)
};

QString startFolder(const QString& folder) {
    return folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::PicturesLocation) : folder;
}

// Photos are told by their contents; the endings only shorten the list, and one filter shows everything.
QStringList photoFilters() {
    QStringList patterns;
    for (const char* ending :
         {"jpg", "jpeg", "png", "tif", "tiff", "webp", "heic", "heif", "avif", "dng", "cr2", "cr3", "nef",
          "arw", "raf", "orf", "rw2", "pef", "srw"}) {
        patterns << QStringLiteral("*.%1").arg(QLatin1String(ending))
                 << QStringLiteral("*.%1").arg(QString::fromLatin1(ending).toUpper());
    }
    return {Words::tr("Photos (%1)").arg(patterns.join(QLatin1Char(' '))), Words::tr("All files (*)")};
}

QFileDialog* makeDialog(QWidget* parent, const char* name, const QString& title, const QString& folder) {
    auto* dialog = new QFileDialog(parent, title, folder);
    dialog->setObjectName(QString::fromLatin1(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

void askPaths(QFileDialog* dialog, FileDialogs::Paths chosen) {
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog, [chosen](const QStringList& names) {
        std::vector<std::filesystem::path> paths;
        for (const QString& name : names) {
            paths.push_back(toPath(name));
        }
        chosen(paths);
    });
    dialog->open();
}

} // namespace

void FileDialogs::openPhotos(QWidget* parent, const QString& folder, Paths chosen) {
    QFileDialog* dialog =
        makeDialog(parent, "openPhotosDialog", Words::tr("Add photos"), startFolder(folder));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(photoFilters());
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::choosePicture(QWidget* parent, const QString& folder, Paths chosen) {
    QFileDialog* dialog =
        makeDialog(parent, "choosePictureDialog", Words::tr("Choose a picture"), startFolder(folder));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(photoFilters());
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::openFolder(QWidget* parent, const QString& folder, Paths chosen) {
    QFileDialog* dialog =
        makeDialog(parent, "openFolderDialog", Words::tr("Add a folder of photos"), startFolder(folder));
    dialog->setFileMode(QFileDialog::Directory);
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::saveAs(
    QWidget* parent, const std::filesystem::path& suggestion, FileType type, Target chosen) {
    QFileDialog* dialog =
        makeDialog(parent, "exportDialog", Words::tr("Export"), toText(suggestion.parent_path()));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const SaveFilter& filter : kSaveFilters) {
        filters.append(Words::tr(filter.text));
        if (filter.type == type) {
            filters.swapItemsAt(0, filters.size() - 1);
        }
    }
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(QString::fromLatin1(extension(type).data() + 1));
    dialog->selectFile(nameText(suggestion));
    const auto filterType = [](const QString& shown) {
        for (const SaveFilter& filter : kSaveFilters) {
            if (Words::tr(filter.text) == shown) {
                return filter.type;
            }
        }
        return FileType::png;
    };
    QObject::connect(
        dialog, &QFileDialog::filterSelected, dialog, [dialog, filterType](const QString& filter) {
            dialog->setDefaultSuffix(QString::fromLatin1(extension(filterType(filter)).data() + 1));
        });
    QObject::connect(
        dialog, &QFileDialog::fileSelected, dialog, [dialog, chosen, filterType](const QString& name) {
            std::filesystem::path file = toPath(name);
            const QString ending = toText(file.extension()).mid(1).toLower();
            const FileType byFilter = filterType(dialog->selectedNameFilter());
            const std::optional<FileType> byName = parseFileType(ending.toStdString());
            if (!byName) {
                file += extension(byFilter);
            }
            chosen(file, byName.value_or(byFilter), byName ? ExistingPolicy::replace : ExistingPolicy::fail);
        });
    dialog->open();
}

void FileDialogs::chooseTarget(QWidget* parent, const QString& folder, Paths chosen) {
    QFileDialog* dialog = makeDialog(
        parent, "exportFolderDialog", Words::tr("Export all photos into this folder"), startFolder(folder));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setLabelText(QFileDialog::Accept, Words::tr("Export here"));
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::openRecipes(QWidget* parent, Paths chosen) {
    QFileDialog* dialog = makeDialog(
        parent, "openRecipesDialog", Words::tr("Import recipes"),
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({Words::tr("Recipes (*.json)"), Words::tr("All files (*)")});
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::saveRecipe(QWidget* parent, const QString& name, Paths chosen) {
    QFileDialog* dialog = makeDialog(
        parent, "saveRecipeDialog", Words::tr("Export recipe"),
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilter(Words::tr("Recipes (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(name);
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::openModels(QWidget* parent, const QString& folder, Paths chosen) {
    QFileDialog* dialog = makeDialog(
        parent, "openModelsDialog", Words::tr("Import models"),
        folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DownloadLocation) : folder);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        {Words::tr("Weights (*.safetensors *.pth *.pt *.ckpt *.param *.bin)"), Words::tr("All files (*)")});
    askPaths(dialog, std::move(chosen));
}

void FileDialogs::chooseFolder(QWidget* parent, const QString& title, const QString& folder, Paths chosen) {
    QFileDialog* dialog = makeDialog(parent, "chooseFolderDialog", title, startFolder(folder));
    dialog->setFileMode(QFileDialog::Directory);
    askPaths(dialog, std::move(chosen));
}

} // namespace kerf::ui
