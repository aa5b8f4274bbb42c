#include "ui/export_panel.h"

#include "ui/section.h"
#include "ui/setting_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

bool hasDepth(FileType type) {
    return type == FileType::png || type == FileType::tiff;
}

} // namespace

ExportPanel::ExportPanel(QWidget* parent)
    : QWidget(parent), m_section(new Section(QStringLiteral("export"), tr("Export"), this)) {
    setObjectName(QStringLiteral("exportPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_section);
    build();
    showOptions();
}

SettingRow* ExportPanel::addRow(
    const char* name,
    const QString& label,
    const QString& help,
    QWidget* editor,
    void (*reset)(ExportOptions&)) {
    auto* row = new SettingRow(QString::fromLatin1(name), label, help, editor);
    m_section->addRow(row);
    connect(row, &SettingRow::resetClicked, this, [this, reset] { change(reset); });
    return row;
}

template <typename Change>
void ExportPanel::change(Change&& change) {
    if (m_isShowing) {
        return;
    }
    ExportOptions options = m_options;
    change(options);
    if (!hasDepth(options.type)) {
        options.depth = 0;
    }
    setOptions(options);
}

void ExportPanel::setOptions(const ExportOptions& options) {
    const bool isOther = options != m_options;
    m_options = options;
    showOptions();
    if (isOther) {
        Q_EMIT optionsChanged(m_options);
    }
}

void ExportPanel::build() {
    m_type = new QComboBox;
    m_type->addItem(tr("PNG"), int(FileType::png));
    m_type->addItem(tr("TIFF"), int(FileType::tiff));
    m_type->addItem(tr("WebP"), int(FileType::webp));
    m_type->addItem(tr("JPEG (no transparency)"), int(FileType::jpeg));
    m_typeRow = addRow("exportType", tr("Format"), tr("The kind of file"), m_type, [](ExportOptions& o) {
        o.type = ExportOptions().type;
    });
    connect(m_type, &QComboBox::currentIndexChanged, this, [this] {
        change([&](ExportOptions& o) { o.type = FileType(m_type->currentData().toInt()); });
    });

    m_depth = new QComboBox;
    m_depth->addItem(tr("As the photo"), 0);
    m_depth->addItem(tr("8 bit"), 8);
    m_depth->addItem(tr("16 bit"), 16);
    m_depthRow = addRow(
        "exportDepth", tr("Depth"), tr("Bits per colour; PNG and TIFF hold 16"), m_depth,
        [](ExportOptions& o) { o.depth = ExportOptions().depth; });
    connect(m_depth, &QComboBox::currentIndexChanged, this, [this] {
        change([&](ExportOptions& o) { o.depth = m_depth->currentData().toInt(); });
    });

    buildQuality();

    m_what = new QComboBox;
    m_what->addItems({tr("Cut-out"), tr("Matte only")});
    m_whatRow = addRow(
        "exportWhat", tr("Picture"), tr("The cut-out photo, or its matte as a grey picture"), m_what,
        [](ExportOptions& o) { o.alphaOnly = ExportOptions().alphaOnly; });
    connect(m_what, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](ExportOptions& o) { o.alphaOnly = index == 1; });
    });

    m_metadata = new QCheckBox(tr("Keep EXIF and XMP"));
    m_metadataRow = addRow(
        "exportMetadata", tr("Metadata"), tr("Camera data and descriptions go into the file, too"),
        m_metadata, [](ExportOptions& o) { o.keepMetadata = ExportOptions().keepMetadata; });
    connect(m_metadata, &QCheckBox::toggled, this, [this](bool isOn) {
        change([&](ExportOptions& o) { o.keepMetadata = isOn; });
    });
}

void ExportPanel::buildQuality() {
    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("qualityPair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    m_quality = new QSlider(Qt::Horizontal);
    m_quality->setObjectName(QStringLiteral("qualitySlider"));
    m_quality->setAccessibleName(tr("Quality"));
    m_qualityNumber = new QSpinBox;
    m_qualityNumber->setObjectName(QStringLiteral("qualityNumber"));
    m_qualityNumber->setAccessibleName(tr("Quality as a number"));
    const QString help = tr("1 to 100; a WebP of 100 is lossless");
    m_quality->setToolTip(help);
    m_qualityNumber->setToolTip(help);
    m_quality->setRange(1, 100);
    m_qualityNumber->setRange(1, 100);
    row->addWidget(m_quality, 1);
    row->addWidget(m_qualityNumber);
    m_qualityRow = addRow("exportQuality", tr("Quality"), help, pair, [](ExportOptions& o) {
        o.quality = ExportOptions().quality;
    });
    const auto setQuality = [this](int value) { change([&](ExportOptions& o) { o.quality = value; }); };
    connect(m_quality, &QSlider::valueChanged, this, setQuality);
    connect(m_qualityNumber, &QSpinBox::valueChanged, this, setQuality);
}

void ExportPanel::showOptions() {
    m_isShowing = true;
    const ExportOptions defaults;
    m_type->setCurrentIndex(m_type->findData(int(m_options.type)));
    m_depth->setCurrentIndex(m_depth->findData(m_options.depth));
    m_quality->setValue(m_options.quality);
    m_qualityNumber->setValue(m_options.quality);
    m_what->setCurrentIndex(m_options.alphaOnly ? 1 : 0);
    m_metadata->setChecked(m_options.keepMetadata);
    m_depthRow->setVisible(hasDepth(m_options.type));
    m_qualityRow->setVisible(!hasDepth(m_options.type));

    m_typeRow->setChanged(m_options.type != defaults.type);
    m_depthRow->setChanged(m_options.depth != defaults.depth);
    m_qualityRow->setChanged(m_options.quality != defaults.quality);
    m_whatRow->setChanged(m_options.alphaOnly != defaults.alphaOnly);
    m_metadataRow->setChanged(m_options.keepMetadata != defaults.keepMetadata);
    m_section->setChanged(m_options != defaults);
    m_isShowing = false;
}

} // namespace kerf::ui
