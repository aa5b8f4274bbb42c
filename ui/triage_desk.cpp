#include "ui/triage_desk.h"

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/check_form.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/side_panel.h"
#include "ui/threshold_form.h"
#include "ui/triage_panel.h"
#include "ui/triage_text.h"

#include <algorithm>

namespace kerf::ui {
namespace {

QImage viewOf(const Image& image) {
    const ImageFormat& format = image.format();
    const auto type = format.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
    const auto* pixels = reinterpret_cast<const uchar*>(image.pixels().data());
    auto* kept = new Image(image); // shared pixels, for as long as a copy of the QImage lives
    return {pixels,        format.width,
            format.height, qsizetype(format.bytesPerRow()),
            type,          [](void* owner) { delete static_cast<Image*>(owner); },
            kept};
}

} // namespace

TriageDesk::TriageDesk(const Parts& parts, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_canvas(&parts.canvas),
      m_panel(new TriagePanel),
      m_thresholds(parts.settings.triageThresholds()) {
    m_parts.side.addPage(m_panel, tr("Matte"));
    m_panel->thresholds()->setThresholds(m_thresholds);
    m_parts.canvas.addOverlay(&m_overlay);
    connect(&parts.bridge, &SessionBridge::jobChanged, this, &TriageDesk::onJobChanged);
    connect(m_panel, &TriagePanel::nextClicked, this, [this] { step(1); });
    connect(m_panel, &TriagePanel::previousClicked, this, [this] { step(-1); });
    connect(m_panel, &TriagePanel::placeWanted, this, &TriageDesk::showPlace);
    connect(m_panel, &TriagePanel::visibleChanged, this, [this](bool isVisible) {
        m_overlay.setShown(isVisible);
        m_parts.canvas.overlayChanged();
        if (isVisible) {
            inspect();
        } else {
            m_panel->checks()->clearView(); // nothing lies over the photo that no page explains
        }
    });
    connect(m_panel->thresholds(), &ThresholdForm::thresholdsChanged, this, &TriageDesk::setThresholds);
    connect(m_panel->checks(), &CheckForm::viewChanged, this, &TriageDesk::requestView);
    connect(parts.actions[Act::next_region], &QAction::triggered, this, [this] { step(1); });
    connect(parts.actions[Act::previous_region], &QAction::triggered, this, [this] { step(-1); });
    judgeAgain();
}

TriageDesk::~TriageDesk() {
    if (m_canvas) { // a window's widgets may go before its desks
        m_canvas->removeOverlay(&m_overlay);
    }
}

void TriageDesk::stop(std::optional<JobId>& job) {
    if (job) {
        m_parts.session.cancel(*job);
        job.reset();
    }
}

void TriageDesk::clear() {
    stop(m_inspecting);
    stop(m_drawing);
    m_result.reset();
    m_report.reset();
    m_checks.reset();
    m_overlay.setPicture({}, {});
    m_panel->checks()->setChecks(CheckForm::State::nothing, {});
    judgeAgain();
}

void TriageDesk::showPhoto(const Image& photo) {
    if (photo.format().channels == 4) {
        showResult({.source = photo, .cleaned = photo, .cutout = photo});
    }
}

void TriageDesk::showResult(const PhotoResult& result) {
    stop(m_inspecting);
    stop(m_drawing);
    m_result = result;
    m_report = result.report;
    m_checks.reset();
    m_panel->checks()->setChecks(CheckForm::State::busy, {});
    judgeAgain();
    inspect();
    requestView();
}

void TriageDesk::inspect() {
    const bool isDone = m_checks && (!m_report || m_report->softDistance == int(m_thresholds.softDistance));
    if (m_result && !isDone && m_panel->isVisible()) {
        stop(m_inspecting);
        m_inspecting =
            m_parts.session.inspect({.result = *m_result, .softDistance = int(m_thresholds.softDistance)});
    }
}

void TriageDesk::requestView() {
    stop(m_drawing);
    const std::optional<CheckView> view = m_panel->checks()->view();
    if (!m_result || !view) {
        m_overlay.setPicture({}, {});
        m_parts.canvas.overlayChanged();
        return;
    }
    m_drawing =
        m_parts.session.inspect({.result = *m_result, .view = view, .gain = m_panel->checks()->gain()});
}

void TriageDesk::onJobChanged(const JobEvent& event) {
    const bool isInspected = m_inspecting == event.job;
    if ((!isInspected && m_drawing != event.job) || event.state == JobState::queued ||
        event.state == JobState::running) {
        return;
    }
    (isInspected ? m_inspecting : m_drawing).reset();
    const auto* output = event.output ? std::get_if<Inspected>(event.output.get()) : nullptr;
    if (isInspected) {
        m_checks = output ? output->checks : SelfCheckNumbers();
        m_report = output ? output->report : m_report;
        m_panel->checks()->setChecks(CheckForm::State::ready, *m_checks);
        judgeAgain();
        return;
    }
    const bool hasPicture = output && !output->view.empty();
    m_overlay.setPicture(hasPicture ? viewOf(output->view) : QImage(), m_panel->checks()->viewName());
    std::vector<double> columns;
    std::vector<double> rows;
    if (hasPicture && m_panel->checks()->view() == CheckView::seams) {
        const auto cleanup = std::ranges::find(m_result->stages, "cleanup", &StageRecord::stage);
        if (cleanup != m_result->stages.end()) {
            columns.assign(cleanup->tileColumns.begin(), cleanup->tileColumns.end());
            rows.assign(cleanup->tileRows.begin(), cleanup->tileRows.end());
        }
        for (std::vector<double>* borders : {&columns, &rows}) {
            std::ranges::for_each(*borders, [&](double& border) { border /= m_result->scale; });
        }
    }
    m_overlay.setTiles(std::move(columns), std::move(rows));
    m_parts.canvas.overlayChanged();
}

void TriageDesk::setThresholds(const TriageThresholds& thresholds) {
    m_thresholds = thresholds;
    m_parts.settings.setTriageThresholds(thresholds);
    judgeAgain();
    inspect(); // another distance needs another measurement
}

void TriageDesk::judgeAgain() {
    std::vector<Finding> findings;
    if (m_report) {
        findings = judge(*m_report, m_thresholds);
    }
    if (m_checks) {
        const std::vector<Finding> more = judge(*m_checks, m_thresholds);
        findings.insert(findings.end(), more.begin(), more.end());
    }
    const bool isKnown = m_result && (m_report || m_checks);
    m_panel->setReport(isKnown ? TriagePanel::State::measured : TriagePanel::State::nothing, m_report);
    m_panel->setFindings(findings);
    const std::vector<MatteRegion> places =
        m_report ? suspiciousRegions(*m_report, m_thresholds) : std::vector<MatteRegion>();
    if (places != m_places) {
        m_places = places;
        m_current = -1;
    }
    showPlaces();
}

QRectF TriageDesk::toSource(const Rect& box) const {
    const double scale = m_result ? m_result->scale : 1.0;
    return {box.x / scale, box.y / scale, box.width / scale, box.height / scale};
}

void TriageDesk::showPlaces() {
    const auto name = [](const MatteRegion& region) {
        return tr("%1, %2").arg(
            TriageText::place(region.kind), TriageText::value(double(region.area), TriageUnit::area));
    };
    std::vector<TriageOverlay::Place> places;
    for (const MatteRegion& region : m_places) {
        places.push_back({toSource(region.box), name(region)});
    }
    m_overlay.setPlaces(std::move(places), m_current);
    m_panel->setPlaces(
        int(m_places.size()), m_current, m_current >= 0 ? name(m_places[std::size_t(m_current)]) : QString());
    m_parts.canvas.overlayChanged();
}

void TriageDesk::goToPlace(int place) {
    m_parts.side.showPage(m_panel);
    m_current = place;
    showPlaces();
    m_parts.canvas.showRegion(toSource(m_places[std::size_t(place)].box));
}

void TriageDesk::step(int by) {
    const int count = int(m_places.size());
    if (count == 0) {
        m_parts.side.showPage(m_panel); // it says that there is nothing
        return;
    }
    const int next = m_current < 0 ? (by > 0 ? 0 : count - 1) : (m_current + by + count) % count;
    goToPlace(next);
}

void TriageDesk::showPlace(const Finding& finding) {
    const auto place = std::ranges::find_if(
        m_places, [&](const MatteRegion& region) { return region.box == *finding.region; });
    if (place != m_places.end()) {
        goToPlace(int(place - m_places.begin()));
    } else {
        m_parts.canvas.showRegion(toSource(*finding.region));
    }
}

} // namespace kerf::ui
