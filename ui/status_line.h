#pragma once

#include "core/session/session.h"
#include "ui/job_desk.h"

#include <QStatusBar>

class QLabel;
class QProgressBar;

namespace kerf::ui {

// Overall progress with the time left, the pixel under the cursor, the zoom and the device: the one that made
// the result that is shown, or else the one that the next run will be made on. GUI thread only.
class StatusLine final : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void showProgress(const WorkProgress& progress);
    void showPhotos(int count);
    void showPixel(const QString& text);
    void showZoom(double zoom); // 1.0 is 100 %; 0: no photo
    void showDevices(const DevicesFound& found, const std::vector<EngineInfo>& engines);
    void showUsed(const std::vector<StageRecord>& stages); // of the shown result; none: no result is shown
    static QString durationText(double seconds);

private:
    void updateDevice();

    DevicesFound m_found;
    bool m_canUseGpu = false;         // an engine of this build can
    std::vector<std::string> m_inUse; // ids of the devices that made the shown result
    QLabel* m_work;
    QProgressBar* m_bar;
    QLabel* m_pixel;
    QLabel* m_zoom;
    QLabel* m_device;
    int m_photos = 0;
    bool m_isBusy = false;
};

} // namespace kerf::ui
