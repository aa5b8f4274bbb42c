#include "tests/ui/screenshots_runs.h"

#include "core/image/pixels.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "core/session/compare_runs.h"
#include "core/session/run_judging.h"
#include "core/session/run_report.h"
#include "tests/support/test_images.h"
#include "tests/ui/screenshot_file.h"
#include "tests/ui/window_rig.h"
#include "ui/run_window.h"

#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace kerf::test {
namespace {

namespace fs = std::filesystem;

// A sample with an oval cut out of it; `grow` px larger, `soft` px at its edge, colours times `tint`.
struct Look {
    const char* sample;
    double x, y, width, height; // of the oval, shares of the picture
    double grow = 0.0;
    double soft = 3.0;
    double tint = 1.0;
};

void saveCutout(const fs::path& file, const Look& look) {
    fs::create_directories(file.parent_path());
    const Image photo = readPhoto(samplePath(look.sample), Limits{}, Progress{}).image;
    const ImageFormat& format = photo.format();
    const auto step = std::size_t(format.channels);
    const Image cutout = makeImage(format.width, format.height, 4, PixelType::u8, [&](int x, int y) {
        const double across = (double(x) / format.width - look.x) / look.width;
        const double along = (double(y) / format.height - look.y) / look.height;
        const double inside = (1.0 - std::hypot(across, along)) * look.width * format.width + look.grow;
        const auto row = photo.row<std::uint8_t>(y);
        const auto* pixel = row.data() + std::size_t(x) * step;
        return std::array<double, 4>{
            std::min(1.0, pixel[0] / 255.0 * look.tint), pixel[1] / 255.0, pixel[2] / 255.0 / look.tint,
            std::clamp(0.5 + inside / look.soft, 0.0, 1.0)};
    });
    writePhoto({.image = cutout, .output = file, .options = {}}, Progress{});
}

void makeRuns(const fs::path& a, const fs::path& b) {
    const Look cat{"chelsea.png", 0.47, 0.45, 0.3, 0.55};
    const Look woman{"astronaut.png", 0.43, 0.35, 0.3, 0.42};
    const Look cup{"coffee.png", 0.5, 0.5, 0.35, 0.42};
    const auto both = [&](const char* name, Look look, const std::function<void(Look&)>& change) {
        saveCutout(a / name, look);
        change(look);
        saveCutout(b / name, look);
    };
    both("pets/chelsea.png", cat, [](Look& look) { look.soft = 22.0; });
    both("pets/chelsea_close.png", cat, [](Look& look) { look.grow = 1.0; });
    both("portraits/astronaut.png", woman, [](Look& look) { look.grow = 14.0; });
    both("portraits/astronaut_warm.png", woman, [](Look& look) { look.tint = 1.08; });
    both("still/coffee.png", cup, [](Look& look) { look.x += 0.012; });
    saveCutout(a / "still/coffee_2.png", cup);
    fs::copy_file(a / "still/coffee_2.png", b / "still/coffee_2.png");
    saveCutout(a / "still/gone.png", cup);
    saveCutout(a / "still/torn.png", cup);
    std::ofstream(b / "still/torn.png", std::ios::binary) << "no picture";
}

} // namespace

void takeRuns(const QString& out, ui::ThemeChoice choice) {
    const QTemporaryDir folder;
    const fs::path a = fs::path(folder.path().toStdString()) / "run-41";
    const fs::path b = fs::path(folder.path().toStdString()) / "run-42";
    makeRuns(a, b);
    changeJudgements(
        b, {{"portraits/astronaut",
             {.verdict = Verdict::fail,
              .reason = "Halo at the edge",
              .note = "A rim of the background on her left. It was not there in run 41.",
              .pin = Point{150.0, 60.0}}},
            {"pets/chelsea", {.verdict = Verdict::touch_up, .reason = "Edge too soft"}},
            {"still/coffee_2", {.verdict = Verdict::pass}}});
    QSettings store(folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat);
    ui::Settings settings(store);
    ui::Theme theme;
    theme.choose(choice);
    FakeDialogs dialogs;
    ui::SessionBridge bridge;
    const std::unique_ptr<Session> session =
        makeSession([&](const JobEvent& event) { bridge.post(event); }, {});
    QWidget parent;
    ui::RunWindow window(
        {.session = *session,
         .bridge = bridge,
         .settings = settings,
         .dialogs = dialogs,
         .functions =
             {.compare = compareRuns,
              .keepVerdicts = changeJudgements,
              .saveReport = [](const RunComparison& comparison,
                               const fs::path& to) { saveReport(comparison, {}, to); }}},
        &parent);
    const auto save = [&](const char* what) {
        QTest::qWait(500); // the canvas draws on its own thread
        saveScreenshot(
            window.grab(), out, what,
            choice == ui::ThemeChoice::dark ? QStringLiteral("dark") : QStringLiteral("light"));
    };
    window.resize(1280, 860);
    window.show();
    save("runs-empty");
    window.takePaths({a, b});
    window.findChild<QPushButton*>(QStringLiteral("runCompare"))->click();
    const auto* report = window.findChild<QPushButton*>(QStringLiteral("runReport"));
    if (!QTest::qWaitFor([&] { return report->isEnabled(); }, 60'000)) {
        std::fputs("kerf-screenshots: the runs were not compared in time\n", stderr);
    }
    save("runs-failed"); // what could not be read comes first
    QTest::keyClick(&window, Qt::Key_PageDown);
    save("runs");
    QTest::keyClick(&window, Qt::Key_D, Qt::ShiftModifier);
    save("runs-difference");
    QTest::keyClick(&window, Qt::Key_Q);
    save("runs-b");
}

} // namespace kerf::test
