#include "ui/recent_menu.h"

#include "ui/settings.h"
#include "ui/text.h"

#include <QMenu>

#include <set>

namespace kerf::ui {
namespace {

constexpr std::size_t kSingly = 3; // files that are remembered one by one

} // namespace

RecentMenu::RecentMenu(QMenu& menu, QAction* before, Settings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_menu(new QMenu(tr("Open recent"), &menu)) {
    m_menu->setObjectName(QStringLiteral("recentMenu"));
    m_menu->setToolTipsVisible(true);
    menu.insertMenu(before, m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &RecentMenu::fill);
    fill();
}

void RecentMenu::add(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::filesystem::path> named;
    if (paths.size() <= kSingly) {
        named = paths;
    } else {
        std::set<std::filesystem::path> folders;
        for (const std::filesystem::path& path : paths) {
            if (folders.insert(path.parent_path()).second && folders.size() <= kSingly) {
                named.push_back(path.parent_path());
            }
        }
    }
    QStringList urls = m_settings.recentUrls();
    for (auto path = named.rbegin(); path != named.rend(); ++path) {
        const QString url = QString::fromLatin1(toUrl(path->lexically_normal()).toEncoded());
        urls.removeAll(url);
        urls.prepend(url);
    }
    m_settings.setRecentUrls(urls.mid(0, kMost));
    fill();
}

void RecentMenu::clear() {
    m_settings.setRecentUrls({});
    fill();
}

void RecentMenu::fill() {
    m_menu->clear();
    for (const QString& url : m_settings.recentUrls()) {
        const std::filesystem::path path = toPath(QUrl(url, QUrl::StrictMode));
        if (path.empty()) {
            continue;
        }
        const bool isBare = !path.has_filename(); // a folder's path may end with a slash
        QString text = shortNameText(isBare ? path.parent_path() : path);
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* action = m_menu->addAction(text);
        // Queued, since what is chosen is put first and the menu filled anew.
        connect(
            action, &QAction::triggered, this, [this, path] { Q_EMIT chosen(path); }, Qt::QueuedConnection);
        action->setObjectName(QStringLiteral("recentPath"));
        action->setToolTip(toText(path));
    }
    m_menu->menuAction()->setEnabled(!m_menu->isEmpty());
    if (!m_menu->isEmpty()) {
        m_menu->addSeparator();
        QAction* action = m_menu->addAction(tr("Clear this list"));
        connect(action, &QAction::triggered, this, &RecentMenu::clear, Qt::QueuedConnection);
        action->setObjectName(QStringLiteral("clearRecent"));
    }
}

} // namespace kerf::ui
