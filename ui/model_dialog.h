#pragma once

#include "ui/file_dialogs.h"
#include "ui/model_book.h"

#include <QDialog>

#include <map>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace kerf::ui {

class ModelRow;
class NoticeBar;
class Settings;

// Which models there are, what each is good for, and what can be done about them. Files dropped anywhere on
// it are imported. Blocks nothing. GUI thread only.
class ModelDialog final : public QDialog {
    Q_OBJECT

public:
    // All outlive it.
    ModelDialog(ModelBook& book, Settings& settings, FileDialogs& dialogs, QWidget* parent);

    // Asks, in place, whether these files shall be imported.
    void offerImport(const std::vector<std::filesystem::path>& files);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildList(QVBoxLayout* column);
    void buildFoot(QVBoxLayout* column);
    void showList();
    void showItem(const std::string& id);
    void showImports();
    void showVerify();
    void showFolder();
    void chooseImport();
    void setMirror(const QString& text);
    ModelRow* rowOf(const std::string& id);

    ModelBook& m_book;
    Settings& m_settings;
    FileDialogs& m_dialogs;
    std::vector<std::filesystem::path> m_offered;
    std::map<std::string, ModelRow*> m_rows;
    NoticeBar* m_notice;
    QVBoxLayout* m_cleanup = nullptr; // rows of each kind
    QVBoxLayout* m_mask = nullptr;
    QLabel* m_waiting = nullptr;
    QCheckBox* m_all = nullptr; // those too that can only be imported
    QLineEdit* m_mirror = nullptr;
    QLabel* m_mirrorHint = nullptr;
    QPushButton* m_verifyAll = nullptr;
    QPushButton* m_openFolder = nullptr;
    QLabel* m_folder = nullptr;
};

// Whether a mirror's address is one: empty, an absolute folder or an https address.
bool isMirror(const QString& text);

} // namespace kerf::ui
