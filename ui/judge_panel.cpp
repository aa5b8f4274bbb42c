#include "ui/judge_panel.h"

#include "ui/icons.h"
#include "ui/photo_list_model.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

constexpr int kNoteLines = 4;
constexpr int kMaxReason = 200;

struct VerdictLook {
    Verdict verdict;
    const char* name;
    const char* icon;
    IconTone tone;
};

constexpr std::array<VerdictLook, 4> kLooks{
    {{Verdict::pass, "judgePass", "pass", IconTone::success},
     {Verdict::fail, "judgeFail", "fail", IconTone::danger},
     {Verdict::touch_up, "judgeTouchUp", "touch-up", IconTone::warning},
     {Verdict::none, "judgeClear", "unjudged", IconTone::muted}}};

QLabel* makeTitle(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    label->setBuddy(buddy);
    return label;
}

} // namespace

JudgePanel::JudgePanel(QWidget* parent)
    : QWidget(parent),
      m_form(new QWidget),
      m_reason(new QComboBox),
      m_note(new QPlainTextEdit),
      m_place(new QPushButton(tr("Pin to photo"))),
      m_unpin(new QPushButton(tr("Remove pin"))),
      m_goOn(new QCheckBox(tr("Go on after a verdict"))),
      m_bar(new QProgressBar),
      m_progress(new QLabel),
      m_counts(new QLabel) {
    setObjectName(QStringLiteral("judgePanel"));
    auto* form = new QVBoxLayout(m_form);
    form->setContentsMargins({});
    form->setSpacing(14);
    form->addWidget(buildVerdicts());
    form->addWidget(buildReason());
    form->addWidget(buildNote());
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("judgeContent"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 14, 14, 14);
    column->setSpacing(18);
    column->addWidget(m_form);
    column->addWidget(buildCounts());
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("judgeScroll"));
    scroll->setAccessibleName(tr("Judge"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(scroll);
    showNoPhoto();
    showCounts({});
    applyTheme();
}

QWidget* JudgePanel::buildVerdicts() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setSpacing(6);
    const std::array<QString, 4> keys{
        QStringLiteral("P"), QStringLiteral("X"), QStringLiteral("T"), QStringLiteral("U")};
    for (std::size_t i = 0; i < kLooks.size(); ++i) {
        const VerdictLook& look = kLooks[i];
        const QString text =
            look.verdict == Verdict::none ? tr("Clear") : PhotoListModel::verdictText(look.verdict);
        auto* button = new QToolButton;
        button->setObjectName(QString::fromLatin1(look.name));
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(tr("%1 (%2)").arg(text, keys[i]));
        button->setIcon(icon(QString::fromLatin1(look.icon), look.tone));
        button->setIconSize({18, 18});
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setCheckable(look.verdict != Verdict::none);
        connect(button, &QToolButton::clicked, this, [this, verdict = look.verdict] {
            showVerdict(m_shown.verdict); // it changes when it is said to have changed
            Q_EMIT verdictChosen(verdict);
        });
        m_verdicts[std::size_t(look.verdict)] = button;
        grid->addWidget(button, int(i) / 2, int(i) % 2);
    }
    m_goOn->setObjectName(QStringLiteral("judgeGoOn"));
    m_goOn->setAccessibleName(m_goOn->text());
    m_goOn->setToolTip(tr("Show the next photo as soon as one has a verdict"));
    connect(m_goOn, &QCheckBox::toggled, this, [this](bool isOn) {
        if (!m_isShowing) {
            Q_EMIT goingOnToggled(isOn);
        }
    });
    grid->addWidget(m_goOn, 2, 0, 1, 2);
    return box;
}

