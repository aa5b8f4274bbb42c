#include "ui/frame_section.h"

#include "ui/place_grid.h"
#include "ui/setting_row.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

#include <algorithm>
#include <array>
#include <utility>

namespace kerf::ui {
namespace {

constexpr std::array<Aspect, 8> kShapes{{{1, 1}, {4, 5}, {3, 4}, {2, 3}, {5, 4}, {4, 3}, {3, 2}, {16, 9}}};
constexpr int kAsItComes = -1; // beside those
constexpr int kOwnShape = -2;
constexpr int kExactSize = -3;
constexpr double kUsualMargin = 5.0; // per cent around a subject
constexpr int kMostSide = 20'000;    // as Framing::check() has it
constexpr int kMostPart = 1000;

bool isFramed(const Recipe& recipe) {
    return !recipe.framing.isNeutral();
}

QSpinBox* numberBox(const char* name, const QString& title, const QString& help, int most) {
    auto* box = new QSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(title);
    box->setToolTip(help);
    box->setRange(1, most);
    return box;
}

// Two boxes with a sign between.
QWidget* pairOf(const char* name, QWidget* first, const QString& between, QWidget* second) {
    auto* pair = new QWidget;
    pair->setObjectName(QString::fromLatin1(name));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(first, 1);
    row->addWidget(new QLabel(between));
    row->addWidget(second, 1);
    return pair;
}

} // namespace

FrameSection::FrameSection(QWidget* parent) : RecipeSection(QStringLiteral("frame"), tr("Frame"), parent) {
    addAround();
    addMargin();
    addShape();
    addSizes();
    addPlace();
}

void FrameSection::addAround() {
    addChoice(
        {"frameAround", tr("Around"), tr("What the exported picture is cut to")},
        {{int(FrameAround::photo), tr("Whole photo"), tr("All of the photo")},
         {int(FrameAround::subject), tr("Subject"),
          tr("The subject as the matte has it; specks don't count")}},
        [](const Recipe& recipe) { return int(recipe.framing.around); },
        [](Recipe& recipe, int value) {
            Framing& framing = recipe.framing;
            framing.around = FrameAround(value);
            const bool isSubject = framing.around == FrameAround::subject;
            if (isSubject && framing.margin == 0.0) {
                framing.margin = kUsualMargin;
                framing.unit = MarginUnit::percent;
            } else if (!isSubject && framing.margin == kUsualMargin && framing.unit == MarginUnit::percent) {
                framing.margin = 0.0;
            }
        });
}

void FrameSection::addMargin() {
    auto* number = new QDoubleSpinBox;
    number->setObjectName(QStringLiteral("frameMarginNumber"));
    number->setAccessibleName(tr("Margin"));
    const QString help = tr("Space on each side; per cent are of the finished picture's shorter side");
    number->setToolTip(help);
    number->setDecimals(1);
    auto* unit = new QComboBox;
    unit->setObjectName(QStringLiteral("frameMarginUnit"));
    unit->setAccessibleName(tr("Unit of the margin"));
    unit->setToolTip(tr("Per cent or pixels of the finished picture"));
    unit->addItem(tr("%"), int(MarginUnit::percent));
    unit->addItem(tr("px"), int(MarginUnit::pixels));
    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("frameMarginPair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(number, 1);
    row->addWidget(unit);
    addEditor(
        {"frameMargin", tr("Margin"), help}, pair,
        [](const Recipe& recipe) { return recipe.framing.margin != 0.0; },
        [](Recipe& recipe) {
            recipe.framing.margin = 0.0;
            recipe.framing.unit = MarginUnit::percent;
        },
        [number, unit](const Recipe& recipe) {
            const bool isPercent = recipe.framing.unit == MarginUnit::percent;
            number->setRange(0.0, isPercent ? 45.0 : 10'000.0);
            number->setSingleStep(isPercent ? 1.0 : 10.0);
            number->setValue(recipe.framing.margin);
            unit->setCurrentIndex(unit->findData(int(recipe.framing.unit)));
            return true;
        });
    connect(number, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        edit([value](Recipe& recipe) { recipe.framing.margin = value; });
    });
    connect(unit, &QComboBox::currentIndexChanged, this, [this, unit] {
        const auto chosen = MarginUnit(unit->currentData().toInt());
        edit([chosen](Recipe& recipe) {
            recipe.framing.unit = chosen;
            recipe.framing.margin = std::min(recipe.framing.margin, 45.0);
        });
    });
}

void FrameSection::addShape() {
    std::vector<Choice> choices{
        {kAsItComes, tr("As it comes"), tr("As large as what is framed and its margin")},
        {kExactSize, tr("Exact size"), tr("So many pixels; what is framed is scaled to fit")}};
    for (std::size_t i = 0; i < kShapes.size(); ++i) {
        choices.push_back(
            {int(i), tr("%1 : %2").arg(kShapes[i].width).arg(kShapes[i].height),
             tr("The smallest frame of this shape")});
    }
    choices.push_back({kOwnShape, tr("Own shape"), tr("Any two numbers")});
    addChoice(
        {"frameShape", tr("Shape"), tr("The shape or the size of the exported picture")}, choices,
        [this](const Recipe& recipe) { return shapeOf(recipe); },
        [this](Recipe& recipe, int value) { chooseShape(recipe, value); });
}

int FrameSection::shapeOf(const Recipe& recipe) const {
    const Framing& framing = recipe.framing;
    if (framing.canvas) {
        return kExactSize;
    }
    if (!framing.aspect) {
        return kAsItComes;
    }
    const auto found = std::ranges::find(kShapes, *framing.aspect);
    return m_isOwnShape || found == kShapes.end() ? kOwnShape : int(found - kShapes.begin());
}

void FrameSection::chooseShape(Recipe& recipe, int shape) {
    Framing& framing = recipe.framing;
    m_lastCanvas = framing.canvas.value_or(m_lastCanvas);
    m_isOwnShape = shape == kOwnShape;
    const Aspect before = framing.aspect.value_or(Aspect{});
    framing.canvas.reset();
    framing.aspect.reset();
    if (shape == kExactSize) {
        framing.canvas = m_lastCanvas;
    } else if (shape != kAsItComes) {
        framing.aspect = shape == kOwnShape ? before : kShapes[std::size_t(shape)];
    }
}

void FrameSection::addSizes() {
    auto* width = numberBox("frameWidth", tr("Width"), tr("Width in pixels"), kMostSide);
    auto* height = numberBox("frameHeight", tr("Height"), tr("Height in pixels"), kMostSide);
    addEditor(
        {"frameCanvas", tr("Size"), tr("Width and height of the exported picture, in pixels"),
         [](const Recipe& recipe) { return recipe.framing.canvas.has_value(); }},
        pairOf("frameCanvasPair", width, QStringLiteral("×"), height), [](const Recipe&) { return false; },
        [](Recipe&) {},
        [width, height](const Recipe& recipe) {
            const CanvasSize size = recipe.framing.canvas.value_or(CanvasSize{1, 1});
            width->setValue(size.width);
            height->setValue(size.height);
            return true;
        });
    const auto setCanvas = [this, width, height] {
        edit([&](Recipe& recipe) {
            if (recipe.framing.canvas) {
                recipe.framing.canvas = CanvasSize{width->value(), height->value()};
            }
        });
    };
    connect(width, &QSpinBox::valueChanged, this, setCanvas);
    connect(height, &QSpinBox::valueChanged, this, setCanvas);
    for (QSpinBox* box : {width, height}) {
        box->setKeyboardTracking(false); // a size that is half typed is made by nobody
    }

    auto* across =
        numberBox("frameAspectWidth", tr("Across"), tr("How wide, as a share of how high"), kMostPart);
    auto* down =
        numberBox("frameAspectHeight", tr("Down"), tr("How high, as a share of how wide"), kMostPart);
    addEditor(
        {"frameAspect", tr("Sides"), tr("How wide the picture is to how high"),
         [this](const Recipe& recipe) { return shapeOf(recipe) == kOwnShape; }},
        pairOf("frameAspectPair", across, QStringLiteral(":"), down), [](const Recipe&) { return false; },
        [](Recipe&) {},
        [across, down](const Recipe& recipe) {
            const Aspect aspect = recipe.framing.aspect.value_or(Aspect{});
            across->setValue(aspect.width);
            down->setValue(aspect.height);
            return true;
        });
    const auto setAspect = [this, across, down] {
        edit([&](Recipe& recipe) {
            if (recipe.framing.aspect) {
                constexpr int kMostRatio = 20; // as Framing::check() has it
                Aspect aspect{across->value(), down->value()};
                aspect.width = std::min(aspect.width, aspect.height * kMostRatio);
                aspect.height = std::min(aspect.height, aspect.width * kMostRatio);
                recipe.framing.aspect = aspect;
            }
        });
    };
    connect(across, &QSpinBox::valueChanged, this, setAspect);
    connect(down, &QSpinBox::valueChanged, this, setAspect);
}

void FrameSection::addPlace() {
    auto* grid = new PlaceGrid;
    grid->setAccessibleName(tr("Place"));
    auto* line = new QWidget;
    line->setObjectName(QStringLiteral("framePlaceLine"));
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(grid);
    row->addStretch(1);
    addEditor(
        {"framePlace", tr("Place"), tr("Where in the frame it stands, where there is room"), isFramed}, line,
        [](const Recipe& recipe) { return recipe.framing.x != 50 || recipe.framing.y != 50; },
        [](Recipe& recipe) { recipe.framing.x = recipe.framing.y = 50; },
        [grid](const Recipe& recipe) {
            grid->setPlace(recipe.framing.x, recipe.framing.y);
            return true;
        });
    connect(grid, &PlaceGrid::placeChosen, this, [this](int x, int y) {
        edit([x, y](Recipe& recipe) {
            recipe.framing.x = x;
            recipe.framing.y = y;
        });
    });
    beginGroup(QStringLiteral("frameMore"), tr("Fine points"));
    addNumber(
        {"frameX", tr("From left"), tr("Per cent of the free width that lie left of it"), isFramed},
        {0, 100, tr(" %")}, [](const Recipe& recipe) { return recipe.framing.x; },
        [](Recipe& recipe, int value) { recipe.framing.x = value; });
    addNumber(
        {"frameY", tr("From top"), tr("Per cent of the free height that lie above it"), isFramed},
        {0, 100, tr(" %")}, [](const Recipe& recipe) { return recipe.framing.y; },
        [](Recipe& recipe, int value) { recipe.framing.y = value; });
    beginGroup({}, {});
}

} // namespace kerf::ui
