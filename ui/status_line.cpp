#include "ui/status_line.h"

#include "ui/core_text.h"

#include <QFontDatabase>
#include <QLabel>
#include <QProgressBar>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kBarSteps = 1000;
constexpr int kDeviceWidth = 260; // pixels

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent),
      m_work(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_pixel(new QLabel(this)),
      m_zoom(new QLabel(this)),
      m_device(new QLabel(this)) {
    setObjectName(QStringLiteral("statusLine"));
    setSizeGripEnabled(false);
    m_bar->setObjectName(QStringLiteral("overallProgress"));
    m_bar->setAccessibleName(tr("Overall progress"));
    m_bar->setToolTip(tr("Overall progress"));
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(170, 6);
    m_bar->hide();
    m_work->setObjectName(QStringLiteral("workText"));
    m_pixel->setObjectName(QStringLiteral("pixelText"));
    m_pixel->setToolTip(tr("The pixel under the cursor: position, original and result"));
    m_zoom->setObjectName(QStringLiteral("zoomText"));
    m_zoom->setToolTip(tr("Zoom: at 100 % one pixel of the photo is one of the screen"));
    m_device->setObjectName(QStringLiteral("deviceText"));
    m_pixel->setTextFormat(Qt::PlainText);
    m_device->setTextFormat(Qt::PlainText);
    QFont figures = font();
    figures.setStyleHint(QFont::SansSerif);
    m_pixel->setFont(figures);
    for (QLabel* label : {m_work, m_pixel, m_zoom, m_device}) {
        label->setContentsMargins(8, 3, 8, 3);
    }
    setContentsMargins(8, 0, 0, 0);
    addWidget(m_bar);
    addWidget(m_work);
    addPermanentWidget(m_pixel);
    addPermanentWidget(m_zoom);
    addPermanentWidget(m_device);
    showPhotos(0);
}

QString StatusLine::durationText(double seconds) {
    const int whole = int(std::ceil(std::max(seconds, 0.0)));
    if (whole < 90) {
        return tr("%1 s").arg(whole);
    }
    const int minutes = (whole + 30) / 60;
    return minutes < 90 ? tr("%1 min").arg(minutes) : tr("%1 h").arg(double(minutes) / 60.0, 0, 'f', 1);
}

void StatusLine::showProgress(const WorkProgress& progress) {
    m_isBusy = progress.finished < progress.total;
    m_bar->setVisible(m_isBusy);
    m_bar->setValue(int(progress.fraction * kBarSteps));
    if (!m_isBusy) {
        showPhotos(m_photos);
        return;
    }
    QString text = tr("%1 of %2").arg(std::min(progress.finished + 1, progress.total)).arg(progress.total);
    text += tr(" · %1 %").arg(int(progress.fraction * 100.0));
    if (progress.secondsLeft) {
        text += tr(" · about %1 left").arg(durationText(*progress.secondsLeft));
    }
    m_work->setText(text);
}

void StatusLine::showPhotos(int count) {
    m_photos = count;
    if (!m_isBusy) {
        m_work->setText(
            count == 0   ? tr("No photos yet")
            : count == 1 ? tr("1 photo")
                         : tr("%1 photos").arg(count));
    }
}

void StatusLine::showPixel(const QString& text) {
    m_pixel->setText(text);
}

void StatusLine::showZoom(double zoom) {
    const double percent = zoom * 100.0;
    m_zoom->setText(zoom > 0.0 ? tr("%1 %").arg(percent, 0, 'f', percent < 10.0 ? 1 : 0) : QString());
}

void StatusLine::showDevices(const DevicesFound& found, const std::vector<EngineInfo>& engines) {
    m_found = found;
    m_canUseGpu = std::any_of(engines.begin(), engines.end(), [](const EngineInfo& engine) {
        return engine.available && engine.canUseGpu;
    });
    updateDevice();
}

void StatusLine::showUsed(const std::vector<StageRecord>& stages) {
    m_inUse.clear();
    for (const StageRecord& stage : stages) {
        const std::string id = stage.device.substr(0, stage.device.find(' ')); // "cuda:0 NVIDIA ..."
        const bool isNew = std::find(m_inUse.begin(), m_inUse.end(), id) == m_inUse.end();
        if (stage.engine != "off" && !id.empty() && isNew) {
            m_inUse.push_back(id);
        }
    }
    updateDevice();
}

void StatusLine::updateDevice() {
    if (m_found.devices.empty()) {
        return; // not asked yet
    }
    std::vector<std::string> ids = m_inUse;
    QStringList lines{ids.empty() ? tr("the next photo runs here") : tr("made this result")};
    if (ids.empty()) {
        const auto next =
            std::find_if(m_found.devices.begin(), m_found.devices.end(), [this](const DeviceInfo& device) {
                return device.usable && (m_canUseGpu || device.id == "cpu");
            });
        ids.push_back(next == m_found.devices.end() ? "cpu" : next->id);
    }
    QStringList names;
    for (const std::string& id : ids) {
        const auto device =
            std::find_if(m_found.devices.begin(), m_found.devices.end(), [&](const DeviceInfo& one) {
                return one.id == id;
            });
        const std::string& name = device == m_found.devices.end() ? id : device->name;
        names.append((id == "cpu" ? tr("CPU · %1") : tr("GPU · %1")).arg(QString::fromStdString(name)));
    }
    m_device->setText(
        fontMetrics().elidedText(names.join(QStringLiteral(" + ")), Qt::ElideRight, kDeviceWidth));
    lines.front() = names.join(QStringLiteral(" + ")) + QLatin1String(": ") + lines.front();
    for (const DeviceInfo& device : m_found.devices) {
        QString line = QString::fromStdString(device.id + ": " + device.name);
        line += QStringLiteral("\n    ");
        line += coreText(device.usable ? device.detail : device.reason);
        lines.append(line);
    }
    lines.append(tr("LibTorch: %1").arg(QString::fromStdString(m_found.libtorch)));
    m_device->setToolTip(lines.join(QLatin1Char('\n')));
}

} // namespace kerf::ui