QWidget* JudgePanel::buildReason() {
    m_reason->setObjectName(QStringLiteral("judgeReason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setToolTip(tr("Choose a reason or write one"));
    m_reason->setEditable(true);
    m_reason->setInsertPolicy(QComboBox::NoInsert);
    m_reason->setFocusPolicy(Qt::StrongFocus);
    m_reason->setMinimumContentsLength(12);
    m_reason->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_reason->addItems(
        {tr("Halo at the edge"), tr("Background left in"), tr("Subject cut into"), tr("Hair or fur lost"),
         tr("Edge too hard"), tr("Edge too soft"), tr("Wrong subject"), tr("Colours changed"),
         tr("Detail smeared"), tr("Noise left"), tr("Seam or artefact")});
    m_reason->setCurrentIndex(-1);
    QLineEdit* field = m_reason->lineEdit();
    field->setObjectName(QStringLiteral("judgeReasonText"));
    field->setAccessibleName(m_reason->accessibleName());
    field->setPlaceholderText(tr("Choose or write"));
    field->setMaxLength(kMaxReason);
    connect(m_reason, &QComboBox::activated, this, &JudgePanel::tellReason);
    connect(field, &QLineEdit::editingFinished, this, &JudgePanel::tellReason);
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(5);
    column->addWidget(makeTitle(tr("Reason"), m_reason));
    column->addWidget(m_reason);
    m_reason->installEventFilter(this);
    return box;
}

QWidget* JudgePanel::buildNote() {
    m_note->setObjectName(QStringLiteral("judgeNote"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setToolTip(tr("What whoever works on this photo next should know"));
    m_note->setPlaceholderText(tr("A note for whoever works on it next"));
    m_note->setTabChangesFocus(true);
    layNote();
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_isShowing) {
            Q_EMIT noteEdited(m_note->toPlainText());
        }
    });
    m_place->setObjectName(QStringLiteral("judgePlacePin"));
    m_place->setAccessibleName(m_place->text());
    m_place->setToolTip(tr("Click on the place of the photo that the note is about"));
    m_place->setIcon(icon(QStringLiteral("pin"), IconTone::text));
    m_place->setCheckable(true);
    connect(m_place, &QPushButton::toggled, this, [this](bool isOn) {
        if (!m_isShowing) {
            Q_EMIT placingToggled(isOn);
        }
    });
    m_unpin->setObjectName(QStringLiteral("judgeRemovePin"));
    m_unpin->setAccessibleName(m_unpin->text());
    m_unpin->setToolTip(tr("Take the pin off the photo; the note stays"));
    connect(m_unpin, &QPushButton::clicked, this, &JudgePanel::pinRemoved);
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setSpacing(5);
    grid->addWidget(makeTitle(tr("Note"), m_note), 0, 0, 1, 2);
    grid->addWidget(m_note, 1, 0, 1, 2);
    grid->addWidget(m_place, 2, 0);
    grid->addWidget(m_unpin, 2, 1);
    return box;
}

QWidget* JudgePanel::buildCounts() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(6);
    m_progress->setObjectName(QStringLiteral("judgeProgress"));
    QFont font = m_progress->font();
    font.setWeight(QFont::DemiBold);
    m_progress->setFont(font);
    m_bar->setObjectName(QStringLiteral("judgeBar"));
    m_bar->setAccessibleName(tr("Photos judged"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    m_counts->setObjectName(QStringLiteral("judgeCounts"));
    m_counts->setProperty("quiet", true);
    m_counts->setWordWrap(true);
    column->addWidget(m_progress);
    column->addWidget(m_bar);
    column->addWidget(m_counts);
    return box;
}

void JudgePanel::showJudgement(const Judgement& judgement) {
    m_isShowing = true;
    m_shown = judgement;
    m_form->setEnabled(true);
    showVerdict(judgement.verdict);
    const QString reason = QString::fromStdString(judgement.reason);
    if (m_reason->currentText() != reason) {
        m_reason->setCurrentIndex(m_reason->findText(reason));
        m_reason->setEditText(reason);
    }
    const QString note = QString::fromStdString(judgement.note);
    if (m_note->toPlainText() != note) { // or else the cursor would jump while one writes
        m_note->setPlainText(note);
    }
    m_place->setText(judgement.pin ? tr("Move pin") : tr("Pin to photo"));
    m_place->setAccessibleName(m_place->text());
    m_unpin->setEnabled(judgement.pin.has_value());
    m_isShowing = false;
}

void JudgePanel::showNoPhoto() {
    showJudgement({});
    m_form->setEnabled(false);
}

void JudgePanel::showVerdict(Verdict verdict) {
    for (std::size_t i = 1; i < m_verdicts.size(); ++i) {
        m_verdicts[i]->setChecked(verdict == Verdict(i));
    }
    m_verdicts[0]->setEnabled(verdict != Verdict::none);
}

void JudgePanel::showCounts(const std::array<int, 4>& counts) {
    const int open = counts[std::size_t(Verdict::none)];
    const int judged = counts[std::size_t(Verdict::pass)] + counts[std::size_t(Verdict::fail)] +
                       counts[std::size_t(Verdict::touch_up)];
    m_progress->setText(tr("%1 of %2 judged").arg(judged).arg(judged + open));
    m_bar->setRange(0, qMax(1, judged + open));
    m_bar->setValue(judged);
    m_counts->setText(tr("%1 pass  ·  %2 fail  ·  %3 touch-up  ·  %4 not judged")
                          .arg(counts[std::size_t(Verdict::pass)])
                          .arg(counts[std::size_t(Verdict::fail)])
                          .arg(counts[std::size_t(Verdict::touch_up)])
                          .arg(open));
}

void JudgePanel::setPlacing(bool isPlacing) {
    m_isShowing = true;
    m_place->setChecked(isPlacing);
    m_isShowing = false;
}

void JudgePanel::setGoingOn(bool isOn) {
    m_isShowing = true;
    m_goOn->setChecked(isOn);
    m_isShowing = false;
}

void JudgePanel::editNote() {
    m_note->setFocus();
    m_note->moveCursor(QTextCursor::End);
}

void JudgePanel::tellReason() {
    const QString reason = m_reason->currentText().trimmed();
    if (!m_isShowing && reason.toStdString() != m_shown.reason) {
        Q_EMIT reasonEdited(reason);
    }
}

void JudgePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    } else if (event->type() == QEvent::FontChange) {
        layNote();
    }
}

void JudgePanel::layNote() {
    const double margins = m_note->document()->documentMargin() * 2 + m_note->frameWidth() * 2;
    m_note->setFixedHeight(m_note->fontMetrics().lineSpacing() * kNoteLines + int(margins) + 2);
}

// The wheel scrolls the panel; it must not change a reason on the way.
bool JudgePanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_reason && event->type() == QEvent::Wheel && !m_reason->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void JudgePanel::applyTheme() {
    const ThemeColors& c = themeColors(palette());
    const QString sheet =
        QStringLiteral(
            "QToolButton { border: 1px solid %1; border-radius: 6px; padding: 7px 8px; background: %2; }"
            "QToolButton:hover:enabled { border-color: %3; }"
            "QToolButton:focus { border: 2px solid %4; padding: 6px 7px; }"
            "QToolButton:checked { border: 2px solid %3; padding: 6px 7px; font-weight: 600; }")
            .arg(c.hairline.name(), c.raised.name(), c.accent.name(), c.text.name());
    for (QToolButton* button : m_verdicts) {
        if (button->styleSheet() != sheet) { // setting it changes the palette again
            button->setStyleSheet(sheet);
        }
    }
}

} // namespace kerf::ui
