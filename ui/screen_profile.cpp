#include "ui/screen_profile.h"

#include <QEvent>
#include <QGuiApplication>
#include <QScreen>
#include <QWidget>
#include <QWindow>

#ifdef KERF_XCB
#include <xcb/xcb.h>
#endif

#include <cstdlib>
#include <memory>
#include <utility>

namespace kerf::ui {
namespace {

#ifdef KERF_XCB

struct Free {
    void operator()(void* memory) const { std::free(memory); }
};

constexpr std::uint32_t kMaxWords = (4U << 20U) / 4U; // no display profile is larger

xcb_atom_t atomOf(xcb_connection_t* connection, const QByteArray& name) {
    const xcb_intern_atom_cookie_t asked =
        xcb_intern_atom(connection, 1, std::uint16_t(name.size()), name.constData());
    const std::unique_ptr<xcb_intern_atom_reply_t, Free> reply(
        xcb_intern_atom_reply(connection, asked, nullptr));
    return reply ? reply->atom : xcb_atom_t(XCB_ATOM_NONE);
}

QByteArray propertyOf(xcb_connection_t* connection, xcb_window_t window, const QByteArray& name) {
    const xcb_atom_t atom = atomOf(connection, name);
    if (atom == XCB_ATOM_NONE) {
        return {};
    }
    const xcb_get_property_cookie_t asked =
        xcb_get_property(connection, 0, window, atom, XCB_GET_PROPERTY_TYPE_ANY, 0, kMaxWords);
    const std::unique_ptr<xcb_get_property_reply_t, Free> reply(
        xcb_get_property_reply(connection, asked, nullptr));
    if (!reply || reply->format != 8) {
        return {};
    }
    return QByteArray(
        static_cast<const char*>(xcb_get_property_value(reply.get())),
        xcb_get_property_value_length(reply.get()));
}

#endif

} // namespace

QByteArray readScreenProfile(const QScreen& screen) {
#ifdef KERF_XCB
    const auto* x11 = qApp->nativeInterface<QNativeInterface::QX11Application>();
    if (x11 && x11->connection()) {
        xcb_connection_t* connection = x11->connection();
        const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
        // The first monitor has no number in the property's name.
        const auto number =
            QGuiApplication::screens().indexOf(const_cast<QScreen*>(&screen)); // only compared
        const QByteArray name =
            number > 0 ? "_ICC_PROFILE_" + QByteArray::number(number) : QByteArray("_ICC_PROFILE");
        return propertyOf(connection, root, name);
    }
#else
    Q_UNUSED(screen)
#endif
    return {};
}

ScreenProfile::ScreenProfile(QWidget& window, Reader read, QObject* parent)
    : QObject(parent), m_window(window), m_read(std::move(read)) {
    m_window.installEventFilter(this);
}

bool ScreenProfile::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show || event->type() == QEvent::WindowActivate) {
        if (!m_isWatching && m_window.windowHandle()) {
            m_isWatching = true;
            connect(m_window.windowHandle(), &QWindow::screenChanged, this, &ScreenProfile::look);
        }
        look();
    }
    return QObject::eventFilter(watched, event);
}

void ScreenProfile::look() {
    QByteArray profile = m_window.screen() ? m_read(*m_window.screen()) : QByteArray();
    if (profile == m_profile) {
        return;
    }
    m_profile = std::move(profile);
    const QColorSpace own = QColorSpace::fromIccProfile(m_profile);
    const QColorSpace colors = own.isValid() ? own : QColorSpace(QColorSpace::SRgb);
    if (colors != m_colors) {
        m_colors = colors;
        Q_EMIT changed(m_colors);
    }
}

} // namespace kerf::ui
