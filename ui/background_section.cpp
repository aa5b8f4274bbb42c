#include "ui/background_section.h"

#include "ui/setting_row.h"
#include "ui/text.h"

#include <QComboBox>
#include <QPushButton>

#include <utility>

namespace kerf::ui {
namespace {

constexpr int kTransparent = -1; // beside the kinds

int kindOf(const Recipe& recipe) {
    return recipe.background ? int(recipe.background->kind) : kTransparent;
}

Background backgroundOf(const Recipe& recipe) {
    return recipe.background.value_or(Background{});
}

// For the backgrounds that `test` is true of.
template <typename Ask>
auto whenLaid(Ask&& test) {
    return [test](const Recipe& recipe) { return recipe.background && test(*recipe.background); };
}

bool isGradient(const Background& background) {
    return background.kind == BackgroundKind::linear || background.kind == BackgroundKind::radial;
}

bool isPicture(const Background& background) {
    return background.kind == BackgroundKind::picture;
}

bool isColored(const Background& background) {
    return background.kind == BackgroundKind::color || isGradient(background) ||
           (isPicture(background) && background.fit == PictureFit::contain);
}

// What a background of its kind looks at, over `rest`.
Background withOwn(const Background& own, Background rest) {
    rest.kind = own.kind;
    if (isPicture(own)) {
        rest.picture = own.picture;
        rest.fit = own.fit;
    }
    if (isColored(own)) {
        rest.color = own.color;
    }
    if (isGradient(own)) {
        rest.second = own.second;
    }
    if (own.kind == BackgroundKind::linear) {
        rest.angle = own.angle;
    }
    if (own.kind == BackgroundKind::blur) {
        rest.blur = own.blur;
    }
    return rest;
}

} // namespace

BackgroundSection::BackgroundSection(QWidget* parent)
    : RecipeSection(QStringLiteral("background"), tr("Background"), parent) {
    addKind();
    addPicture();
    addColors();
    addDecimal(
        {"backgroundBlur", tr("Blur"),
         tr("How soft the photo behind the subject gets, as a share of the picture's shorter side"),
         whenLaid([](const Background& b) { return b.kind == BackgroundKind::blur; })},
        {.most = 50.0, .sliderMost = 20.0, .step = 0.5, .suffix = tr(" %")},
        [](const Recipe& recipe) { return backgroundOf(recipe).blur; },
        [](Recipe& recipe, double value) {
            if (recipe.background) {
                recipe.background->blur = value;
            }
        });
}

void BackgroundSection::addKind() {
    m_kind = new QComboBox;
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(8);
    const auto add = [this](int value, const QString& text, const QString& help) {
        m_kind->addItem(text, value);
        m_kind->setItemData(m_kind->count() - 1, help, Qt::ToolTipRole);
    };
    add(kTransparent, tr("Transparent"), tr("Nothing: the picture keeps its alpha"));
    add(int(BackgroundKind::color), tr("Colour"), tr("One even colour"));
    add(int(BackgroundKind::linear), tr("Gradient"), tr("From one colour to another, in a direction"));
    add(int(BackgroundKind::radial), tr("Round gradient"),
        tr("From one colour in the middle to another in the corners"));
    add(int(BackgroundKind::picture), tr("Picture"), tr("A picture of yours"));
    add(int(BackgroundKind::blur), tr("Blurred photo"),
        tr("The photo's own background, out of focus; nothing of the subject shows in it"));
    addEditor(
        {"backgroundKind", tr("Behind"), tr("What lies behind the subject")}, m_kind,
        [](const Recipe& recipe) { return recipe.background.has_value(); },
        [](Recipe& recipe) { recipe.background.reset(); },
        [this](const Recipe& recipe) {
            m_last = recipe.background ? withOwn(*recipe.background, m_last) : m_last;
            m_kind->setCurrentIndex(m_kind->findData(kindOf(recipe)));
            return true;
        });
    connect(
        m_kind, &QComboBox::currentIndexChanged, this, [this] { chooseKind(m_kind->currentData().toInt()); });
}

void BackgroundSection::chooseKind(int kind) {
    bool needsPicture = false;
    edit([&](Recipe& recipe) {
        if (kind == kTransparent) {
            recipe.background.reset();
            return;
        }
        needsPicture = BackgroundKind(kind) == BackgroundKind::picture && m_last.picture.empty();
        if (!needsPicture) {
            Background wanted = m_last;
            wanted.kind = BackgroundKind(kind);
            recipe.background = withOwn(wanted, {}); // an even colour is the same whatever was there before
        }
    });
    if (needsPicture) { // until one is chosen it is what it was
        Q_EMIT pictureWanted({});
    }
}

void BackgroundSection::addPicture() {
    m_picture = new QPushButton;
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // names are long
    addEditor(
        {"backgroundPicture", tr("File"), tr("Choose another picture"), whenLaid(isPicture)}, m_picture,
        [](const Recipe&) { return false; }, [](Recipe&) {},
        [this](const Recipe& recipe) {
            const std::filesystem::path file(backgroundOf(recipe).picture);
            m_picture->setText(shortNameText(file));
            m_picture->setToolTip(tr("%1 – choose another picture").arg(toText(file)));
            m_picture->setAccessibleName(tr("Background picture: %1").arg(nameText(file)));
            return true;
        });
    connect(m_picture, &QPushButton::clicked, this, [this] { Q_EMIT pictureWanted(m_last.picture); });
    addChoice(
        {"backgroundFit", tr("Fit"), tr("How a picture of another shape fills the background"),
         whenLaid(isPicture)},
        {{int(PictureFit::cover), tr("Fill"), tr("Cut off where it is too long")},
         {int(PictureFit::contain), tr("Whole"), tr("All of it, on a colour")}},
        [](const Recipe& recipe) { return int(backgroundOf(recipe).fit); },
        [](Recipe& recipe, int value) {
            if (recipe.background) {
                recipe.background->fit = PictureFit(value);
            }
        });
}

void BackgroundSection::addColors() {
    const auto add = [this](const Row& row, Color Background::*value) {
        addColor(
            row, [value](const Recipe& recipe) { return backgroundOf(recipe).*value; },
            [value](Recipe& recipe, Color color) {
                if (recipe.background) {
                    (*recipe.background).*value = color;
                }
            });
    };
    add({"backgroundColor", tr("Colour"), tr("The background's colour, or where a gradient starts"),
         whenLaid(isColored)},
        &Background::color);
    add({"backgroundSecond", tr("To"), tr("The colour that the gradient ends in"), whenLaid(isGradient)},
        &Background::second);
    addNumber(
        {"backgroundAngle", tr("Direction"), tr("Where the gradient goes to: 90° is to the right, 180° down"),
         whenLaid([](const Background& b) { return b.kind == BackgroundKind::linear; })},
        {0, 360, tr("°")}, [](const Recipe& recipe) { return int(backgroundOf(recipe).angle); },
        [](Recipe& recipe, int value) {
            if (recipe.background) {
                recipe.background->angle = value;
            }
        });
}

void BackgroundSection::setPicture(const std::filesystem::path& file) {
    edit([&](Recipe& recipe) {
        Background wanted = m_last;
        wanted.kind = BackgroundKind::picture;
        wanted.picture = file.native();
        recipe.background = withOwn(wanted, {});
    });
}

} // namespace kerf::ui
