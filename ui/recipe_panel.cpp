#include "ui/recipe_panel.h"

#include "ui/background_section.h"
#include "ui/cleanup_section.h"
#include "ui/finish_section.h"
#include "ui/frame_section.h"
#include "ui/mask_section.h"
#include "ui/shadow_section.h"

#include <QEvent>
#include <QLabel>
#include <QMargins>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr QMargins kFootMargins{12, 8, 12, 12};

} // namespace

RecipePanel::RecipePanel(QWidget* parent)
    : QWidget(parent),
      m_outer(new QVBoxLayout(this)),
      m_cleanup(new CleanupSection),
      m_mask(new MaskSection),
      m_background(new BackgroundSection) {
    setObjectName(QStringLiteral("recipePanel"));
    m_outer->setContentsMargins(0, 0, 0, 0);
    m_outer->setSpacing(0);
    buildScroll();
    buildFoot();
    for (RecipeSection* section : std::initializer_list<RecipeSection*>{
             m_cleanup, m_mask, new FinishSection, m_background, new ShadowSection, new FrameSection}) {
        addSection(section);
    }
    connect(m_mask, &MaskSection::subjectToolToggled, this, &RecipePanel::subjectToolToggled);
    connect(m_background, &BackgroundSection::pictureWanted, this, [this](const std::filesystem::path& now) {
        showRecipe(); // a picture counts once there is one
        Q_EMIT backgroundPictureWanted(now);
    });
    connect(m_mask, &MaskSection::clearSubjectClicked, this, &RecipePanel::clearSubjectClicked);
    showRecipe();
}

void RecipePanel::buildScroll() {
    auto* content = m_content = new QWidget;
    content->setObjectName(QStringLiteral("recipeContent"));
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(14, 10, 10, 14);
    m_column->setSpacing(6);
    auto* note = new QLabel(tr("One recipe for all photos. Only the box belongs to a single photo."));
    note->setProperty("quiet", true);
    note->setContentsMargins(4, 0, 4, 0);
    note->setWordWrap(true);
    m_column->addWidget(note);
    m_column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("recipeScroll"));
    scroll->setAccessibleName(tr("Recipe"));
    scroll->setToolTip({});
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    m_outer->addWidget(scroll, 1);
}

void RecipePanel::buildFoot() {
    m_foot = new QScrollArea(this);
    m_foot->setObjectName(QStringLiteral("recipeFoot"));
    m_foot->setAccessibleName(tr("Result"));
    m_foot->setWidgetResizable(true);
    m_foot->setFrameShape(QFrame::NoFrame);
    m_foot->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_foot->setFocusPolicy(Qt::NoFocus);
    m_foot->hide();
    auto* around = new QVBoxLayout;
    around->setContentsMargins(kFootMargins);
    around->addWidget(m_foot);
    m_outer->addLayout(around);
}

void RecipePanel::addSection(QWidget* section, const QString& before) {
    int place = m_column->count() - 1; // before the stretch
    for (int i = 0; i < m_column->count(); ++i) {
        const QWidget* there = m_column->itemAt(i)->widget();
        if (!before.isEmpty() && there != nullptr &&
            there->objectName() == before + QStringLiteral("Section")) {
            place = i;
        }
    }
    m_column->insertWidget(place, section);
    if (auto* bound = qobject_cast<RecipeSection*>(section)) {
        m_sections.push_back(bound);
        connect(bound, &RecipeSection::edited, this, [this](const RecipeSection::Change& change) {
            Recipe recipe = m_recipe;
            change(recipe);
            setRecipe(recipe);
        });
        bound->showRecipe(m_recipe);
    }
}

void RecipePanel::setHead(QWidget* head) {
    m_outer->insertWidget(0, head);
}

void RecipePanel::setFoot(QWidget* foot) {
    foot->installEventFilter(this);
    m_foot->setWidget(foot);
    layFoot();
}

// As high as what it holds, but never more than two fifths of the panel: the recipe has to stay in reach.
void RecipePanel::layFoot() {
    QWidget* foot = m_foot->widget();
    if (!foot) {
        return;
    }
    const int width = this->width() - kFootMargins.left() - kFootMargins.right();
    const int wanted = foot->hasHeightForWidth() ? foot->heightForWidth(width) : foot->sizeHint().height();
    const QWidget* first = m_outer->itemAt(0)->widget(); // the head, where there is one
    const int head = m_outer->count() > 2 ? first->sizeHint().height() : 0;
    const int most = std::max(0, (height() - head) * 2 / 5);
    m_foot->setFixedHeight(std::min(wanted, most));
    m_foot->setFocusPolicy(wanted > most ? Qt::TabFocus : Qt::NoFocus); // the keys scroll it
    m_foot->setVisible(!foot->isHidden());
}

void RecipePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layFoot();
}

bool RecipePanel::eventFilter(QObject* watched, QEvent* event) {
    const bool isLayout = event->type() == QEvent::LayoutRequest || event->type() == QEvent::ShowToParent ||
                          event->type() == QEvent::HideToParent;
    if (watched == m_foot->widget() && isLayout) {
        layFoot();
    }
    return QWidget::eventFilter(watched, event);
}

// Wide enough for its rows in the letters' size, so that nothing is cut off on the right.
QSize RecipePanel::minimumSizeHint() const {
    constexpr int kUsualWidth = 340;
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {
        std::max(kUsualWidth, m_content->minimumSizeHint().width() + bar),
        QWidget::minimumSizeHint().height()};
}

void RecipePanel::setRecipe(const Recipe& recipe) {
    Recipe next = recipe;
    next.subject.reset();
    next.strokes.clear();
    next.edits.clear();
    const bool isOther = next != m_recipe;
    m_recipe = next;
    showRecipe();
    if (isOther) {
        Q_EMIT recipeChanged(m_recipe);
    }
}

void RecipePanel::showRecipe() {
    for (RecipeSection* section : m_sections) {
        section->showRecipe(m_recipe);
    }
}

void RecipePanel::setEngines(const std::vector<EngineInfo>& engines) {
    m_cleanup->setEngines(engines);
    m_mask->setEngines(engines);
}

void RecipePanel::setModels(const std::vector<ModelInfo>& models) {
    m_cleanup->setModels(models);
    m_mask->setModels(models);
}

void RecipePanel::setSubject(bool hasPhoto, std::optional<Rect> box) {
    m_mask->setSubject(hasPhoto, box);
    m_mask->showRecipe(m_recipe);
}

void RecipePanel::setBackgroundPicture(const std::filesystem::path& file) {
    m_background->setPicture(file);
}

void RecipePanel::setSubjectTool(bool isActive) {
    m_mask->setSubjectTool(isActive);
}

} // namespace kerf::ui
