#include "ui/preferences_dialog.h"

#include "ui/actions.h"
#include "ui/setting_row.h"
#include "ui/shortcut_editor.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/translation.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace kerf::ui {
namespace {

constexpr int kMostThreads = 256;

void select(QComboBox* box, const QVariant& value) {
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

} // namespace

PreferencesDialog::PreferencesDialog(const Parts& parts, QWidget* parent)
    : QDialog(parent), m_parts(parts), m_list(new QListWidget), m_pages(new QStackedWidget) {
    setObjectName(QStringLiteral("preferencesDialog"));
    setWindowTitle(tr("Preferences"));
    m_list->setObjectName(QStringLiteral("preferencePages"));
    m_list->setAccessibleName(tr("Pages"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_list->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    m_pages->setObjectName(QStringLiteral("preferenceStack"));
    buildComputing();
    buildFolders();
    buildAppearance();
    buildShortcuts();
    buildPrivacy();
    m_list->setFixedWidth(
        m_list->sizeHintForColumn(0) + m_list->verticalScrollBar()->sizeHint().width() + 24);
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("preferencesClose"));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    close->setAutoDefault(false);
    auto* across = new QHBoxLayout;
    across->setSpacing(16);
    across->addWidget(m_list);
    across->addWidget(m_pages, 1);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 14);
    column->setSpacing(12);
    column->addLayout(across, 1);
    column->addLayout(foot);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_list->setCurrentRow(0);
    connect(&m_parts.theme, &Theme::changed, this, &PreferencesDialog::showValues);
    showValues();
    constexpr int kLetters = 108; // across; 34 lines down: with large letters it is a large window
    constexpr int kLines = 34;
    resize(QSize(fontMetrics().averageCharWidth() * kLetters, fontMetrics().height() * kLines)
               .boundedTo(parent->screen()->availableSize() * 9 / 10));
}

void PreferencesDialog::showPage(Page page) {
    m_list->setCurrentRow(int(page));
    showValues();
}

void PreferencesDialog::setMachine(const QString& text) {
    m_machine->setText(text);
    m_machine->setVisible(!text.isEmpty());
}

QVBoxLayout* PreferencesDialog::addPage(const char* name, const QString& title, const QString& intro) {
    auto* item = new QListWidgetItem(title, m_list);
    item->setSizeHint(QSize(
        fontMetrics().horizontalAdvance(title) + fontMetrics().averageCharWidth() * 4,
        fontMetrics().height() + 14));
    auto* content = new QWidget;
    content->setObjectName(QString::fromLatin1(name));
    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(4, 2, 12, 8);
    page->setSpacing(10);
    QLabel* head = makeLabel(name, title, false);
    head->setObjectName(QString::fromLatin1(name) + QStringLiteral("Title"));
    QFont large = font();
    constexpr double kLarger = 1.35;
    large.setPointSizeF(large.pointSizeF() * kLarger);
    large.setWeight(QFont::DemiBold);
    head->setFont(large);
    page->addWidget(head);
    QLabel* text = makeLabel(name, intro, true);
    text->setObjectName(QString::fromLatin1(name) + QStringLiteral("Intro"));
    page->addWidget(text);
    page->addSpacing(4);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QString::fromLatin1(name) + QStringLiteral("Scroll"));
    scroll->setAccessibleName(title);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    m_pages->addWidget(scroll);
    return page;
}

SettingRow* PreferencesDialog::addRow(
    QVBoxLayout* page,
    const char* name,
    const QString& label,
    const QString& help,
    QWidget* editor,
    std::function<void()> reset) {
    if (auto* box = qobject_cast<QComboBox*>(editor)) { // its longest text must not widen the page
        constexpr int kLeastLetters = 12;
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(kLeastLetters);
    }
    auto* row = new SettingRow(QString::fromLatin1(name), label, help, editor);
    page->addWidget(row);
    connect(row, &SettingRow::resetClicked, this, [reset = std::move(reset)] { reset(); });
    return row;
}

void PreferencesDialog::change(const std::function<void(Preferences&)>& change) {
    if (m_isShowing) {
        return;
    }
    const Preferences before = m_parts.settings.preferences();
    Preferences after = before;
    change(after);
    if (after != before) {
        m_parts.settings.setPreferences(after);
        Q_EMIT preferencesChanged();
    }
    showValues();
}

