#include "ui/run_view.h"

#include "ui/alpha_style.h"
#include "ui/canvas.h"
#include "ui/error_text.h"
#include "ui/flow_layout.h"
#include "ui/icons.h"
#include "ui/run_text.h"
#include "ui/session_bridge.h"
#include "ui/text.h"

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace kerf::ui {
namespace {

constexpr int kGain = 4; // of the difference

} // namespace

RunView::RunView(Session& session, SessionBridge& bridge, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_canvas(new Canvas),
      m_gain(new QSpinBox),
      m_backdrop(new QComboBox),
      m_caption(new QLabel),
      m_note(new QLabel) {
    setObjectName(QStringLiteral("runView"));
    m_canvas->setObjectName(QStringLiteral("runCanvas"));
    m_canvas->setAccessibleName(tr("Pictures A and B"));
    m_canvas->addOverlay(&m_pin);
    m_note->setObjectName(QStringLiteral("runNote"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setContentsMargins(12, 8, 12, 8);
    m_note->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(buildBar());
    column->addWidget(m_note);
    column->addWidget(m_canvas, 1);
    setMode(CompareMode::split);
    connect(&bridge, &SessionBridge::jobChanged, this, &RunView::onJobChanged);
}

RunView::~RunView() {
    m_canvas->removeOverlay(&m_pin);
}

QToolButton* RunView::addMode(
    CompareMode mode, const char* name, const QString& text, const QString& help, const char* icon) {
    auto* button = new QToolButton;
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(help);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    if (icon) {
        button->setIcon(ui::icon(QString::fromLatin1(icon)));
    }
    connect(button, &QToolButton::clicked, this, [this, mode] { setMode(mode); });
    m_modes.emplace_back(mode, button);
    return button;
}

QWidget* RunView::buildBar() {
    auto* bar = new QWidget;
    auto* row = new FlowLayout(4, 4, bar);
    row->setContentsMargins(12, 6, 12, 6);
    row->addWidget(addMode(
        CompareMode::before, "runA", tr("A"), tr("Picture A alone (Q flips between A and B)"), nullptr));
    row->addWidget(addMode(
        CompareMode::after, "runB", tr("B"), tr("Picture B alone (Q flips between A and B)"), nullptr));
    row->addWidget(addMode(
        CompareMode::split, "runSplit", tr("Wipe"), tr("A on one side of the divider, B on the other (W)"),
        "split"));
    row->addWidget(addMode(
        CompareMode::side, "runSide", tr("Side by side"),
        tr("A and B next to each other, with one zoom and place (Shift+W)"), "side"));
    row->addWidget(addMode(
        CompareMode::difference, "runDifference", tr("Difference"),
        tr("What sets A and B apart, enlarged (Shift+D)"), "difference"));
    row->addWidget(
        addMode(CompareMode::onion, "runOnion", tr("Onion skin"), tr("B laid over A (Shift+O)"), "onion"));

    m_gain->setObjectName(QStringLiteral("runGain"));
    m_gain->setAccessibleName(tr("Gain of the difference"));
    m_gain->setToolTip(tr("How much the difference is enlarged"));
    m_gain->setRange(1, kMaxGain);
    m_gain->setPrefix(tr("× "));
    m_gain->setValue(kGain);
    const auto setGain = [this](int gain) {
        m_canvas->setDifferenceStyle({.gain = gain, .countsAlpha = true});
    };
    connect(m_gain, &QSpinBox::valueChanged, this, setGain);
    setGain(kGain);
    row->addWidget(m_gain);

    m_backdrop->setObjectName(QStringLiteral("runBackdrop"));
    m_backdrop->setAccessibleName(tr("What the cut-outs lie on"));
    m_backdrop->setToolTip(tr("What the cut-outs lie on, or their alpha as grey"));
    const std::pair<AlphaView, QString> views[] = {
        {AlphaView::checkerboard, tr("On checkerboard")},
        {AlphaView::black, tr("On black")},
        {AlphaView::white, tr("On white")},
        {AlphaView::mid_grey, tr("On grey")},
        {AlphaView::grey, tr("Alpha as grey")},
        {AlphaView::monitor, tr("Matte monitor")},
        {AlphaView::rgb, tr("Colours without alpha")}};
    for (const auto& [view, text] : views) {
        m_backdrop->addItem(text, int(view));
    }
    connect(m_backdrop, &QComboBox::currentIndexChanged, this, [this] {
        AlphaStyle style = m_canvas->alphaStyle();
        style.view = AlphaView(m_backdrop->currentData().toInt());
        m_canvas->setAlphaStyle(style);
    });
    row->addWidget(m_backdrop);
    m_caption->setObjectName(QStringLiteral("runCaption"));
    m_caption->setProperty("quiet", true);
    m_caption->setTextFormat(Qt::PlainText);
    row->addWidget(m_caption);
    return bar;
}

void RunView::setMode(CompareMode mode) {
    m_canvas->setCompareMode(mode);
    for (const auto& [its, button] : m_modes) {
        button->setChecked(its == mode);
    }
    m_gain->setVisible(mode == CompareMode::difference);
    m_backdrop->setVisible(mode != CompareMode::difference);
    if (!m_images[0].empty() && !m_images[1].empty()) {
        m_wanted = mode;
    }
}

CompareMode RunView::mode() const {
    return m_canvas->compareMode();
}

void RunView::flip() {
    setMode(mode() == CompareMode::after ? CompareMode::before : CompareMode::after);
}

void RunView::cycle() {
    const CompareMode now = mode();
    setMode(
        now == CompareMode::split  ? CompareMode::side
        : now == CompareMode::side ? CompareMode::difference
                                   : CompareMode::split);
}

void RunView::clear() {
    for (std::optional<JobId>& job : m_jobs) {
        if (job) {
            m_session.cancel(*std::exchange(job, std::nullopt));
        }
    }
    m_images = {};
    m_pair = {};
    m_canvas->clear();
    m_caption->clear();
    say(m_hint);
}

void RunView::setHint(const QString& hint) {
    m_hint = hint;
    if (m_pair.name.empty()) {
        say(hint);
    }
}

void RunView::showPair(const RunPair& pair) {
    clear();
    m_pair = pair;
    m_caption->setText(toText(pair.name));
    say(pairProblemText(pair));
    open(true, pair.a);
    open(false, pair.b);
}

void RunView::open(bool isA, const PairSide& side) {
    if (!side.path.empty()) {
        m_jobs[isA ? 0 : 1] = m_session.open(side.path);
    }
}

void RunView::onJobChanged(const JobEvent& event) {
    const bool isA = event.job == m_jobs[0];
    if ((!isA && event.job != m_jobs[1]) || event.state == JobState::queued ||
        event.state == JobState::running) {
        return;
    }
    m_jobs[isA ? 0 : 1].reset();
    if (event.state == JobState::done && event.output) {
        m_images[isA ? 0 : 1] = std::get<OpenedPhoto>(*event.output).image;
    } else if (event.state == JobState::failed && m_note->text().isEmpty()) {
        const ErrorText error = errorText(*event.failure);
        say(tr("%1. %2").arg(error.title, error.whole()));
    }
    if (!m_jobs[0] && !m_jobs[1]) {
        show();
    }
}

// One that is alone is shown alone; two come back as they were compared before.
void RunView::show() {
    const bool hasA = !m_images[0].empty();
    const bool hasB = !m_images[1].empty();
    if (hasA || hasB) {
        const Image& base = hasA ? m_images[0] : m_images[1];
        m_canvas->setBefore(base);
        m_canvas->setReference(base);
        m_canvas->setAfter(hasB ? m_images[1] : Image(), {});
        m_canvas->setNames(tr("A"), tr("B"));
        setMode(hasA && hasB ? m_wanted : hasA ? CompareMode::before : CompareMode::after);
    }
    for (const auto& [mode, button] : m_modes) {
        button->setEnabled(
            mode == CompareMode::before  ? hasA
            : mode == CompareMode::after ? hasB
                                         : hasA && hasB);
    }
    Q_EMIT opened();
}

void RunView::say(const QString& text) {
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

} // namespace kerf::ui
