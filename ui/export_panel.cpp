#include "ui/export_panel.h"

#include "ui/section.h"
#include "ui/setting_row.h"

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

    buildContents();
}

void ExportPanel::buildContents() {
    m_profile = new QComboBox;
    m_profile->addItem(tr("As the photo"), int(ColorProfile::keep));
    m_profile->addItem(tr("sRGB (for the web)"), int(ColorProfile::srgb));
    m_profile->addItem(tr("Display P3"), int(ColorProfile::display_p3));
    m_profile->addItem(tr("Adobe RGB"), int(ColorProfile::adobe_rgb));
    m_profileRow = addRow(
        "exportProfile", tr("Colours"),
        tr("The colour space that the file is written in; its ICC profile is always embedded"), m_profile,
        [](ExportOptions& o) { o.profile = ExportOptions().profile; });
    connect(m_profile, &QComboBox::currentIndexChanged, this, [this] {
        change([&](ExportOptions& o) { o.profile = ColorProfile(m_profile->currentData().toInt()); });
    });

    m_metadata = new QComboBox;
    m_metadata->addItem(tr("Keep all"), int(MetadataChoice::all));
    m_metadata->addItem(tr("Without location"), int(MetadataChoice::no_location));
    m_metadata->addItem(tr("None"), int(MetadataChoice::none));
    m_metadataRow = addRow(
        "exportMetadata", tr("Metadata"),
        tr("EXIF and XMP: camera data and descriptions. Without location leaves out the GPS position, place "
           "names and the camera maker's own notes, which can hold places."),
        m_metadata, [](ExportOptions& o) { o.metadata = ExportOptions().metadata; });
    connect(m_metadata, &QComboBox::currentIndexChanged, this, [this] {
        change([&](ExportOptions& o) { o.metadata = MetadataChoice(m_metadata->currentData().toInt()); });
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
    m_profile->setCurrentIndex(m_profile->findData(int(m_options.profile)));
    m_metadata->setCurrentIndex(m_metadata->findData(int(m_options.metadata)));
    m_depthRow->setVisible(hasDepth(m_options.type));
    m_qualityRow->setVisible(!hasDepth(m_options.type));

    m_typeRow->setChanged(m_options.type != defaults.type);
    m_depthRow->setChanged(m_options.depth != defaults.depth);
    m_qualityRow->setChanged(m_options.quality != defaults.quality);
    m_whatRow->setChanged(m_options.alphaOnly != defaults.alphaOnly);
    m_profileRow->setChanged(m_options.profile != defaults.profile);
    m_metadataRow->setChanged(m_options.metadata != defaults.metadata);
    m_section->setChanged(m_options != defaults);
    m_isShowing = false;
}

} // namespace kerf::ui