void PreferencesDialog::buildComputing() {
    QVBoxLayout* page = addPage(
        "computingPage", tr("Computing"),
        tr("How photos are computed where their recipe leaves it open. A photo whose result was made "
           "otherwise is marked as outdated."));
    m_device = new QComboBox;
    m_device->addItem(tr("Automatic: the GPU where there is one"), int(DeviceChoice::automatic));
    m_device->addItem(tr("CPU"), int(DeviceChoice::cpu));
    m_device->addItem(tr("GPU (CUDA)"), int(DeviceChoice::cuda));
    m_deviceRow = addRow(page, "preferDevice", tr("Device"), tr("What the nets run on"), m_device, [this] {
        change([](Preferences& p) { p.device = Preferences().device; });
    });
    connect(m_device, &QComboBox::currentIndexChanged, this, [this] {
        change([this](Preferences& p) { p.device = DeviceChoice(m_device->currentData().toInt()); });
    });
    m_requireGpu = new QCheckBox(tr("Fail rather than fall back to the CPU"));
    m_requireRow = addRow(
        page, "preferRequireGpu", tr("Fallback"), tr("A photo that can't have the GPU fails and says why"),
        m_requireGpu, [this] { change([](Preferences& p) { p.requireGpu = Preferences().requireGpu; }); });
    connect(m_requireGpu, &QCheckBox::toggled, this, [this](bool isOn) {
        change([isOn](Preferences& p) { p.requireGpu = isOn; });
    });
    m_precision = new QComboBox;
    m_precision->addItem(tr("Automatic: the fastest that looks the same"), int(Precision::automatic));
    m_precision->addItem(tr("fp32: the most exact"), int(Precision::fp32));
    m_precision->addItem(tr("bf16"), int(Precision::bf16));
    m_precision->addItem(tr("fp16"), int(Precision::fp16));
    m_precisionRow = addRow(
        page, "preferPrecision", tr("Precision"), tr("The type of number that the nets compute in"),
        m_precision, [this] { change([](Preferences& p) { p.precision = Preferences().precision; }); });
    connect(m_precision, &QComboBox::currentIndexChanged, this, [this] {
        change([this](Preferences& p) { p.precision = Precision(m_precision->currentData().toInt()); });
    });
    m_threads = new QSpinBox;
    m_threads->setRange(0, kMostThreads);
    m_threads->setSpecialValueText(tr("One per processor"));
    m_threadsRow = addRow(
        page, "preferThreads", tr("Threads"),
        tr("Of the nets on the CPU; fewer leave more to other programs"), m_threads,
        [this] { change([](Preferences& p) { p.threads = Preferences().threads; }); });
    connect(m_threads, &QSpinBox::valueChanged, this, [this](int value) {
        change([value](Preferences& p) { p.threads = value; });
    });
    m_cache = new QSpinBox;
    m_cache->setRange(0, kMostCacheMegabytes);
    constexpr int kStep = 256;
    m_cache->setSingleStep(kStep);
    m_cache->setSuffix(tr(" MB"));
    m_cache->setSpecialValueText(tr("Keep nothing"));
    m_cacheRow = addRow(
        page, "preferCache", tr("Memory"),
        tr("For decoded photos and results that are kept; more means that going back to a photo is instant"),
        m_cache, [this] { change([](Preferences& p) { p.cacheMegabytes = Preferences().cacheMegabytes; }); });
    connect(m_cache, &QSpinBox::valueChanged, this, [this](int value) {
        change([value](Preferences& p) { p.cacheMegabytes = value; });
    });
    m_machine = makeLabel("machineText", {}, true);
    m_machine->hide();
    page->addSpacing(6);
    page->addWidget(m_machine);
    page->addStretch(1);
}

