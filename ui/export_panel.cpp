#include "ui/export_panel.h"

#include "core/base/error.h"
#include "core/contract/name_template.h"
#include "ui/core_text.h"
#include "ui/section.h"
#include "ui/setting_row.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

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

void ExportPanel::setOptions(const ExportOptions& given) {
    ExportOptions options = given;
    if (std::exchange(options.alphaOnly, false)) { // the panel says the same by the pictures
        options.outputs = {BatchOutput::matte};
    }
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

    buildPictures();
    buildName();
    buildExisting();
    buildContents();
}

void ExportPanel::buildPictures() {
    auto* boxes = new QWidget;
    boxes->setObjectName(QStringLiteral("pictureBoxes"));
    auto* row = new QVBoxLayout(boxes);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    const auto add = [&](BatchOutput output, const char* name, const QString& text, const QString& help) {
        auto* box = new QCheckBox(text);
        box->setObjectName(QString::fromLatin1(name));
        box->setAccessibleName(text);
        box->setToolTip(help);
        row->addWidget(box);
        m_pictures.emplace_back(output, box);
        connect(box, &QCheckBox::toggled, this, [this] { changePictures(); });
    };
    add(BatchOutput::result, "exportResult", tr("Result"), tr("The cut-out, or what the finish made of it"));
    add(BatchOutput::matte, "exportMatte", tr("Matte"), tr("The alpha as a grey picture, a file of its own"));
    add(BatchOutput::cleaned, "exportClean", tr("Clean-up"),
        tr("The cleaned photo with its background, a file of its own"));
    m_picturesRow = addRow(
        "exportPictures", tr("Pictures"), tr("What is written of each photo; several become several files"),
        boxes, [](ExportOptions& o) {
            o.outputs = windowExport().outputs;
            o.alphaOnly = false;
        });
}

void ExportPanel::changePictures() {
    std::vector<BatchOutput> chosen;
    for (const auto& [output, box] : m_pictures) {
        if (box->isChecked()) {
            chosen.push_back(output);
        }
    }
    if (chosen.empty()) { // there is always one
        showOptions();
        return;
    }
    change([&](ExportOptions& o) {
        o.outputs = chosen;
        o.alphaOnly = false;
    });
}

void ExportPanel::buildName() {
    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("namePair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("nameTemplate"));
    m_name->setAccessibleName(tr("Template of the files' names"));
    m_name->setMaxLength(int(NameTemplate::kMaxBytes));
    auto* parts = new QToolButton;
    parts->setObjectName(QStringLiteral("nameParts"));
    parts->setText(tr("Insert"));
    parts->setAccessibleName(tr("Insert a part of the name"));
    parts->setToolTip(tr("Insert what the name shall tell"));
    parts->setPopupMode(QToolButton::InstantPopup);
    parts->setMenu(makeParts());
    row->addWidget(m_name, 1);
    row->addWidget(parts);
    m_nameRow = addRow(
        "exportName", tr("Name"),
        tr("What the files are called: text, and parts in braces that each photo fills in"), pair,
        [](ExportOptions& o) { o.naming = windowExport().naming; });
    connect(m_name, &QLineEdit::textEdited, this, &ExportPanel::changeName);
    m_preview = new QLabel;
    m_preview->setObjectName(QStringLiteral("namePreview"));
    m_preview->setWordWrap(true);
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_section->addRow(m_preview);
    showName({}, {});
}

QMenu* ExportPanel::makeParts() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("namePartsMenu"));
    const auto add = [&](const QString& title, const char* part) {
        connect(menu->addAction(title), &QAction::triggered, this, [this, part] {
            m_name->insert(QString::fromLatin1(part));
            changeName(m_name->text());
            m_name->setFocus();
        });
    };
    add(tr("Photo's name"), "{name}");
    add(tr("Its folder's name"), "{parent}");
    add(tr("Kind of picture (cutout, bw, matte, clean)"), "{stage}");
    add(tr("Counter (0001)"), "{counter:4}");
    add(tr("Date taken"), "{date:YYYY-MM-DD}");
    add(tr("Date and time taken"), "{date:YYYYMMDD-hhmmss}");
    add(tr("Width in pixels"), "{width}");
    add(tr("Height in pixels"), "{height}");
    add(tr("Enlargement"), "{scale}");
    add(tr("Engines and models"), "{model}");
    return menu;
}

