#pragma once

#include "core/contract/export_options.h"

#include <QWidget>

class QComboBox;
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

Q_SIGNALS:
    void optionsChanged(const kerf::ExportOptions& options);

private:
    void build();
    void buildQuality();
    void buildContents(); // colours and metadata
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
    QComboBox* m_what = nullptr;
    QComboBox* m_profile = nullptr;
    QComboBox* m_metadata = nullptr;
    SettingRow* m_typeRow = nullptr;
    SettingRow* m_depthRow = nullptr;
    SettingRow* m_qualityRow = nullptr;
    SettingRow* m_whatRow = nullptr;
    SettingRow* m_profileRow = nullptr;
    SettingRow* m_metadataRow = nullptr;
};

} // namespace kerf::ui
