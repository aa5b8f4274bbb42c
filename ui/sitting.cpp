#include "ui/sitting.h"

#include "core/base/error.h"
#include "core/contract/recipe_json.h"
#include "ui/thumbnail_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace kerf::ui {
namespace {

constexpr int kVersion = 1;

// By value; written by name, so that a later version may have more.
constexpr std::array<const char*, 6> kModes{"split", "side", "difference", "onion", "before", "after"};
constexpr std::array<const char*, 19> kKeys{
    "added",  "name",    "changed", "state",         "verdict",     "coverage",   "transparent",
    "opaque", "partial", "haze",    "soft-interior", "edge-median", "edge-width", "edge-widest",
    "holes",  "islands", "ghosts",  "frame",         "mask-scale"};
constexpr std::array<const char*, 7> kStates{"any",      "ready",  "working",  "done",
                                             "outdated", "failed", "cancelled"};
constexpr std::array<const char*, 6> kJudged{"any", "none", "pass", "fail", "touch-up", "noted"};

template <typename Enum, std::size_t N>
QString nameOf(const std::array<const char*, N>& names, Enum value) {
    return QString::fromLatin1(names[std::size_t(value)]);
}

template <typename Enum, std::size_t N>
Enum valueOf(const std::array<const char*, N>& names, const QJsonValue& name) {
    const QString text = name.toString();
    const auto found = std::find_if(
        names.begin(), names.end(), [&](const char* each) { return text == QLatin1String(each); });
    return found == names.end() ? Enum() : Enum(found - names.begin());
}

QString urlOf(const std::filesystem::path& path) {
    return path.empty() ? QString() : QString::fromLatin1(thumbnailUri(path));
}

std::filesystem::path pathOf(const QJsonValue& url) {
    const QByteArray text = url.toString().toLatin1();
    return text.startsWith("file:///") ? QByteArray::fromPercentEncoding(text.mid(7)).toStdString()
                                       : std::string();
}

QJsonArray urlsOf(const std::vector<std::filesystem::path>& paths) {
    QJsonArray urls;
    for (const std::filesystem::path& path : paths) {
        urls.append(urlOf(path));
    }
    return urls;
}

std::vector<std::filesystem::path> pathsOf(const QJsonValue& urls) {
    std::vector<std::filesystem::path> paths;
    for (const QJsonValue& url : urls.toArray()) {
        std::filesystem::path path = pathOf(url);
        if (!path.empty()) {
            paths.push_back(std::move(path));
        }
    }
    return paths;
}

Recipe recipeOf(const QString& text) {
    if (text.isEmpty()) {
        return {};
    }
    try {
        return recipeFromJson(text.toStdString()).recipe;
    } catch (const Error&) {
        return {}; // of another version
    }
}

} // namespace

QByteArray toJson(const Sitting& sitting) {
    QJsonObject root{
        {QStringLiteral("version"), kVersion},
        {QStringLiteral("photos"), urlsOf(sitting.photos)},
        {QStringLiteral("current"), urlOf(sitting.current)},
        {QStringLiteral("selected"), urlsOf(sitting.selected)},
        {QStringLiteral("recipe"),
         QString::fromStdString(kerf::toJson(NamedRecipe{.title = {}, .recipe = sitting.recipe}))},
        {QStringLiteral("compare"), nameOf(kModes, sitting.compare)},
        {QStringLiteral("sort"), nameOf(kKeys, sitting.key)},
        {QStringLiteral("descending"), sitting.order == Qt::DescendingOrder},
        {QStringLiteral("filter-text"), sitting.filter.text},
        {QStringLiteral("filter-state"), nameOf(kStates, sitting.filter.state)},
        {QStringLiteral("filter-verdict"), nameOf(kJudged, sitting.filter.judged)}};
    if (sitting.filter.limit) {
        root.insert(QStringLiteral("filter-number"), nameOf(kKeys, sitting.filter.limit->number));
        root.insert(QStringLiteral("filter-at-most"), sitting.filter.limit->isMost);
        root.insert(QStringLiteral("filter-limit"), sitting.filter.limit->value);
    }
    if (sitting.zoom) {
        root.insert(QStringLiteral("zoom"), *sitting.zoom);
    }
    return QJsonDocument(root).toJson(QJsonDocument::Indented);
}

std::optional<Sitting> sittingFromJson(const QByteArray& bytes) {
    const QJsonObject root = QJsonDocument::fromJson(bytes).object();
    if (root.value(QLatin1String("version")).toInt() != kVersion) {
        return std::nullopt;
    }
    Sitting sitting{
        .photos = pathsOf(root.value(QLatin1String("photos"))),
        .current = pathOf(root.value(QLatin1String("current"))),
        .selected = pathsOf(root.value(QLatin1String("selected"))),
        .recipe = recipeOf(root.value(QLatin1String("recipe")).toString()),
        .compare = valueOf<CompareMode>(kModes, root.value(QLatin1String("compare"))),
        .key = valueOf<PhotoSort>(kKeys, root.value(QLatin1String("sort"))),
        .order = root.value(QLatin1String("descending")).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder,
        .filter = {
            .text = root.value(QLatin1String("filter-text")).toString(),
            .state = valueOf<PhotoFilter::State>(kStates, root.value(QLatin1String("filter-state"))),
            .judged = valueOf<PhotoFilter::Judged>(kJudged, root.value(QLatin1String("filter-verdict")))}};
    const auto number = valueOf<PhotoSort>(kKeys, root.value(QLatin1String("filter-number")));
    if (number >= PhotoSort::coverage) {
        sitting.filter.limit = NumberLimit{
            .number = number,
            .isMost = root.value(QLatin1String("filter-at-most")).toBool(),
            .value = root.value(QLatin1String("filter-limit")).toDouble()};
    }
    const double zoom = root.value(QLatin1String("zoom")).toDouble();
    if (zoom > 0.0 && zoom <= 64.0) {
        sitting.zoom = zoom;
    }
    return sitting;
}

} // namespace kerf::ui
