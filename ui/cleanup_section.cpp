#include "ui/cleanup_section.h"

#include "ui/engine_choice.h"
#include "ui/model_picker.h"
#include "ui/setting_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace kerf::ui {
namespace {

bool isOn(const Recipe& recipe) {
    return recipe.cleanup != CleanupEngine::off;
}

// Whether what a net is told can have an effect.
bool mayBeNet(const Recipe& recipe) {
    return recipe.cleanup == CleanupEngine::automatic || recipe.cleanup == CleanupEngine::esrgan;
}

bool mayBeNlm(const Recipe& recipe) {
    return isOn(recipe) && recipe.cleanup != CleanupEngine::esrgan;
}

} // namespace

CleanupSection::CleanupSection(QWidget* parent)
    : RecipeSection(QStringLiteral("cleanup"), tr("Clean-up"), parent) {
    addEngine();
    addModel();
    addNumber(
        {"strength", tr("Strength"), tr("100 % cleans fully; less brings the photo's own texture back"),
         isOn},
        {0, 100, tr(" %")}, [](const Recipe& recipe) { return recipe.strength; },
        [](Recipe& recipe, int value) { recipe.strength = value; });
    addNoise();
    addSize();
}

void CleanupSection::setEngines(const std::vector<EngineInfo>& engines) {
    for (const EngineInfo& engine : engines) {
        const auto id = parseCleanupEngine(engine.id);
        if (id && engine.stage == "cleanup") {
            showEngine(m_engine, int(*id), engine);
        }
    }
}

void CleanupSection::setModels(const std::vector<ModelInfo>& models) {
    m_model->setModels(models);
}

void CleanupSection::addEngine() {
    m_engine = addChoice(
        {"cleanupEngine", tr("Engine"), tr("What removes noise and blemishes")},
        {{int(CleanupEngine::automatic), tr("Automatic"),
          tr("The best engine that is there; the result says which one it was.")},
         {int(CleanupEngine::esrgan), tr("Real-ESRGAN ×2"),
          tr("A neural network that restores detail and doubles the size.")},
         {int(CleanupEngine::nlm), tr("Denoise (NLM)"),
          tr("Non-local means: removes noise by averaging similar patches. Its strength follows the photo's "
             "noise.")},
         {int(CleanupEngine::nlm_opencv), tr("Denoise (NLM, OpenCV)"),
          tr("OpenCV's own non-local means with its usual values. Slower; for those who need that exact "
             "result.")},
         {int(CleanupEngine::off), tr("Off"), tr("The photo's pixels stay as they are.")}},
        [](const Recipe& recipe) { return int(recipe.cleanup); },
        [](Recipe& recipe, int value) { recipe.cleanup = CleanupEngine(value); });
}

void CleanupSection::addModel() {
    m_model = new ModelPicker(ModelKind::cleanup);
    addEditor(
        {"cleanupModel", tr("Model"), tr("The network that cleans up, of those that are installed"),
         mayBeNet},
        m_model, [](const Recipe& recipe) { return !recipe.cleanupModel.empty(); },
        [](Recipe& recipe) { recipe.cleanupModel.clear(); },
        [this](const Recipe& recipe) {
            m_model->setModel(recipe.cleanupModel);
            return true;
        });
    connect(m_model, &ModelPicker::modelChosen, this, [this] {
        edit([this](Recipe& recipe) { recipe.cleanupModel = m_model->model(); });
    });
}

void CleanupSection::addNoise() {
    constexpr double kUsual = 10.0; // offered when a person takes it over
    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("noisePair"));
    auto* line = new QHBoxLayout(pair);
    line->setContentsMargins(0, 0, 0, 0);
    m_isNoiseAutomatic = new QCheckBox(tr("Auto"));
    m_isNoiseAutomatic->setObjectName(QStringLiteral("noiseAuto"));
    m_isNoiseAutomatic->setAccessibleName(tr("The denoiser's strength from the photo's noise"));
    m_isNoiseAutomatic->setToolTip(m_isNoiseAutomatic->accessibleName());
    m_noise = new QDoubleSpinBox;
    m_noise->setObjectName(QStringLiteral("noiseNumber"));
    m_noise->setAccessibleName(tr("The denoiser's strength, h, in 8-bit levels"));
    m_noise->setToolTip(m_noise->accessibleName());
    m_noise->setRange(0.1, 100.0);
    m_noise->setDecimals(1);
    m_noise->setValue(kUsual);
    line->addWidget(m_isNoiseAutomatic);
    line->addWidget(m_noise, 1);
    addEditor(
        {"noise", tr("Denoise h"),
         tr("How strongly non-local means averages; the photo's own noise tells best"), mayBeNlm},
        pair, [](const Recipe& recipe) { return recipe.nlmH.has_value(); },
        [](Recipe& recipe) { recipe.nlmH.reset(); },
        [this](const Recipe& recipe) {
            m_isNoiseAutomatic->setChecked(!recipe.nlmH);
            m_noise->setEnabled(recipe.nlmH.has_value());
            m_noise->setValue(recipe.nlmH.value_or(m_noise->value()));
            return true;
        });
    connect(m_isNoiseAutomatic, &QCheckBox::toggled, this, [this](bool isAutomatic) {
        const double value = m_noise->value();
        edit([isAutomatic, value](Recipe& recipe) {
            recipe.nlmH = isAutomatic ? std::nullopt : std::optional<double>(value);
        });
    });
    connect(m_noise, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        edit([value](Recipe& recipe) { recipe.nlmH = value; });
    });
}

void CleanupSection::addSize() {
    addChoice(
        {"scale", tr("Size"), tr("How large the clean photo is"), isOn},
        {{0, tr("Automatic"), tr("Twice the size by a network, the photo's own by the denoiser")},
         {1, tr("×1"), tr("As large as the photo")},
         {2, tr("×2"), tr("Twice as wide and high")},
         {4, tr("×4"), tr("Four times as wide and high")}},
        [](const Recipe& recipe) { return recipe.scale.value_or(0); },
        [](Recipe& recipe, int value) {
            recipe.scale = value == 0 ? std::nullopt : std::optional<int>(value);
        });
    beginGroup(QStringLiteral("cleanupMore"), tr("Tiles"));
    constexpr std::array kSides{0, 128, 192, 256, 384, 512, 768, 1024};
    std::vector<Choice> sides;
    for (const int side : kSides) {
        sides.push_back({side, side == 0 ? tr("Automatic") : tr("%1 px").arg(side), {}});
    }
    addChoice(
        {"tile", tr("Side"), tr("The photo goes through the network in tiles: larger ones take more memory"),
         mayBeNet},
        sides,
        [kSides](const Recipe& recipe) { // a recipe from a file may have any side
            return *std::ranges::min_element(
                kSides, {}, [&](int side) { return std::abs(side - recipe.tile); });
        },
        [](Recipe& recipe, int value) { recipe.tile = value; });
    addChoice(
        {"tileScheme", tr("Borders"), tr("How the tiles are put together"), mayBeNet},
        {{int(TileScheme::blended), tr("Blended"), tr("Tiles overlap and their borders are blended")},
         {int(TileScheme::ai_forever), tr("As ai-forever"),
          tr("Tiles of 192 pixels as ai-forever's own program cuts them, for the same bytes")}},
        [](const Recipe& recipe) { return int(recipe.tileScheme); },
        [](Recipe& recipe, int value) { recipe.tileScheme = TileScheme(value); });
    beginGroup({}, {});
}

} // namespace kerf::ui