// A template that can't be meant stays in the field and out of the options.
void ExportPanel::changeName(const QString& text) {
    try {
        const NameTemplate good(text.toStdString());
    } catch (const Error& e) {
        m_isNameBad = true;
        showName({}, coreSentencesText({e.what()}));
        return;
    }
    m_isNameBad = false;
    const bool isSame = m_options.naming == text.toStdString();
    change([&](ExportOptions& o) { o.naming = text.toStdString(); });
    if (isSame) { // an earlier message is still there
        Q_EMIT optionsChanged(m_options);
    }
}

void ExportPanel::showName(const std::filesystem::path& name, const QString& why) {
    if (m_isNameBad && why.isEmpty()) {
        return; // of the last good one
    }
    const bool isBad = !why.isEmpty();
    m_preview->setText(
        isBad          ? why
        : name.empty() ? tr("The first photo's file will be shown here")
                       : tr("First file: %1").arg(shortNameText(name)));
    m_preview->setToolTip(isBad || name.empty() ? QString() : toText(name));
    m_isPreviewBad = isBad;
    applyLook();
}

void ExportPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_preview != nullptr) {
        applyLook();
    }
    QWidget::changeEvent(event);
}

void ExportPanel::applyLook() {
    const ThemeColors& c = themeColors(palette());
    QPalette look = palette();
    look.setColor(QPalette::WindowText, m_isPreviewBad ? c.danger : c.muted);
    m_preview->setPalette(look);
}

void ExportPanel::buildExisting() {
    m_existing = new QComboBox;
    m_existing->addItem(tr("Ask once for all"), int(ExistingPolicy::fail));
    m_existing->addItem(tr("Keep both, with a number"), int(ExistingPolicy::rename));
    m_existing->addItem(tr("Skip the photo"), int(ExistingPolicy::skip));
    m_existing->addItem(tr("Replace"), int(ExistingPolicy::replace));
    m_existingRow = addRow(
        "exportExisting", tr("If it exists"),
        tr("What happens where a file of that name is there already. A photo itself is never written over."),
        m_existing, [](ExportOptions& o) { o.existing = windowExport().existing; });
    connect(m_existing, &QComboBox::currentIndexChanged, this, [this] {
        change([&](ExportOptions& o) { o.existing = ExistingPolicy(m_existing->currentData().toInt()); });
    });

    m_sidecar = new QCheckBox(tr("Write how it was made"));
    m_sidecarRow = addRow(
        "exportSidecar", tr("Sidecar"),
        tr("A small file beside the result (NAME.kerf.json) with recipe, models and versions, from which "
           "kerf-cli replay makes the same bytes again. It holds no folders' names."),
        m_sidecar, [](ExportOptions& o) { o.sidecar = windowExport().sidecar; });
    connect(m_sidecar, &QCheckBox::toggled, this, [this](bool isOn) {
        change([&](ExportOptions& o) { o.sidecar = isOn; });
    });
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
    const ExportOptions defaults = windowExport();
    m_type->setCurrentIndex(m_type->findData(int(m_options.type)));
    m_depth->setCurrentIndex(m_depth->findData(m_options.depth));
    m_quality->setValue(m_options.quality);
    m_qualityNumber->setValue(m_options.quality);
    for (const auto& [output, box] : m_pictures) {
        box->setChecked(std::ranges::find(m_options.outputs, output) != m_options.outputs.end());
    }
    const QString naming = QString::fromStdString(m_options.naming);
    if (m_name->text() != naming) {
        m_name->setText(naming);
        m_isNameBad = false;
    }
    m_existing->setCurrentIndex(m_existing->findData(int(m_options.existing)));
    m_sidecar->setChecked(m_options.sidecar);
    m_profile->setCurrentIndex(m_profile->findData(int(m_options.profile)));
    m_metadata->setCurrentIndex(m_metadata->findData(int(m_options.metadata)));
    m_depthRow->setVisible(hasDepth(m_options.type));
    m_qualityRow->setVisible(!hasDepth(m_options.type));

    m_typeRow->setChanged(m_options.type != defaults.type);
    m_depthRow->setChanged(m_options.depth != defaults.depth);
    m_qualityRow->setChanged(m_options.quality != defaults.quality);
    m_picturesRow->setChanged(m_options.outputs != defaults.outputs);
    m_nameRow->setChanged(m_options.naming != defaults.naming);
    m_existingRow->setChanged(m_options.existing != defaults.existing);
    m_sidecarRow->setChanged(m_options.sidecar != defaults.sidecar);
    m_profileRow->setChanged(m_options.profile != defaults.profile);
    m_metadataRow->setChanged(m_options.metadata != defaults.metadata);
    m_section->setChanged(m_options != defaults);
    m_isShowing = false;
}

} // namespace kerf::ui
