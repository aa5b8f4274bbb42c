#include "ui/mask_section.h"

#include "ui/engine_choice.h"
#include "ui/icons.h"
#include "ui/model_picker.h"
#include "ui/setting_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kerf::ui {
namespace {

bool mayBeNet(const Recipe& recipe) {
    return recipe.mask == MaskEngine::automatic || recipe.mask == MaskEngine::birefnet;
}

} // namespace

MaskSection::MaskSection(QWidget* parent) : RecipeSection(QStringLiteral("mask"), tr("Mask"), parent) {
    addEngine();
    addModel();
    addChoice(
        {"maskUpsampling", tr("Edges"), tr("How the network's mask is brought to the photo's size"),
         mayBeNet},
        {{int(MaskUpsampling::bicubic), tr("Smooth (bicubic)"), tr("As the network's authors do it")},
         {int(MaskUpsampling::guided), tr("Follow the photo"),
          tr("A guided filter lets the mask follow the photo's own edges")}},
        [](const Recipe& recipe) { return int(recipe.maskUpsampling); },
        [](Recipe& recipe, int value) { recipe.maskUpsampling = MaskUpsampling(value); });
    addBox();
    setSubject(false, std::nullopt);
}

void MaskSection::setEngines(const std::vector<EngineInfo>& engines) {
    for (const EngineInfo& engine : engines) {
        const auto id = parseMaskEngine(engine.id);
        if (id && engine.stage == "mask") {
            showEngine(m_engine, int(*id), engine);
        }
    }
}

void MaskSection::setModels(const std::vector<ModelInfo>& models) {
    m_model->setModels(models);
}

void MaskSection::addEngine() {
    m_engine = addChoice(
        {"maskEngine", tr("Engine"), tr("What finds the subject")},
        {{int(MaskEngine::automatic), tr("Automatic"),
          tr("The best engine that is there; the result says which one it was.")},
         {int(MaskEngine::birefnet), tr("BiRefNet"),
          tr("A neural network that finds the subject down to its hair.")},
         {int(MaskEngine::mini), tr("Kerf Mini"),
          tr("Kerf's own small network, there from the start. BiRefNet does better, above all at hair.")},
         {int(MaskEngine::grabcut), tr("GrabCut"),
          tr("Finds the subject by colour and place. A box around the subject helps it a lot.")},
         {int(MaskEngine::off), tr("Off"), tr("Nothing is cut out: the clean photo is the result.")}},
        [](const Recipe& recipe) { return int(recipe.mask); },
        [](Recipe& recipe, int value) { recipe.mask = MaskEngine(value); });
}

void MaskSection::addModel() {
    m_model = new ModelPicker(ModelKind::mask);
    addEditor(
        {"maskModel", tr("Model"), tr("The network that finds the subject, of those that are installed"),
         mayBeNet},
        m_model, [](const Recipe& recipe) { return !recipe.maskModel.empty(); },
        [](Recipe& recipe) { recipe.maskModel.clear(); },
        [this](const Recipe& recipe) {
            m_model->setModel(recipe.maskModel);
            return true;
        });
    connect(m_model, &ModelPicker::modelChosen, this, [this] {
        edit([this](Recipe& recipe) { recipe.maskModel = m_model->model(); });
    });
}

void MaskSection::addBox() {
    auto* buttons = new QWidget;
    buttons->setObjectName(QStringLiteral("subjectBoxButtons"));
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_drawBox = new QPushButton(icon(QStringLiteral("box")), tr("Draw box"));
    m_drawBox->setObjectName(QStringLiteral("drawBoxButton"));
    m_drawBox->setCheckable(true);
    m_drawBox->setAccessibleName(tr("Draw a box around the subject"));
    m_drawBox->setToolTip(tr("Draw a box around the subject with the mouse"));
    m_clearBox = new QPushButton(tr("Clear"));
    m_clearBox->setObjectName(QStringLiteral("clearBoxButton"));
    m_clearBox->setAccessibleName(tr("Clear the box"));
    m_clearBox->setToolTip(tr("Take the box away"));
    row->addWidget(m_drawBox, 1);
    row->addWidget(m_clearBox);
    addRow(new SettingRow(
        QStringLiteral("subjectBox"), tr("Subject"), tr("Where the subject is, in this photo"), buttons));
    m_boxText = new QLabel;
    m_boxText->setObjectName(QStringLiteral("boxText"));
    m_boxText->setProperty("quiet", true);
    m_boxText->setWordWrap(true);
    addRow(m_boxText);
    connect(m_drawBox, &QPushButton::toggled, this, &MaskSection::subjectToolToggled);
    connect(m_clearBox, &QPushButton::clicked, this, &MaskSection::clearSubjectClicked);
}

void MaskSection::setSubject(bool hasPhoto, std::optional<Rect> box) {
    m_drawBox->setEnabled(hasPhoto);
    m_clearBox->setEnabled(box.has_value());
    m_boxText->setText(
        box ? tr("Box of %1 × %2 pixels, in this photo only.").arg(box->width).arg(box->height)
            : tr("No box: Kerf looks for the subject itself. A box helps where that goes wrong."));
}

void MaskSection::setSubjectTool(bool isActive) {
    m_drawBox->setChecked(isActive);
}

bool MaskSection::hasOtherChange() const {
    return m_clearBox->isEnabled();
}

} // namespace kerf::ui
