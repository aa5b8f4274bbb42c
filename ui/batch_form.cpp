#include "ui/batch_form.h"

#include "ui/icons.h"
#include "ui/notice_bar.h"
#include "ui/text.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace kerf::ui {
namespace {

constexpr std::size_t kNamesShown = 6;

QLabel* makeTitle(const char* name, const QString& text) {
    QLabel* label = makeLabel(name, text, false);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    label->setContentsMargins(0, 8, 0, 0);
    return label;
}

QString formatText(const ExportOptions& options) {
    const QString depth = options.depth == 0 ? BatchForm::tr("as deep as the photo")
                                             : BatchForm::tr("%1 bit").arg(options.depth);
    switch (options.type) {
    case FileType::png:
        return BatchForm::tr("PNG, %1").arg(depth);
    case FileType::tiff:
        return BatchForm::tr("TIFF, %1").arg(depth);
    case FileType::jpeg:
        return BatchForm::tr("JPEG, quality %1").arg(options.quality);
    case FileType::webp:
        return BatchForm::tr("WebP, quality %1").arg(options.quality);
    }
    return {};
}

} // namespace

BatchForm::BatchForm(QWidget* parent)
    : QWidget(parent),
      m_offerBar(new NoticeBar(QStringLiteral("batchOffer"))),
      m_notice(new NoticeBar(QStringLiteral("batchFormNotice"))) {
    setObjectName(QStringLiteral("batchForm"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("batchFormContent"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, 18, 24, 8);
    column->setSpacing(8);
    column->addWidget(makeLabel(
        "batchIntro",
        tr("A batch makes files of many photos while you go on working. It survives a crash and a power cut, "
           "and one bad photo never stops the others."),
        true));
    column->addWidget(m_offerBar);
    column->addWidget(m_notice);
    buildPhotos(column);
    buildWork(column);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("batchFormScroll"));
    scroll->setAccessibleName(tr("New batch"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    m_start = makeButton("batchStart", tr("Start batch"), tr("Begin with these photos"), nullptr);
    connect(m_start, &QPushButton::clicked, this, [this] { Q_EMIT startClicked(order()); });
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(24, 10, 24, 16);
    foot->addStretch(1);
    foot->addWidget(m_start);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(scroll, 1);
    whole->addLayout(foot);
    showInputs();
}

void BatchForm::buildPhotos(QVBoxLayout* column) {
    column->addWidget(makeTitle("batchPhotosTitle", tr("Photos")));
    m_useWindow = new QRadioButton;
    m_useWindow->setObjectName(QStringLiteral("batchUseWindow"));
    m_useWindow->setToolTip(tr("The photos of the filmstrip"));
    m_useInputs = new QRadioButton;
    m_useInputs->setObjectName(QStringLiteral("batchUseInputs"));
    m_useInputs->setToolTip(tr("Below a folder every photo keeps its place: the tree is made anew"));
    column->addWidget(m_useWindow);
    m_drawnNote = makeLabel("batchDrawnNote", {}, true);
    m_drawnNote->setContentsMargins(26, 0, 0, 0);
    column->addWidget(m_drawnNote);
    column->addWidget(m_useInputs);
    m_inputList = makeLabel("batchInputs", {}, true);
    m_inputList->setContentsMargins(26, 0, 0, 0);
    column->addWidget(m_inputList);
    QPushButton* folder =
        makeButton("batchAddFolder", tr("Add folder…"), tr("Add all photos in a folder and below"), "folder");
    QPushButton* files = makeButton("batchAddFiles", tr("Add photos…"), tr("Add single photos"), "add");
    m_clear = makeButton("batchClear", tr("Clear"), tr("Name none of these any more"), nullptr);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(26, 0, 0, 0);
    for (QPushButton* button : {folder, files, m_clear}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    column->addLayout(row);
    connect(folder, &QPushButton::clicked, this, &BatchForm::addFolderClicked);
    connect(files, &QPushButton::clicked, this, &BatchForm::addFilesClicked);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_inputs.clear();
        showInputs();
    });
    // Exclusive by hand: Tab shall reach each.
    for (const auto& [button, other] : {std::pair(m_useWindow, m_useInputs), {m_useInputs, m_useWindow}}) {
        button->setAutoExclusive(false);
        connect(button, &QRadioButton::toggled, this, [this, other = other](bool isOn) {
            other->setChecked(!isOn);
            updateState();
        });
    }
}

void BatchForm::buildWork(QVBoxLayout* column) {
    column->addWidget(makeTitle("batchWorkTitle", tr("Results")));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    const auto add = [&](int line, const QString& text, QWidget* editor, QWidget* beside) {
        auto* label = new QLabel(text);
        label->setBuddy(editor);
        grid->addWidget(label, line, 0);
        grid->addWidget(editor, line, 1, 1, beside ? 1 : 2);
        if (beside) {
            grid->addWidget(beside, line, 2);
        }
    };
    m_outEdit = new QLineEdit;
    m_outEdit->setObjectName(QStringLiteral("batchOut"));
    m_outEdit->setAccessibleName(tr("Folder for the results"));
    m_outEdit->setPlaceholderText(tr("Choose where the results go"));
    m_outEdit->setReadOnly(true); // a name may hold bytes that can't be typed
    QPushButton* choose =
        makeButton("batchChooseOut", tr("Choose…"), tr("Choose the folder for the results"), "folder");
    choose->setAccessibleName(tr("Choose the folder for the results"));
    connect(choose, &QPushButton::clicked, this, &BatchForm::chooseOutClicked);
    add(0, tr("&Folder"), m_outEdit, choose);
    m_recipeBox = new QComboBox;
    m_recipeBox->setObjectName(QStringLiteral("batchRecipe"));
    m_recipeBox->setAccessibleName(tr("Recipe"));
    m_recipeBox->setToolTip(tr("What is done to every photo"));
    m_recipeBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_recipeBox->addItem(tr("As in the window"));
    add(1, tr("&Recipe"), m_recipeBox, nullptr);
    m_existing = new QComboBox;
    m_existing->setObjectName(QStringLiteral("batchExisting"));
    m_existing->setAccessibleName(tr("Where a file is there already"));
    m_existing->setToolTip(tr("What happens where a file of the same name is there already"));
    m_existing->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_existing->addItem(tr("Save under a new name"), int(ExistingPolicy::rename));
    m_existing->addItem(tr("Leave it, skip the photo"), int(ExistingPolicy::skip));
    m_existing->addItem(tr("Replace it"), int(ExistingPolicy::replace));
    add(2, tr("If a file &exists"), m_existing, nullptr);
    column->addLayout(grid);
    m_files = makeLabel("batchFiles", {}, true);
    column->addWidget(m_files);
}

void BatchForm::setPhotos(std::vector<std::filesystem::path> photos, int drawn) {
    m_photos = std::move(photos);
    m_drawn = drawn;
    showInputs();
}

void BatchForm::setRecipe(const Recipe& recipe, const ExportOptions& options) {
    m_recipe = recipe;
    m_options = options;
    m_files->setText(tr("Files: %1. Format, names and metadata are those under Export in the recipe panel.")
                         .arg(formatText(options)));
}

void BatchForm::setChoices(std::vector<Choice> choices) {
    const QString chosen = m_recipeBox->currentIndex() > 0 ? m_recipeBox->currentText() : QString();
    m_choices = std::move(choices);
    m_recipeBox->clear();
    m_recipeBox->addItem(tr("As in the window"));
    for (const Choice& choice : m_choices) {
        m_recipeBox->addItem(choice.title);
    }
    m_recipeBox->setCurrentIndex(chosen.isEmpty() ? 0 : std::max(0, m_recipeBox->findText(chosen)));
}

void BatchForm::setOut(const std::filesystem::path& out) {
    m_out = out;
    m_outEdit->setText(toText(out));
    m_outEdit->setToolTip(toText(out));
    updateState();
}

void BatchForm::addInputs(const std::vector<std::filesystem::path>& paths) {
    for (const std::filesystem::path& path : paths) {
        if (std::ranges::find(m_inputs, path) == m_inputs.end()) {
            m_inputs.push_back(path);
        }
    }
    m_useInputs->setChecked(true);
    showInputs();
}

void BatchForm::setOffer(const std::optional<BatchGlance>& offer) {
    if (!offer) {
        m_offerBar->hide();
        return;
    }
    m_offerBar->showMessage(
        NoticeBar::Kind::info, tr("An unfinished batch is in “%1”").arg(shortNameText(offer->out)),
        tr("%1 of %2 photos have been dealt with. What is done is not done again.\n%3")
            .arg(QLocale().toString(offer->ended), QLocale().toString(offer->total), toText(offer->out)),
        {tr("Continue it"), [this, out = offer->out] { Q_EMIT goOnClicked(out); }},
        {tr("Don't offer it again"), [this, out = offer->out] { Q_EMIT forgetClicked(out); }});
}

void BatchForm::showInputs() {
    m_useWindow->setText(
        m_photos.empty() ? tr("The photos in the window: none yet")
        : m_photos.size() == 1
            ? tr("The photo in the window")
            : tr("The %1 photos in the window").arg(QLocale().toString(int(m_photos.size()))));
    m_useWindow->setAccessibleName(m_useWindow->text());
    m_useWindow->setEnabled(!m_photos.empty());
    m_useInputs->setText(tr("Folders and photos of your choice"));
    m_useInputs->setAccessibleName(m_useInputs->text());
    QStringList lines;
    for (std::size_t i = 0; i < m_inputs.size() && i < kNamesShown; ++i) {
        lines.append(toText(m_inputs[i]));
    }
    if (m_inputs.size() > kNamesShown) {
        lines.append(tr("and %1 more").arg(m_inputs.size() - kNamesShown));
    }
    m_inputList->setText(
        lines.isEmpty() ? tr("Drop folders and photos here, or add them.") : lines.join(QLatin1Char('\n')));
    m_clear->setVisible(!m_inputs.empty());
    m_drawnNote->setText(
        tr("%1 of them carry boxes, hints or brush strokes. A batch goes by the recipe alone; Export all in "
           "the window keeps what is drawn.")
            .arg(m_drawn));
    if (!m_useInputs->isChecked() || m_inputs.empty()) {
        const bool useWindow = !m_photos.empty() && m_inputs.empty();
        (useWindow ? m_useWindow : m_useInputs)->setChecked(true);
    }
    updateState();
}

void BatchForm::updateState() {
    if (!m_start || !m_outEdit) {
        return; // not all there yet
    }
    const bool useWindow = m_useWindow->isChecked();
    m_drawnNote->setVisible(useWindow && m_drawn > 0);
    m_start->setEnabled(!m_out.empty() && !(useWindow ? m_photos : m_inputs).empty());
    m_start->setToolTip(
        m_out.empty() ? tr("Choose the folder for the results first") : tr("Begin with these photos"));
}

BatchOrder BatchForm::order() const {
    BatchOrder order{
        .inputs = m_useWindow->isChecked() ? m_photos : m_inputs,
        .out = m_out,
        .work = {.recipe = m_recipe, .exporting = m_options}};
    const int chosen = m_recipeBox->currentIndex();
    if (chosen > 0) {
        order.work.recipe = m_choices[std::size_t(chosen - 1)].recipe;
    }
    order.work.exporting.existing = ExistingPolicy(m_existing->currentData().toInt());
    return order;
}

} // namespace kerf::ui