QWidget* PreferencesDialog::makeFolderEditor(
    const char* name, const QString& title, QLineEdit*& edit, std::function<void(const QString&)> chosen) {
    auto* pair = new QWidget;
    pair->setObjectName(QString::fromLatin1(name) + QStringLiteral("Pair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins({});
    row->setSpacing(6);
    edit = new QLineEdit;
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(title);
    edit->setToolTip(title);
    edit->setReadOnly(true);
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(QString::fromLatin1(name) + QStringLiteral("Choose"));
    choose->setAccessibleName(tr("Choose: %1").arg(title));
    choose->setToolTip(tr("Choose another folder"));
    choose->setAutoDefault(false);
    row->addWidget(edit, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, [this, title, edit, chosen = std::move(chosen)] {
        m_parts.dialogs.chooseFolder(this, title, edit->text(), [this, chosen](const auto& folders) {
            if (!folders.empty()) {
                chosen(QFile::decodeName(QByteArray::fromStdString(folders.front().native())));
                showValues();
            }
        });
    });
    return pair;
}

void PreferencesDialog::buildFolders() {
    QVBoxLayout* page = addPage(
        "foldersPage", tr("Folders"),
        tr("Where things are put unless you choose another place. Nothing that is there is moved."));
    m_exportFolderRow = addRow(
        page, "preferExportFolderRow", tr("Export"), tr("Where Export all starts"),
        makeFolderEditor(
            "preferExportFolder", tr("Folder for Export all"), m_exportFolder,
            [this](const QString& folder) { m_parts.settings.setExportFolder(folder); }),
        [this] {
            m_parts.settings.setExportFolder({});
            showValues();
        });
    m_modelFolderRow = addRow(
        page, "preferModelFolderRow", tr("Models"), tr("Where models lie; counts from the next start on"),
        makeFolderEditor(
            "preferModelFolder", tr("Folder for models"), m_modelFolder,
            [this](const QString& folder) { change([&](Preferences& p) { p.modelFolder = folder; }); }),
        [this] { change([](Preferences& p) { p.modelFolder.clear(); }); });
    page->addWidget(
        makeLabel("modelFolderHint", tr("Another model folder counts from the next start on."), true));
    page->addStretch(1);
}

void PreferencesDialog::buildAppearance() {
    QVBoxLayout* page = addPage(
        "appearancePage", tr("Appearance"),
        tr("The ground around a photo stays neutral grey in every theme, so that colours can be judged."));
    m_theme = new QComboBox;
    m_theme->addItem(tr("As the system"), int(ThemeChoice::system));
    m_theme->addItem(tr("Light"), int(ThemeChoice::light));
    m_theme->addItem(tr("Dark"), int(ThemeChoice::dark));
    const auto setTheme = [this](ThemeChoice choice) {
        // By way of the menu's action, so that its check mark agrees.
        m_parts
            .actions
                [choice == ThemeChoice::system  ? Act::theme_system
                 : choice == ThemeChoice::light ? Act::theme_light
                                                : Act::theme_dark]
            ->trigger();
        showValues();
    };
    m_themeRow = addRow(page, "preferTheme", tr("Theme"), tr("Light or dark"), m_theme, [setTheme] {
        setTheme(ThemeChoice::system);
    });
    connect(m_theme, &QComboBox::currentIndexChanged, this, [this, setTheme] {
        if (!m_isShowing) {
            setTheme(ThemeChoice(m_theme->currentData().toInt()));
        }
    });
    m_size = new QComboBox;
    for (const int percent : {100, 115, 130, 150, 175, 200}) {
        m_size->addItem(tr("%1 %").arg(percent), percent);
    }
    m_sizeRow = addRow(
        page, "preferSize", tr("Size"), tr("Of letters and controls; counts from the next start on"), m_size,
        [this] { change([](Preferences& p) { p.interfacePercent = Preferences().interfacePercent; }); });
    connect(m_size, &QComboBox::currentIndexChanged, this, [this] {
        change([this](Preferences& p) { p.interfacePercent = m_size->currentData().toInt(); });
    });
    m_language = new QComboBox;
    m_language->addItem(tr("As the system"), QString());
    for (const QString& code : Translation::languages()) {
        m_language->addItem(Translation::nativeName(code), code);
    }
    const auto setLanguage = [this](const QString& code) {
        m_parts.settings.setLanguage(code);
        showValues();
    };
    m_languageRow = addRow(
        page, "preferLanguage", tr("Language"), tr("Counts from the next start on"), m_language,
        [setLanguage] { setLanguage({}); });
    connect(m_language, &QComboBox::currentIndexChanged, this, [this, setLanguage] {
        if (!m_isShowing) {
            setLanguage(m_language->currentData().toString());
        }
    });
    page->addWidget(makeLabel("appearanceHint", tr("Size and language count from the next start on."), true));
    page->addStretch(1);
}

void PreferencesDialog::buildShortcuts() {
    QVBoxLayout* page = addPage(
        "shortcutsPage", tr("Shortcuts"),
        tr("Choose an action, then record its key. Changed ones stand out."));
    page->addWidget(new ShortcutEditor(m_parts.actions, m_parts.settings), 1);
}

void PreferencesDialog::buildPrivacy() {
    QVBoxLayout* page = addPage(
        "privacyPage", tr("Privacy"),
        tr("Kerf connects to nothing by itself: only a download that you start does. Your photos never leave "
           "this computer. This is what it keeps on it:"));
    for (const PrivateData& kept : m_parts.privateData) {
        addPrivateData(page, kept);
    }
    page->addStretch(1);
}

void PreferencesDialog::addPrivateData(QVBoxLayout* page, const PrivateData& kept) {
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    QLabel* title = makeLabel("", kept.title, false);
    title->setObjectName(QStringLiteral("privacyTitle-") + kept.name);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    QLabel* what = makeLabel("", kept.what, false);
    what->setObjectName(QStringLiteral("privacyWhat-") + kept.name);
    QLabel* where = makeLabel("", kept.where, true);
    where->setObjectName(QStringLiteral("privacyWhere-") + kept.name);
    where->setTextInteractionFlags(Qt::TextSelectableByMouse);
    where->setFocusPolicy(Qt::NoFocus);
    for (QLabel* label : {title, what, where}) {
        texts->addWidget(label);
    }
    if (kept.setKept) {
        auto* keep = new QCheckBox(tr("Keep new ones"));
        keep->setObjectName(QStringLiteral("privacyKeep-") + kept.name);
        keep->setAccessibleName(tr("Keep new ones: %1").arg(kept.title));
        keep->setToolTip(tr("Without it none is written from now on"));
        keep->setChecked(kept.isKept());
        connect(keep, &QCheckBox::toggled, this, [kept](bool isOn) { kept.setKept(isOn); });
        texts->addWidget(keep, 0, Qt::AlignLeading);
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    row->addLayout(texts, 1);
    if (kept.clear) {
        auto* clear = new QPushButton(tr("Clear"));
        clear->setObjectName(QStringLiteral("privacyClear-") + kept.name);
        clear->setAccessibleName(tr("Clear: %1").arg(kept.title));
        clear->setToolTip(tr("Delete it now; there is no way back"));
        clear->setAutoDefault(false);
        row->addWidget(clear, 0, Qt::AlignTop);
        // The second press does it: no question in the way, and no slip of the finger either.
        connect(clear, &QPushButton::clicked, this, [clear, kept] {
            const bool isSure = clear->property("asked").toBool();
            clear->setProperty("asked", !isSure);
            if (isSure) {
                kept.clear();
                clear->setText(tr("Cleared"));
                clear->setAccessibleName(tr("Cleared: %1").arg(kept.title));
            } else {
                clear->setText(tr("Really clear?"));
                clear->setAccessibleName(tr("Really clear: %1").arg(kept.title));
            }
        });
    }
    page->addLayout(row);
    page->addSpacing(4);
}

void PreferencesDialog::showValues() {
    const Preferences p = m_parts.settings.preferences();
    const Preferences usual;
    m_isShowing = true;
    select(m_device, int(p.device));
    m_requireGpu->setChecked(p.requireGpu);
    m_requireGpu->setEnabled(p.device != DeviceChoice::cpu);
    select(m_precision, int(p.precision));
    m_threads->setValue(p.threads);
    m_cache->setValue(p.cacheMegabytes);
    m_modelFolder->setText(p.modelFolder.isEmpty() ? toText(m_parts.modelFolder) : p.modelFolder);
    const QString exportFolder = m_parts.settings.exportFolder();
    m_exportFolder->setText(exportFolder);
    m_exportFolder->setPlaceholderText(tr("Asked for each time"));
    select(m_theme, int(m_parts.theme.choice()));
    select(m_size, p.interfacePercent);
    select(m_language, m_parts.settings.language());
    m_isShowing = false;
    m_deviceRow->setChanged(p.device != usual.device);
    m_requireRow->setChanged(p.requireGpu != usual.requireGpu);
    m_precisionRow->setChanged(p.precision != usual.precision);
    m_threadsRow->setChanged(p.threads != usual.threads);
    m_cacheRow->setChanged(p.cacheMegabytes != usual.cacheMegabytes);
    m_modelFolderRow->setChanged(!p.modelFolder.isEmpty());
    m_exportFolderRow->setChanged(!exportFolder.isEmpty());
    m_themeRow->setChanged(m_parts.theme.choice() != ThemeChoice::system);
    m_sizeRow->setChanged(p.interfacePercent != usual.interfacePercent);
    m_languageRow->setChanged(!m_parts.settings.language().isEmpty());
}

} // namespace kerf::ui
