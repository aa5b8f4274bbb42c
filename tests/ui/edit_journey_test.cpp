#include "core/io/reader.h"
#include "core/session/edit_store.h"
#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "tests/support/test_images.h"
#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/viewport.h"

#include <QAction>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QMouseEvent>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace kerf;
using namespace kerf::ui;

namespace {

// The real window with the real session and real files.
struct RealRig {
    explicit RealRig(const QTemporaryDir& folder)
        : root(folder.path().toStdString()),
          store(folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat) {}

    std::filesystem::path root;
    QSettings store;
    Settings settings{store};
    Theme theme;
    test::FakeDialogs dialogs;
    EditStore edits{root / "edits"};
    SessionBridge bridge;
    std::unique_ptr<Session> session = makeSession([this](const JobEvent& event) { bridge.post(event); }, {});
    MainWindow window{
        {.session = *session,
         .bridge = bridge,
         .settings = settings,
         .theme = theme,
         .dialogs = dialogs,
         .find = findPhotos,
         .folders = {},
         .edits = {
             .load =
                 [this](const std::filesystem::path& photo) {
                     const EditStore::Loaded found = edits.load(photo);
                     return EditFiles::Loaded{found.edits, found.notice};
                 },
             .save =
                 [this](const std::filesystem::path& photo, const PhotoEdits& drawn) {
                     edits.save(photo, drawn);
                 }}}};

    template <typename T>
    T* find(const char* name) const {
        return window.findChild<T*>(QString::fromLatin1(name));
    }
    void trigger(const char* name) const { find<QAction>(name)->trigger(); }
    const PhotoItem& item() const { return window.photos().at(0); }
    Canvas* canvas() const { return find<Canvas>("canvas"); }

    bool open(const std::filesystem::path& photo) {
        window.resize(1100, 800);
        window.show();
        window.addPaths({photo});
        return QTest::qWaitForWindowExposed(&window) &&
               QTest::qWaitFor([this] { return !canvas()->viewport().isEmpty(); }, 20000);
    }
    bool run() {
        trigger("actionRun");
        return QTest::qWaitFor([this] { return isDone(); }, 120000);
    }
    bool isDone() const { return item().state == PhotoState::done && !item().isOutdated; }

    QPoint at(QPointF source) const {
        return (canvas()->viewport().toView(source) / canvas()->devicePixelRatioF()).toPoint();
    }
    void stroke(QPointF from, QPointF to) const {
        QTest::mousePress(canvas(), Qt::LeftButton, {}, at(from));
        for (int i = 1; i <= 10; ++i) {
            const QPointF position = at(from + (to - from) * i / 10.0);
            QMouseEvent move(
                QEvent::MouseMove, position, canvas()->mapToGlobal(position), Qt::NoButton, Qt::LeftButton,
                {});
            QCoreApplication::sendEvent(canvas(), &move);
        }
        QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(to));
    }

    // The bytes of the cut-out as a file.
    QByteArray exported(const char* name) {
        dialogs.saveAnswer = root / name;
        find<Banner>("banner")->dismiss();
        trigger("actionExport");
        const QString file = QString::fromStdString(dialogs.saveAnswer.string());
        if (!QTest::qWaitFor(
                [&] { return find<Banner>("banner")->text().contains(QString::fromLatin1(name)); }, 60000)) {
            return {};
        }
        QFile read(file);
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    }
};

int alphaAt(const std::filesystem::path& file, int x, int y) {
    return readPhoto(file, {}, {}).image.row<std::uint8_t>(y)[std::size_t(4 * x + 3)];
}

} // namespace

// A person mends a matte with the brush, changes their mind, and comes back the next day.
class EditJourneyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mendsAMatteAndComesBack();
};

void EditJourneyTest::mendsAMatteAndComesBack() {
    const QTemporaryDir folder;
    const std::filesystem::path photo = std::filesystem::path(folder.path().toStdString()) / "cat.png";
    std::filesystem::copy_file(test::samplePath("chelsea.png"), photo);
    QByteArray asFound;
    QByteArray mended;
    {
        RealRig rig(folder);
        QVERIFY(rig.open(photo));
        QVERIFY(rig.run());
        asFound = rig.exported("found.png");
        QVERIFY(!asFound.isEmpty());

        // Paint a bar away and another in, then grow the edge.
        rig.trigger("actionBrush");
        rig.find<QCheckBox>("brushUncertain")->setChecked(false);
        rig.find<QSpinBox>("brushSizeNumber")->setValue(30);
        rig.find<QSpinBox>("brushHardnessNumber")->setValue(100);
        rig.stroke({20.0, 40.0}, {120.0, 40.0});
        QTest::mouseClick(rig.find<QToolButton>("brushMode_brush-remove"), Qt::LeftButton);
        rig.stroke({200.0, 150.0}, {260.0, 150.0});
        rig.find<QDoubleSpinBox>("edgeGrowNumber")->setValue(1.5);
        QTRY_VERIFY_WITH_TIMEOUT(rig.item().made && rig.item().made->edges.grow == 1.5, 30000);
        QCOMPARE(int(rig.item().made->edits.size()), 2);
        mended = rig.exported("mended.png");
        QCOMPARE(alphaAt(rig.root / "mended.png", 70, 40), 255);
        QCOMPARE(alphaAt(rig.root / "mended.png", 230, 150), 0);

        // All of it taken back gives the same bytes, and so does all of it made again.
        for (int i = 0; i < 3; ++i) {
            rig.trigger("actionUndo");
        }
        QTRY_VERIFY_WITH_TIMEOUT(rig.item().made && rig.item().made->edits.empty(), 30000);
        QVERIFY(rig.exported("undone.png") == asFound);
        for (int i = 0; i < 3; ++i) {
            rig.trigger("actionRedo");
        }
        QTRY_VERIFY_WITH_TIMEOUT(rig.item().made && rig.item().made->edges.grow == 1.5, 30000);
        QVERIFY(rig.exported("redone.png") == mended);
    }
    RealRig next(folder);
    QVERIFY(next.open(photo));
    QTRY_COMPARE(int(next.item().edits.size()), 2);
    next.find<QDoubleSpinBox>("edgeGrowNumber")->setValue(1.5);
    QVERIFY(next.run());
    QVERIFY(next.exported("next.png") == mended);
}

QTEST_MAIN(EditJourneyTest)
#include "edit_journey_test.moc"
