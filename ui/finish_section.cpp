#include "ui/finish_section.h"

#include "ui/setting_row.h"

#include <QComboBox>

#include <algorithm>

namespace kerf::ui {
namespace {

constexpr int kCustom = -1; // not one of the presets

bool isOn(const Recipe& recipe) {
    return recipe.finish.has_value();
}

// With `test` on top of the finish being on.
template <typename Ask>
auto whenOn(Ask&& test) {
    return [test](const Recipe& recipe) { return recipe.finish && test(*recipe.finish); };
}

BwSettings bwOf(const Recipe& recipe) {
    return recipe.finish.value_or(BwSettings{});
}

QString presetTitle(std::string_view name) {
    if (name == "plain") {
        return FinishSection::tr("Plain");
    }
    if (name == "pet-portrait") {
        return FinishSection::tr("Pet portrait");
    }
    return name == "high-key" ? FinishSection::tr("High key") : FinishSection::tr("Low key");
}

// The preset that these settings are.
int presetOf(const BwSettings& settings) {
    const auto presets = bwPresets();
    const auto found = std::ranges::find(presets, settings, &BwPreset::settings);
    return found == presets.end() ? kCustom : int(found - presets.begin());
}

} // namespace

FinishSection::FinishSection(QWidget* parent)
    : RecipeSection(QStringLiteral("finish"), tr("Finish"), parent) {
    addKind();
    addMix();
    addTones();
    addBackground();
    addFilm();
}

void FinishSection::addKind() {
    addChoice(
        {"finishKind", tr("Look"), tr("What is made of the cut-out at the end")},
        {{0, tr("Colour"), tr("The colours stay as they are")},
         {1, tr("Black and white"),
          tr("Enhanced black and white: exposure and contrast follow the subject, whatever is behind it")}},
        [](const Recipe& recipe) { return int(recipe.finish.has_value()); },
        [this](Recipe& recipe, int value) {
            m_last = recipe.finish.value_or(m_last);
            recipe.finish = value == 1 ? std::optional<BwSettings>(m_last) : std::nullopt;
        });
    std::vector<Choice> presets;
    for (std::size_t i = 0; i < bwPresets().size(); ++i) {
        presets.push_back({int(i), presetTitle(bwPresets()[i].name), {}});
    }
    presets.push_back({kCustom, tr("Own settings"), tr("Settings that are none of the others")});
    auto* box = new QComboBox;
    for (const Choice& choice : presets) {
        box->addItem(choice.text, choice.value);
    }
    addEditor(
        {"bwPreset", tr("Style"), tr("Settings to start from"), isOn}, box,
        [](const Recipe&) { return false; }, [](Recipe&) {},
        [box](const Recipe& recipe) {
            box->setCurrentIndex(box->findData(presetOf(bwOf(recipe))));
            return true;
        });
    connect(box, &QComboBox::activated, this, [this, box] {
        const int index = box->currentData().toInt();
        edit([index](Recipe& recipe) {
            if (index != kCustom) {
                recipe.finish = bwPresets()[std::size_t(index)].settings;
            }
        });
    });
}

void FinishSection::addBw(
    const char* key, const char* name, const QString& label, const QString& help, const Test& isShown) {
    const auto numbers = bwNumbers();
    const auto number = std::ranges::find(numbers, std::string_view(key), &BwNumber::name);
    addNumber(
        {name, label, help, isShown ? isShown : Test(isOn)}, {number->least, number->most, {}},
        [value = number->value](const Recipe& recipe) { return bwOf(recipe).*value; },
        [value = number->value](Recipe& recipe, int v) {
            if (recipe.finish) {
                (*recipe.finish).*value = v;
            }
        });
}

void FinishSection::addMix() {
    addChoice(
        {"bwMix", tr("Colours"), tr("How light each colour becomes"), isOn},
        {{1, tr("Automatic"), tr("The mix that sets the subject best apart and keeps its detail")},
         {0, tr("Own mix"), tr("Shares of red, green and blue light, as with a filter before the lens")}},
        [](const Recipe& recipe) { return int(bwOf(recipe).autoMix); },
        [](Recipe& recipe, int value) {
            if (recipe.finish) {
                recipe.finish->autoMix = value == 1;
            }
        });
    const Test isOwn = whenOn([](const BwSettings& bw) { return !bw.autoMix; });
    addBw("red", "bwRed", tr("Red"), tr("The share of red light; 21 is as the eye sees it"), isOwn);
    addBw("green", "bwGreen", tr("Green"), tr("The share of green light; 72 is as the eye sees it"), isOwn);
    addBw("blue", "bwBlue", tr("Blue"), tr("The share of blue light; 7 is as the eye sees it"), isOwn);
}

void FinishSection::addTones() {
    addBw("black", "bwBlack", tr("Blacks"), tr("How far the subject's darkest tones are pulled to black"));
    addBw("white", "bwWhite", tr("Whites"), tr("How far the subject's lightest tones are pulled to white"));
    addBw(
        "local-contrast", "bwLocal", tr("Structure"),
        tr("Contrast to what is near by: brings out fur, skin and cloth, and leaves noise alone"));
    addBw("brightness", "bwBrightness", tr("Brightness"), tr("Lifts or lowers the midtones"));
    addBw("contrast", "bwContrast", tr("Contrast"), tr("Steeper or flatter midtones"));
    addBw("shadows", "bwShadows", tr("Shadows"), tr("Opens or deepens the shadows"));
    addBw("highlights", "bwHighlights", tr("Highlights"), tr("Lifts or recovers the lightest tones"));
}

void FinishSection::addBackground() {
    addChoice(
        {"bwBackground", tr("Behind"), tr("What becomes of all that isn't subject"), isOn},
        {{int(BwBackground::cutout), tr("Cut out"),
          tr("As the group “Background” says: transparent or a colour")},
         {int(BwBackground::same), tr("The scene"), tr("In black and white as the subject")},
         {int(BwBackground::dimmed), tr("Dimmed"), tr("The scene, darker than the subject")},
         {int(BwBackground::white), tr("White"), tr("Pure white")},
         {int(BwBackground::black), tr("Black"), tr("Pure black")},
         {int(BwBackground::color), tr("In colour"),
          tr("The scene keeps its colours; the subject loses them")}},
        [](const Recipe& recipe) { return int(bwOf(recipe).background); },
        [](Recipe& recipe, int value) {
            if (recipe.finish) {
                recipe.finish->background = BwBackground(value);
            }
        });
    addBw(
        "dim", "bwDim", tr("Dimming"), tr("How dark the scene behind the subject gets"),
        whenOn([](const BwSettings& bw) { return bw.background == BwBackground::dimmed; }));
    addBw(
        "vignette", "bwVignette", tr("Vignette"),
        tr("Darkens what is far from the subject; below 0 it lightens it"));
}

void FinishSection::addFilm() {
    addChoice(
        {"bwToning", tr("Toning"), tr("The tint of a print"), isOn},
        {{int(BwToning::neutral), tr("Neutral"), tr("Pure grey")},
         {int(BwToning::selenium), tr("Selenium"), tr("Cool, aubergine shadows")},
         {int(BwToning::sepia), tr("Sepia"), tr("Warm brown")}},
        [](const Recipe& recipe) { return int(bwOf(recipe).toning); },
        [](Recipe& recipe, int value) {
            if (recipe.finish) {
                recipe.finish->toning = BwToning(value);
            }
        });
    addBw(
        "toning-strength", "bwToningStrength", tr("Tint"), tr("How strong the tint is"),
        whenOn([](const BwSettings& bw) { return bw.toning != BwToning::neutral; }));
    addBw("grain", "bwGrain", tr("Grain"), tr("Film grain; the same each time"));
    const Test isGrainy = whenOn([](const BwSettings& bw) { return bw.grain > 0; });
    addBw("grain-size", "bwGrainSize", tr("Grain size"), tr("How coarse the grain is"), isGrainy);
    beginGroup(QStringLiteral("finishMore"), tr("Fine points"));
    addBw(
        "clip", "bwClip", tr("Clipping"),
        tr("Thousandths of the subject that may become pure black, and pure white"));
    addBw("seed", "bwSeed", tr("Grain seed"), tr("Another number makes another pattern of grain"), isGrainy);
    beginGroup({}, {});
}

} // namespace kerf::ui
