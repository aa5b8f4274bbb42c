#pragma once

#include "core/contract/export_options.h"

#include <QString>

#include <filesystem>
#include <functional>
#include <vector>

class QWidget;

namespace kerf::ui {

// Asks where from and where to. No call waits for the answer: `chosen` is called later, on the GUI thread, or
// never when the person changes their mind. Virtual so that tests can answer.
class FileDialogs {
public:
    using Paths = std::function<void(const std::vector<std::filesystem::path>&)>;
    // `existing`: replace where the dialog has asked about this very file, else fail.
    using Target =
        std::function<void(const std::filesystem::path& file, FileType type, ExistingPolicy existing)>;

    virtual ~FileDialogs() = default;

    virtual void openPhotos(QWidget* parent, const QString& folder, Paths chosen);
    virtual void openFolder(QWidget* parent, const QString& folder, Paths chosen);
    virtual void choosePicture(QWidget* parent, const QString& folder, Paths chosen); // one, to look at
    // Asks before a file is overwritten. The type is that of the name's ending, else the filter's.
    virtual void
    saveAs(QWidget* parent, const std::filesystem::path& suggestion, FileType type, Target chosen);
    virtual void chooseTarget(QWidget* parent, const QString& folder, Paths chosen);
    virtual void openModels(QWidget* parent, const QString& folder, Paths chosen); // weight files
    virtual void openRecipes(QWidget* parent, Paths chosen);                       // JSON
    virtual void
    saveRecipe(QWidget* parent, const QString& name, Paths chosen); // one path; asks before overwriting
    virtual void chooseFolder(QWidget* parent, const QString& title, const QString& folder, Paths chosen);
};

} // namespace kerf::ui
