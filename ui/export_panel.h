#pragma once

#include "core/contract/export_options.h"

#include <QWidget>

#include <filesystem>
#include <utility>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QSlider;
class QSpinBox;
class QVBoxLayout;

namespace kerf::ui {

class Section;
class SettingRow;

// The recipe panel's group that says how a result becomes a file. GUI thread only.
class ExportPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ExportPanel(QWidget* parent = nullptr);

    const ExportOptions& options() const { return m_options; }
    void setOptions(const ExportOptions& options); // tells optionsChanged when they are others

    // What the first photo's file will be called; or why that can't be told. Both empty: there is no photo.
    void showName(const std::filesystem::path& name, const QString& why);

Q_SIGNALS:
    void optionsChanged(const kerf::ExportOptions& options);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void applyLook();
    void buildQuality();
    void buildPictures();
    void buildName();
    void buildExisting(); // and the sidecar
    void buildContents(); // colours and metadata
    QMenu* makeParts();
    void changePictures();
    void changeName(const QString& text);
    void showOptions();
    SettingRow* addRow(
        const char* name,
        const QString& label,
        const QString& help,
        QWidget* editor,
        void (*reset)(ExportOptions&));
    template <typename Change>
    void change(Change&& change);

    ExportOptions m_options;
    bool m_isShowing = false;
    Section* m_section;
    QComboBox* m_type = nullptr;
    QComboBox* m_depth = nullptr;
    QSlider* m_quality = nullptr;
    QSpinBox* m_qualityNumber = nullptr;
    std::vector<std::pair<BatchOutput, QCheckBox*>> m_pictures;
    QLineEdit* m_name = nullptr;
    QLabel* m_preview = nullptr;
    QComboBox* m_existing = nullptr;
    QCheckBox* m_sidecar = nullptr;
    bool m_isPreviewBad = false;
    bool m_isNameBad = false; // what stands in the field is no template
    QComboBox* m_profile = nullptr;
    QComboBox* m_metadata = nullptr;
    SettingRow* m_typeRow = nullptr;
    SettingRow* m_depthRow = nullptr;
    SettingRow* m_qualityRow = nullptr;
    SettingRow* m_picturesRow = nullptr;
    SettingRow* m_nameRow = nullptr;
    SettingRow* m_existingRow = nullptr;
    SettingRow* m_sidecarRow = nullptr;
    SettingRow* m_profileRow = nullptr;
    SettingRow* m_metadataRow = nullptr;
};

} // namespace kerf::ui
