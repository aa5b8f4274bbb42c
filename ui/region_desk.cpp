#include "ui/region_desk.h"

#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/error_text.h"
#include "ui/job_desk.h"
#include "ui/photo_list_model.h"
#include "ui/result_card.h"
#include "ui/session_bridge.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

// What ran: "nlm, grabcut".
QString enginesOf(const PhotoResult& result) {
    QStringList engines;
    for (const StageRecord& record : result.stages) {
        if (record.engine != "off" && (record.stage == "cleanup" || record.stage == "mask")) {
            engines.append(ResultCard::engineName(record.engine));
        }
    }
    return engines.join(QStringLiteral(", "));
}

} // namespace

RegionDesk::RegionDesk(const Parts& parts, QObject* parent)
    : QObject(parent), m_parts(parts), m_canvas(&parts.canvas) {
    m_parts.canvas.addOverlay(&m_tool);
    QAction* action = m_parts.actions[Act::preview_region];
    connect(&m_tool, &RegionTool::changed, &m_parts.canvas, &Canvas::overlayChanged);
    connect(&m_tool, &RegionTool::drawn, this, &RegionDesk::start);
    connect(action, &QAction::toggled, this, [this](bool isOn) {
        if (isOn) {
            m_parts.actions[Act::draw_box]->setChecked(false);
            m_parts.canvas.setFocus();
            m_tool.start(m_parts.canvas.viewport());
        } else {
            clear();
        }
    });
    connect(&m_parts.bridge, &SessionBridge::jobChanged, this, &RegionDesk::onJobChanged);
    connect(&m_parts.desk, &JobDesk::resultReady, this, &RegionDesk::clear);
}

RegionDesk::~RegionDesk() {
    if (m_canvas) {
        m_canvas->removeOverlay(&m_tool);
    }
}

void RegionDesk::clear() {
    stopJob();
    m_tool.stop();
    m_tool.setRegion(std::nullopt);
    m_parts.canvas.clearRegion();
    m_parts.actions[Act::preview_region]->setChecked(false);
}

void RegionDesk::stopJob() {
    if (m_job) {
        m_parts.session.cancel(*m_job);
        m_job.reset();
    }
}

void RegionDesk::start(const Rect& region) {
    m_tool.stop();
    const int row = m_parts.desk.shownRow();
    if (row < 0) {
        clear();
        return;
    }
    stopJob();
    m_tool.setRegion(region, tr("Previewing…"));
    m_job = m_parts.session.previewRegion(m_parts.photos.at(row).file, m_parts.desk.recipeOf(row), region);
}

void RegionDesk::onJobChanged(const JobEvent& event) {
    if (!m_job || event.job != *m_job) {
        return;
    }
    switch (event.state) {
    case JobState::queued:
        break;
    case JobState::running:
        m_tool.setRegion(
            m_tool.region(), tr("Previewing… %1 %").arg(int(std::lround(event.fraction * 100.0))));
        break;
    case JobState::done: {
        m_job.reset();
        const auto& preview = std::get<RegionPreview>(*event.output);
        const PhotoResult& result = preview.result;
        // As B is shown: a finish has its own alpha, a scene none.
        if (result.finished.empty()) {
            m_parts.canvas.setRegion(preview.region, result.source, result.cutout, result.matte);
        } else {
            m_parts.canvas.setRegion(preview.region, result.source, result.finished, {});
        }
        m_tool.setRegion(preview.region, tr("Preview of this region: %1").arg(enginesOf(result)));
        break;
    }
    case JobState::failed:
        m_job.reset();
        clear();
        Q_EMIT failed(*event.failure);
        break;
    default:
        m_job.reset();
        clear();
        break;
    }
}

} // namespace kerf::ui
