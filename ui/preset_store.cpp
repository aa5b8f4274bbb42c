#include "ui/preset_store.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "ui/core_text.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

namespace kerf::ui {
namespace {

namespace fs = std::filesystem;

// In the order in which they are offered, with their titles for translation.
constexpr std::array<std::pair<const char*, const char*>, 9> kOwn{{
    {"cutout", QT_TRANSLATE_NOOP("Presets", "Cut-out")},
    {"white", QT_TRANSLATE_NOOP("Presets", "On white")},
    {"shop", QT_TRANSLATE_NOOP("Presets", "Shop, white square")},
    {"studio", QT_TRANSLATE_NOOP("Presets", "Studio, soft shadow")},
    {"blurred", QT_TRANSLATE_NOOP("Presets", "Blurred background")},
    {"denoise", QT_TRANSLATE_NOOP("Presets", "Clean-up only")},
    {"pet-portrait", QT_TRANSLATE_NOOP("Presets", "Pet portrait, black and white")},
    {"high-key", QT_TRANSLATE_NOOP("Presets", "High key, black and white")},
    {"low-key", QT_TRANSLATE_NOOP("Presets", "Low key, black and white")},
}};

NamedRecipe readRecipe(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::error_code failed;
    if (!stream || !fs::is_regular_file(file, failed)) {
        throw Error(ErrorCode::file_not_found, "the recipe can't be read; check its permissions", file);
    }
    const std::uintmax_t size = fs::file_size(file, failed);
    if (failed || size > kMaxRecipeBytes) {
        throw Error(ErrorCode::invalid_option, "this is too large for a recipe", file);
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    stream.read(text.data(), std::streamsize(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    try {
        return recipeFromJson(text);
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), file);
    }
}

void writeRecipe(const fs::path& file, const QString& title, const Recipe& recipe, OnExisting existing) {
    const std::string text =
        toJson(NamedRecipe{.title = title.toStdString(), .recipe = PresetStore::shareable(recipe)});
    writeFileAtomically(
        file, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), existing);
}

} // namespace

PresetStore::PresetStore(fs::path folder) : m_folder(std::move(folder)) {}

Recipe PresetStore::shareable(Recipe recipe) {
    const Recipe none;
    recipe.subject.reset();
    recipe.strokes.clear();
    recipe.edits.clear();
    recipe.device = none.device;
    recipe.requireGpu = none.requireGpu;
    recipe.precision = none.precision;
    recipe.threads = none.threads;
    return recipe;
}

void PresetStore::load() {
    m_presets.clear();
    m_damaged.clear();
    for (const auto& [name, title] : kOwn) {
        QFile file(QStringLiteral(":/presets/%1.json").arg(QLatin1String(name)));
        if (file.open(QIODevice::ReadOnly)) {
            const NamedRecipe recipe = recipeFromJson(file.readAll().toStdString());
            m_presets.push_back({QCoreApplication::translate("Presets", title), recipe.recipe, {}});
        }
    }
    loadOwn();
}

void PresetStore::loadOwn() {
    if (m_folder.empty()) {
        return;
    }
    std::error_code failed;
    std::vector<Preset> own;
    for (fs::directory_iterator entry(m_folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const fs::path& file = entry->path();
        if (file.extension() != ".json" || file.filename().native().starts_with('.')) {
            continue;
        }
        try {
            const NamedRecipe recipe = readRecipe(file);
            const std::string title = recipe.title.empty() ? file.stem().native() : recipe.title;
            own.push_back({QString::fromStdString(title), shareable(recipe.recipe), file});
        } catch (const Error& e) {
            m_damaged.push_back({file, coreText(e.what())});
        }
    }
    std::ranges::sort(own, [](const Preset& one, const Preset& other) {
        return one.title.localeAwareCompare(other.title) < 0;
    });
    m_presets.insert(m_presets.end(), own.begin(), own.end());
}

int PresetStore::find(const QString& title) const {
    for (std::size_t i = 0; i < m_presets.size(); ++i) {
        if (!m_presets[i].file.empty() && m_presets[i].title == title) {
            return int(i);
        }
    }
    return -1;
}

// From the title's letters and digits, so that no title leads out of the folder.
fs::path PresetStore::freeName(const QString& title) const {
    constexpr std::size_t kMost = 60;
    std::string stem;
    for (const QChar letter : title.toLower()) {
        const char ascii = letter.toLatin1();
        const bool isPlain = (ascii >= 'a' && ascii <= 'z') || (ascii >= '0' && ascii <= '9');
        if (stem.size() < kMost && (isPlain || (!stem.empty() && stem.back() != '-'))) {
            stem += isPlain ? ascii : '-';
        }
    }
    stem = stem.empty() ? "recipe" : stem;
    std::error_code failed;
    fs::path file = m_folder / (stem + ".json");
    for (int number = 2; fs::exists(fs::symlink_status(file, failed)); ++number) {
        file = m_folder / (stem + '-' + std::to_string(number) + ".json");
    }
    return file;
}

void PresetStore::save(const QString& title, const Recipe& recipe) {
    if (m_folder.empty()) {
        throw Error(ErrorCode::write_failed, "there is no folder for presets");
    }
    std::error_code failed;
    fs::create_directories(m_folder, failed); // writing tells what is wrong with it
    const int there = find(title);
    if (there >= 0) {
        writeRecipe(m_presets[std::size_t(there)].file, title, recipe, OnExisting::replace);
    } else {
        writeRecipe(freeName(title), title, recipe, OnExisting::fail);
    }
    load();
}

void PresetStore::rename(int index, const QString& title) {
    const Preset preset = m_presets.at(std::size_t(index));
    writeRecipe(preset.file, title, preset.recipe, OnExisting::replace);
    load();
}

void PresetStore::remove(int index) {
    const fs::path file = m_presets.at(std::size_t(index)).file;
    std::error_code failed;
    if (file.empty() || !fs::remove(file, failed)) {
        throw Error(ErrorCode::write_failed, "the preset can't be deleted: " + failed.message(), file);
    }
    load();
}

QString PresetStore::import(const fs::path& file) {
    const NamedRecipe recipe = readRecipe(file);
    const std::string name = recipe.title.empty() ? file.stem().native() : recipe.title;
    const QString wanted = QString::fromStdString(name).simplified();
    QString title = wanted;
    for (int number = 2; find(title) >= 0; ++number) {
        title = QStringLiteral("%1 %2").arg(wanted).arg(number);
    }
    save(title, recipe.recipe);
    return title;
}

void PresetStore::write(const fs::path& file, const QString& title, const Recipe& recipe) {
    writeRecipe(file, title, recipe, OnExisting::replace);
}

} // namespace kerf::ui
