#include "ui/triage_panel.h"

#include "ui/alpha_histogram.h"
#include "ui/check_form.h"
#include "ui/flag_list.h"
#include "ui/number_table.h"
#include "ui/section.h"
#include "ui/theme.h"
#include "ui/threshold_form.h"
#include "ui/triage_text.h"

#include <QEvent>
#include <QGridLayout>
#include <QHideEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace kerf::ui {

TriagePanel::TriagePanel(QWidget* parent)
    : QWidget(parent),
      m_content(new QWidget),
      m_headline(new QLabel),
      m_flags(new FlagList),
      m_steps(makeSteps()),
      m_histogramSection(new Section(QStringLiteral("histogramSection"), tr("Alpha histogram"))),
      m_numberSection(new Section(QStringLiteral("numberSection"), tr("Numbers"))),
      m_checkSection(new Section(QStringLiteral("checkSection"), tr("Self-checks of the clean-up"))),
      m_thresholdSection(new Section(QStringLiteral("thresholdSection"), tr("Thresholds of the flags"))),
      m_histogram(new AlphaHistogram),
      m_numbers(new NumberTable(QStringLiteral("matteNumbers"))),
      m_checks(new CheckForm),
      m_thresholds(new ThresholdForm) {
    setObjectName(QStringLiteral("triagePanel"));
    m_headline->setObjectName(QStringLiteral("triageHeadline"));
    m_headline->setWordWrap(true);
    m_content->setObjectName(QStringLiteral("triageContent"));
    m_content->setAutoFillBackground(true);
    m_histogramSection->addRow(m_histogram);
    m_numberSection->addRow(m_numbers);
    m_checkSection->addRow(m_checks);
    m_thresholdSection->addRow(m_thresholds);
    m_thresholdSection->setOpen(false);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(14, 12, 10, 14);
    column->setSpacing(6);
    column->addWidget(m_headline);
    column->addWidget(m_flags);
    column->addWidget(m_steps);
    for (Section* section : {m_histogramSection, m_numberSection, m_checkSection, m_thresholdSection}) {
        column->addWidget(section);
    }
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("triageScroll"));
    scroll->setAccessibleName(tr("Matte"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    connect(m_flags, &FlagList::placeWanted, this, &TriagePanel::placeWanted);
    connect(m_thresholds, &ThresholdForm::thresholdsChanged, this, [this] {
        m_thresholdSection->setChanged(m_thresholds->isChanged());
    });
    setReport(State::nothing, nullptr);
    applyTheme();
}

QWidget* TriagePanel::makeSteps() {
    auto* steps = new QWidget;
    m_previous = new QPushButton(tr("Previous"));
    m_next = new QPushButton(tr("Next"));
    m_place = new QLabel;
    m_previous->setObjectName(QStringLiteral("previousPlace"));
    m_next->setObjectName(QStringLiteral("nextPlace"));
    m_place->setObjectName(QStringLiteral("placeName"));
    m_previous->setAccessibleName(tr("Previous suspicious place"));
    m_next->setAccessibleName(tr("Next suspicious place"));
    m_previous->setToolTip(tr("The suspicious place before, larger ones first"));
    m_next->setToolTip(tr("The next suspicious place, largest first"));
    m_place->setWordWrap(true);
    m_place->setProperty("quiet", true);
    auto* grid = new QGridLayout(steps);
    grid->setContentsMargins(0, 2, 0, 4);
    grid->addWidget(m_previous, 0, 0);
    grid->addWidget(m_next, 0, 1);
    grid->addWidget(m_place, 1, 0, 1, 2);
    connect(m_previous, &QPushButton::clicked, this, &TriagePanel::previousClicked);
    connect(m_next, &QPushButton::clicked, this, &TriagePanel::nextClicked);
    return steps;
}

void TriagePanel::setReport(State state, std::shared_ptr<const MatteReport> report) {
    m_state = report ? state : state == State::measured ? State::unmasked : state;
    m_histogram->setReport(report);
    m_histogramSection->setVisible(report != nullptr);
    m_numberSection->setVisible(report != nullptr);
    m_checkSection->setVisible(m_state != State::nothing);
    m_thresholdSection->setChanged(m_thresholds->isChanged());
    if (report) {
        showNumbers(report->numbers);
    } else {
        m_numbers->setRows({});
        setPlaces(0, -1, {});
    }
    showHeadline();
}

void TriagePanel::setFindings(const std::vector<Finding>& findings) {
    m_findings = findings;
    m_flags->setFindings(findings);
    m_flags->setVisible(!findings.empty());
    showHeadline();
}

void TriagePanel::showHeadline() {
    const auto count = int(m_findings.size());
    QString text;
    switch (m_state) {
    case State::nothing:
        text = tr("Run the photo to see what its matte is like.");
        break;
    case State::unmasked:
        text = tr("There is no mask to look at: the mask was off, and the photo has no alpha of its own.");
        break;
    case State::measured:
        text = tr("Nothing is beyond its threshold.");
        break;
    }
    if (count > 0) {
        text = count == 1 ? tr("1 flag") : tr("%1 flags").arg(count);
    }
    m_headline->setText(text);
    QFont weight = font();
    weight.setWeight(count > 0 ? QFont::DemiBold : QFont::Normal);
    m_headline->setFont(weight);
}

void TriagePanel::setPlaces(int count, int current, const QString& name) {
    m_steps->setVisible(count > 0);
    m_place->setText(
        current >= 0 ? tr("%1 of %2 · %3").arg(current + 1).arg(count).arg(name)
        : count == 1 ? tr("1 suspicious place")
                     : tr("%1 suspicious places").arg(count));
}

void TriagePanel::showNumbers(const MatteNumbers& numbers) {
    const auto share = &TriageText::share;
    const auto pixels = [](double value) { return TriageText::value(value, TriageUnit::pixels); };
    const auto spots = [](const SpotCount& spot) {
        return spot.count == 0 ? tr("none")
                               : tr("%1 · largest %2")
                                     .arg(
                                         QLocale().toString(spot.count),
                                         TriageText::value(double(spot.largest), TriageUnit::area));
    };
    const int inside = int(m_thresholds->thresholds().softDistance);
    std::vector<NumberTable::Row> rows{
        {tr("Coverage"), share(numbers.coverage), tr("Mean alpha of the picture")},
        {tr("Exactly 0"), share(numbers.transparent), tr("Pixels that are wholly cut away")},
        {tr("Between"), share(numbers.partial), tr("Pixels that are neither 0 nor 1")},
        {tr("Exactly 1"), share(numbers.opaque), tr("Pixels that are wholly subject")},
        {tr("Haze"), share(numbers.haze), tr("Pixels above 0, but at most 0.05")},
        {tr("Edge width, median"), pixels(numbers.edgeP50),
         tr("From 5 % to 95 % alpha, in pixels of the result; half of the edge is narrower")},
        {tr("Edge width, 90 %"), pixels(numbers.edgeP90), tr("A tenth of the edge is wider")},
        {tr("Edge width, widest"), pixels(numbers.edgeMax), {}},
        {tr("Soft inside"), share(numbers.interiorSoftness(inside)),
         tr("Pixels from 0.05 to 0.95 further than %1 px from any 0").arg(inside)},
        {tr("Holes"), spots(numbers.holes), tr("Parts of the background that the subject surrounds")},
        {tr("Pieces apart"), spots(numbers.islands), tr("All pieces but the largest")},
        {tr("Faint remains"), spots(numbers.ghosts), tr("Patches below 0.5 apart from the subject")},
        {tr("Frame, left and right"), tr("%1, %2").arg(share(numbers.left), share(numbers.right)),
         tr("How much of these sides the subject touches")},
        {tr("Frame, top and bottom"), tr("%1, %2").arg(share(numbers.top), share(numbers.bottom)),
         tr("How much of these sides the subject touches")}};
    if (numbers.maskScale > 0.0) {
        rows.push_back(
            {tr("1 mask pixel"), tr("%1 image pixels").arg(QLocale().toString(numbers.maskScale, 'f', 1)),
             tr("How coarse the engine's own mask was, side by side")});
    }
    m_numbers->setRows(rows);
}

void TriagePanel::applyTheme() {
    const ThemeColors& colors = themeColors(palette());
    QPalette look = m_content->palette();
    look.setColor(QPalette::Window, colors.window);
    m_content->setPalette(look);
    QPalette list = m_flags->palette();
    list.setColor(QPalette::Base, colors.window);
    m_flags->setPalette(list);
}

void TriagePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    Q_EMIT visibleChanged(true);
}

void TriagePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (!event->spontaneous()) { // a minimised window comes back as it was
        Q_EMIT visibleChanged(false);
    }
}

void TriagePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    } else if (event->type() == QEvent::FontChange) {
        showHeadline();
    }
    QWidget::changeEvent(event);
}

} // namespace kerf::ui
