#include "ui/compare_desk.h"

#include "core/image/pixels.h"
#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/file_dialogs.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/text.h"

#include <QApplication>
#include <QKeyEvent>

#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kHoldMs = 350;        // a key pressed for longer is held
constexpr double kSameShape = 0.01; // how much two pictures' aspects may differ

constexpr std::pair<Act, CompareMode> kModes[] = {
    {Act::split, CompareMode::split},           {Act::side_by_side, CompareMode::side},
    {Act::difference, CompareMode::difference}, {Act::onion, CompareMode::onion},
    {Act::before, CompareMode::before},         {Act::after, CompareMode::after}};

constexpr std::pair<Act, Channel> kChannels[] = {
    {Act::channel_color, Channel::color},
    {Act::channel_red, Channel::red},
    {Act::channel_green, Channel::green},
    {Act::channel_blue, Channel::blue},
    {Act::channel_alpha, Channel::alpha}};

bool isSameShape(const ImageFormat& one, const ImageFormat& other) {
    const double a = double(one.width) / one.height;
    const double b = double(other.width) / other.height;
    return std::abs(a / b - 1.0) <= kSameShape;
}

CompareSource lastStage(const CompareSources& sources) {
    return sources.hasFrame    ? CompareSource::framed
           : sources.hasFinish ? CompareSource::finished
                               : CompareSource::cutout;
}

} // namespace

CompareDesk::CompareDesk(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
    connectActions();
    connectBar();
    connect(&m_parts.bridge, &SessionBridge::jobChanged, this, &CompareDesk::onJobChanged);
    m_parts.bar.setDifferenceStyle(m_parts.canvas.differenceStyle());
    m_parts.bar.setOnionOpacity(m_parts.canvas.onionOpacity());
    apply();
}

void CompareDesk::connectActions() {
    const Actions& actions = m_parts.actions;
    Canvas& canvas = m_parts.canvas;
    for (const auto& pair : kModes) {
        connect(actions[pair.first], &QAction::toggled, this, [this, mode = pair.second](bool isOn) {
            if (isOn) {
                m_parts.canvas.setCompareMode(mode);
                m_parts.bar.setMode(mode);
            }
        });
    }
    for (const auto& pair : kChannels) {
        connect(actions[pair.first], &QAction::triggered, this, [this, channel = pair.second] {
            // The key of the channel that is seen brings the colours back.
            const bool isSeen = channel == m_parts.canvas.channel();
            m_parts.canvas.setChannel(isSeen ? Channel::color : channel);
            if (isSeen) {
                m_parts.actions[Act::channel_color]->setChecked(true);
            }
        });
    }
    connect(actions[Act::next_compare], &QAction::triggered, this, &CompareDesk::nextMode);
    connect(actions[Act::swap_sides], &QAction::triggered, this, &CompareDesk::swap);
    connect(actions[Act::loupe], &QAction::toggled, this, [this](bool isOn) {
        m_loupeSince.start();
        m_parts.canvas.setLoupe(isOn);
    });
    qApp->installEventFilter(this);
    connect(actions[Act::peek], &QAction::toggled, &canvas, &Canvas::setPeeking);
    actions[Act::split]->setChecked(true);
    actions[Act::channel_color]->setChecked(true);
}

// A key held down has the loupe for as long; a short press leaves it on.
bool CompareDesk::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyRelease) {
        const auto* key = static_cast<QKeyEvent*>(event);
        QAction* loupe = m_parts.actions[Act::loupe];
        const bool isIts = !loupe->shortcut().isEmpty() && loupe->shortcut()[0].key() == key->key();
        if (isIts && !key->isAutoRepeat() && loupe->isChecked() && m_loupeSince.hasExpired(kHoldMs)) {
            loupe->setChecked(false);
        }
    }
    return QObject::eventFilter(watched, event);
}

void CompareDesk::connectBar() {
    CompareBar* bar = &m_parts.bar;
    Canvas* canvas = &m_parts.canvas;
    connect(bar, &CompareBar::picked, this, &CompareDesk::pick);
    connect(bar, &CompareBar::otherFileWanted, this, &CompareDesk::openOther);
    connect(bar, &CompareBar::swapClicked, this, &CompareDesk::swap);
    connect(bar, &CompareBar::dividerAngleChosen, canvas, &Canvas::setDividerAngle);
    connect(bar, &CompareBar::differenceStyleChosen, canvas, &Canvas::setDifferenceStyle);
    connect(bar, &CompareBar::onionOpacityChosen, canvas, &Canvas::setOnionOpacity);
    connect(canvas, &Canvas::dividerTurned, bar, &CompareBar::setDividerAngle);
}

void CompareDesk::clear() {
    if (m_opening) {
        m_parts.session.cancel(*m_opening);
        m_opening.reset();
    }
    m_photo = {};
    m_result.reset();
    m_parts.canvas.clear();
    apply();
}

void CompareDesk::showPhoto(const Image& photo) {
    m_photo = photo;
    m_parts.canvas.setBefore(photo);
    apply();
}

void CompareDesk::showResult(const PhotoResult& result) {
    const CompareSource before = lastStage(sources());
    m_photo = result.source;
    m_result = result;
    // The last stage is what a person wants to see.
    const CompareSource now = lastStage(sources());
    if ((now != before && m_b == before) || isGone(m_b)) {
        m_b = now;
    }
    if (isGone(m_a)) {
        m_a = CompareSource::original;
    }
    m_parts.canvas.setBefore(result.source);
    apply();
}

