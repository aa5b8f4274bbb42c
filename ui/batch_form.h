#pragma once

#include "core/contract/batch_news.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"

#include <QWidget>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace kerf::ui {

class NoticeBar;

// What a batch shall do: which photos, into which folder, by which recipe. GUI thread only; touches no file.
class BatchForm final : public QWidget {
    Q_OBJECT

public:
    // A recipe that can be chosen by name beside the window's own.
    struct Choice {
        QString title;
        Recipe recipe;
    };

    explicit BatchForm(QWidget* parent = nullptr);

    // The photos of the window; `drawn`: how many have something of their own drawn on them.
    void setPhotos(std::vector<std::filesystem::path> photos, int drawn);
    void setRecipe(const Recipe& recipe, const ExportOptions& options); // the window's
    void setChoices(std::vector<Choice> choices);
    void setOut(const std::filesystem::path& out);
    void addInputs(const std::vector<std::filesystem::path>& paths);
    // A batch that can be gone on with; nothing: there is none.
    void setOffer(const std::optional<BatchGlance>& offer);

    std::filesystem::path out() const { return m_out; }
    NoticeBar* notice() const { return m_notice; }

Q_SIGNALS:
    void startClicked(const kerf::BatchOrder& order);
    void goOnClicked(const std::filesystem::path& out);
    void forgetClicked(const std::filesystem::path& out); // the offer
    void addFolderClicked();
    void addFilesClicked();
    void chooseOutClicked();

private:
    void buildPhotos(QVBoxLayout* column);
    void buildWork(QVBoxLayout* column);
    void showInputs();
    void updateState();
    BatchOrder order() const;

    std::vector<std::filesystem::path> m_photos;
    std::vector<std::filesystem::path> m_inputs;
    std::filesystem::path m_out;
    Recipe m_recipe;
    ExportOptions m_options;
    std::vector<Choice> m_choices;
    int m_drawn = 0;
    NoticeBar* m_offerBar;
    NoticeBar* m_notice;
    QRadioButton* m_useWindow = nullptr;
    QRadioButton* m_useInputs = nullptr;
    QLabel* m_inputList = nullptr;
    QLabel* m_drawnNote = nullptr;
    QPushButton* m_clear = nullptr;
    QLineEdit* m_outEdit = nullptr;
    QComboBox* m_recipeBox = nullptr;
    QLabel* m_files = nullptr;
    QComboBox* m_existing = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace kerf::ui
