#pragma once

#include "core/session/session.h"
#include "ui/compare_bar.h"

#include <QElapsedTimer>
#include <QObject>

#include <filesystem>
#include <optional>
#include <utility>

namespace kerf::ui {

class Actions;
class Canvas;
class FileDialogs;
class SessionBridge;
class Settings;

// Decides which two pictures the canvas compares and how: takes what the shown photo has come to, the picks
// of the compare bar, the actions of the View menu, and another file that is opened for comparing. Holds the
// shown photo's pictures (shared) until another is shown. GUI thread only.
class CompareDesk final : public QObject {
    Q_OBJECT

public:
    // All of it outlives the desk.
    struct Parts {
        QWidget* window = nullptr; // of dialogs
        Canvas& canvas;
        CompareBar& bar;
        Actions& actions;
        Session& session;
        SessionBridge& bridge;
        FileDialogs& dialogs;
        Settings& settings;
    };

    explicit CompareDesk(const Parts& parts, QObject* parent = nullptr);

    void clear(); // no photo is shown
    void showPhoto(const Image& photo);
    void showResult(const PhotoResult& result);       // of the shown photo
    void showPreview(const EditPreview& preview);     // of the result's edits, until the next result
    void showFile(const std::filesystem::path& file); // another one, as B, once it is open
    // Anything to compare the photo with.
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool canCompare() const { return m_result.has_value() || !m_other.image.empty(); }
    bool hasMatte() const { return m_result.has_value() || hasOwnAlpha(); }

Q_SIGNALS:
    void failed(const kerf::JobFailure& failure); // another file could not be opened
    void changed();                               // canCompare()

private:
    struct Shown {
        Image image;
        Image matte;
        std::optional<FrameArea> area = {}; // none: over the photo
    };
    struct OtherFile {
        std::filesystem::path file;
        Image image;
    };

    void connectActions();
    void connectBar();
    void onJobChanged(const JobEvent& event);
    void openOther(bool isA);
    void pick(bool isA, CompareSource source);
    void swap();
    void nextMode();
    bool hasOwnAlpha() const;
    bool isGone(CompareSource source) const; // the result has none
    CompareSources sources() const;
    Shown pictureOf(CompareSource source) const;
    QString nameOf(CompareSource source) const;
    void apply();

    Parts m_parts;
    Image m_photo;
    std::optional<PhotoResult> m_result;
    OtherFile m_other;
    CompareSource m_a = CompareSource::original;
    CompareSource m_b = CompareSource::cutout;
    QElapsedTimer m_loupeSince;
    std::optional<JobId> m_opening;
    bool m_isOpeningA = false;
    std::filesystem::path m_openingFile;
};

} // namespace kerf::ui
