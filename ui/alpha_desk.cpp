#include "ui/alpha_desk.h"

#include "ui/actions.h"
#include "ui/alpha_bar.h"
#include "ui/canvas.h"
#include "ui/canvas_area.h"
#include "ui/file_dialogs.h"
#include "ui/pyramid.h"
#include "ui/qimage_convert.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/strip.h"
#include "ui/text.h"

#include <QWidget>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kPictureSide = 4096; // a background needs no more

// By AlphaView.
constexpr std::array<Act, kAlphaViews> kActs{
    Act::checkerboard, Act::on_black,   Act::on_white,      Act::on_grey,      Act::on_color,
    Act::on_gradient,  Act::on_picture, Act::torture,       Act::grey,         Act::overlay,
    Act::monitor,      Act::edge_band,  Act::without_alpha, Act::premultiplied};

} // namespace

AlphaDesk::AlphaDesk(const Parts& parts, QWidget* window)
    : QObject(window),
      m_parts(parts),
      m_window(window),
      m_canvas(parts.area.canvas()),
      m_bar(new AlphaBar),
      m_legend(*parts.area.canvas()) {
    m_parts.area.viewStrip()->addGroup(m_bar);
    connect(m_bar, &AlphaBar::styleChanged, this, &AlphaDesk::setAlphaStyle);
    connect(m_bar, &AlphaBar::choosePictureClicked, this, &AlphaDesk::choosePicture);
    connect(&m_parts.bridge, &SessionBridge::jobChanged, this, &AlphaDesk::onJobChanged);
    m_canvas->addOverlay(&m_legend);
    m_canvas->addOverlay(&m_readout);
    connect(m_canvas, &Canvas::probed, this, [this](QPointF, const ProbeReading& reading) {
        m_readout.setReading(reading);
        if (m_parts.actions[Act::pixel_readout]->isChecked()) {
            m_canvas->update();
        }
    });
    connect(m_canvas, &Canvas::contentReady, this, &AlphaDesk::describe);
    connectActions();
    m_pictureFile = toPath(m_parts.settings.alphaPicture());
    setAlphaStyle(m_parts.settings.alphaStyle());
    m_parts.actions[Act::pixel_readout]->setChecked(m_parts.settings.isPixelReadoutShown());
}

AlphaDesk::~AlphaDesk() {
    if (m_canvas) { // the window's children go in no order of ours
        m_canvas->removeOverlay(&m_legend);
        m_canvas->removeOverlay(&m_readout);
    }
}

void AlphaDesk::connectActions() {
    const auto on = [this](Act act, auto&& slot) {
        connect(m_parts.actions[act], &QAction::triggered, this, slot);
    };
    for (int i = 0; i < kAlphaViews; ++i) {
        connect(m_parts.actions[kActs[std::size_t(i)]], &QAction::toggled, this, [this, i](bool isOn) {
            if (isOn) {
                setView(AlphaView(i));
            }
        });
    }
    on(Act::next_alpha, [this] { cycle(1); });
    on(Act::previous_alpha, [this] { cycle(-1); });
    on(Act::matte_overlay, [this] { toggleOverlay(); });
    on(Act::overlay_color, [this] {
        AlphaStyle style = m_style;
        if (style.view == AlphaView::overlay) {
            style.overlayColor = (style.overlayColor + 1) % int(kOverlayColors.size());
        }
        style.view = AlphaView::overlay;
        setAlphaStyle(style);
    });
    connect(m_parts.actions[Act::pixel_readout], &QAction::toggled, this, [this](bool isOn) {
        m_readout.setShown(isOn);
        m_parts.settings.setPixelReadoutShown(isOn);
        m_canvas->update();
    });
}

void AlphaDesk::setAlphaStyle(const AlphaStyle& style) {
    m_style = clamped(style);
    if (m_style.view != AlphaView::overlay) {
        m_beforeOverlay = m_style.view;
    }
    m_parts.settings.setAlphaStyle(m_style);
    m_bar->setAlphaStyle(m_style);
    m_canvas->setAlphaStyle(m_style);
    describe();
    m_parts.actions[kActs[std::size_t(m_style.view)]]->setChecked(true);
    if (m_style.view == AlphaView::picture && !m_style.picture && !m_loading && !m_pictureFile.empty()) {
        loadPicture(m_pictureFile);
    }
}

void AlphaDesk::describe() {
    m_bar->setNote(m_legend.lines().join(QLatin1Char(' ')));
}

void AlphaDesk::setView(AlphaView view) {
    if (view != m_style.view) {
        AlphaStyle style = m_style;
        style.view = view;
        setAlphaStyle(style);
    }
}

void AlphaDesk::cycle(int step) {
    setView(AlphaView((int(m_style.view) + step + kAlphaViews) % kAlphaViews));
}

void AlphaDesk::toggleOverlay() {
    setView(m_style.view == AlphaView::overlay ? m_beforeOverlay : AlphaView::overlay);
}

void AlphaDesk::choosePicture() {
    m_parts.dialogs.choosePicture(
        m_window, toText(m_pictureFile.parent_path()),
        [this](const std::vector<std::filesystem::path>& files) {
            if (!files.empty()) {
                loadPicture(files.front());
            }
        });
}

void AlphaDesk::loadPicture(const std::filesystem::path& file) {
    if (m_loading) {
        m_parts.session.cancel(*m_loading);
    }
    m_pictureFile = file;
    m_bar->setPictureName(nameText(file));
    m_loading = m_parts.session.open(file);
}

void AlphaDesk::onJobChanged(const JobEvent& event) {
    if (event.job != m_loading || event.state == JobState::queued || event.state == JobState::running) {
        return;
    }
    m_loading.reset();
    const auto* opened = event.output ? std::get_if<OpenedPhoto>(event.output.get()) : nullptr;
    if (opened) {
        m_parts.settings.setAlphaPicture(toUrl(m_pictureFile));
        convertPicture(opened->image);
        return;
    }
    // The next start shall not fail in the same way.
    m_pictureFile.clear();
    m_bar->setPictureName({});
    m_parts.settings.setAlphaPicture({});
    if (event.failure) {
        Q_EMIT pictureFailed(*event.failure);
    }
}

void AlphaDesk::convertPicture(const Image& image) {
    const int number = ++m_conversions;
    m_converter = std::jthread([this, image, number](const std::stop_token& stop) {
        try {
            const Progress progress(stop, {});
            const int step =
                std::max(1, std::max(image.format().width, image.format().height) / kPictureSide);
            auto picture =
                std::make_shared<const Pyramid>(makePyramid(toQImage(image, progress, step), progress));
            QMetaObject::invokeMethod(
                this,
                [this, picture = std::move(picture), number] {
                    if (number == m_conversions) {
                        AlphaStyle style = m_style;
                        style.picture = picture;
                        setAlphaStyle(style);
                    }
                },
                Qt::QueuedConnection);
        } catch (const Cancelled&) {
            // another picture, or the end
        } catch (const std::bad_alloc&) {
            // the checkerboard stays
        }
    });
}

} // namespace kerf::ui