void CompareDesk::showPreview(const EditPreview& preview) {
    if (m_b == CompareSource::cutout || m_b == CompareSource::framed) {
        // Its own alpha has the shadow in it.
        const bool hasAlpha = !preview.cutout.empty() && preview.cutout.format().channels == 4;
        m_parts.canvas.setAfterPatch(
            preview.region, preview.cutout, hasAlpha ? alphaOf(preview.cutout) : preview.matte);
    }
}

void CompareDesk::showFile(const std::filesystem::path& file) {
    if (m_opening) {
        m_parts.session.cancel(*m_opening);
    }
    m_openingFile = file;
    m_isOpeningA = false;
    m_opening = m_parts.session.open(file);
}

void CompareDesk::openOther(bool isA) {
    m_parts.dialogs.openPhotos(
        m_parts.window, m_parts.settings.openFolder(),
        [this, isA](const std::vector<std::filesystem::path>& files) {
            if (files.empty() || m_photo.empty()) {
                return;
            }
            if (m_opening) {
                m_parts.session.cancel(*m_opening);
            }
            m_openingFile = files.front();
            m_isOpeningA = isA;
            m_opening = m_parts.session.open(m_openingFile);
        });
}

void CompareDesk::onJobChanged(const JobEvent& event) {
    if (event.job != m_opening || event.state == JobState::queued || event.state == JobState::running) {
        return;
    }
    m_opening.reset();
    if (event.state == JobState::failed) {
        Q_EMIT failed(*event.failure);
    } else if (event.state == JobState::done) {
        m_other = {m_openingFile, std::get<OpenedPhoto>(*event.output).image};
        pick(m_isOpeningA, CompareSource::other);
    }
}

void CompareDesk::pick(bool isA, CompareSource source) {
    (isA ? m_a : m_b) = source;
    apply();
}

void CompareDesk::swap() {
    std::swap(m_a, m_b);
    if (m_a == CompareSource::framed) { // has no place as A
        m_a = m_result && !m_result->finished.empty() ? CompareSource::finished : CompareSource::cutout;
    }
    apply();
}

void CompareDesk::nextMode() {
    const CompareMode now = m_parts.canvas.compareMode();
    const Act next = now == CompareMode::split  ? Act::side_by_side
                     : now == CompareMode::side ? Act::difference
                                                : Act::split;
    m_parts.actions[next]->setChecked(true);
}

bool CompareDesk::hasOwnAlpha() const {
    return !m_result && !m_photo.empty() && m_photo.format().channels == 4;
}

bool CompareDesk::isGone(CompareSource source) const {
    const CompareSources there = sources();
    return (source == CompareSource::finished && !there.hasFinish) ||
           (source == CompareSource::framed && !there.hasFrame);
}

CompareSources CompareDesk::sources() const {
    return {
        .hasResult = m_result.has_value(),
        .hasFinish = m_result && !m_result->finished.empty(),
        .hasFrame = m_result && !m_result->framed.empty(),
        .hasOwnAlpha = hasOwnAlpha(),
        .other = m_other.image.empty() ? QString() : nameText(m_other.file)};
}

CompareDesk::Shown CompareDesk::pictureOf(CompareSource source) const {
    switch (source) {
    case CompareSource::original:
        return {m_photo, {}};
    case CompareSource::cleaned:
        return m_result ? Shown{m_result->cleaned, {}} : Shown{};
    case CompareSource::cutout:
        return m_result        ? Shown{m_result->cutout, m_result->hasShadow ? Image() : m_result->matte}
               : hasOwnAlpha() ? Shown{m_photo, {}}
                               : Shown{};
    case CompareSource::finished: // its own alpha: a scene has none, whatever the matte
        return m_result ? Shown{m_result->finished, {}} : Shown{};
    case CompareSource::framed:
        return m_result ? Shown{m_result->framed, {}, m_result->frame} : Shown{};
    case CompareSource::other:
        return {m_other.image, {}};
    }
    return {};
}

QString CompareDesk::nameOf(CompareSource source) const {
    const QString name = CompareBar::nameOf(source, sources());
    const bool isStretched = source == CompareSource::other && !m_photo.empty() && !m_other.image.empty() &&
                             !isSameShape(m_photo.format(), m_other.image.format());
    return isStretched ? tr("%1 (another shape: stretched)").arg(name) : name;
}

// What a pick can't show (no result yet) is the default for as long: the photo as A, nothing as B.
void CompareDesk::apply() {
    m_parts.bar.setSources(sources());
    m_parts.bar.setPicks(m_a, m_b);
    if (!m_photo.empty()) {
        const Shown a = m_a == CompareSource::original ? Shown{} : pictureOf(m_a);
        const Shown b = pictureOf(m_b);
        m_parts.canvas.setReference(a.image, a.matte);
        m_parts.canvas.setAfter(
            b.image, b.matte,
            b.area ? std::optional(QRectF(b.area->x, b.area->y, b.area->width, b.area->height))
                   : std::nullopt);
    }
    const bool isAThere = !pictureOf(m_a).image.empty();
    m_parts.canvas.setNames(nameOf(isAThere ? m_a : CompareSource::original), nameOf(m_b));
    Q_EMIT changed();
}

} // namespace kerf::ui
