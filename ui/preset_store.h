#pragma once

#include "core/contract/recipe_json.h"

#include <QString>

#include <filesystem>
#include <vector>

namespace kerf::ui {

// The recipes that a person can take up by name: Kerf's own, and those in the person's folder, a JSON file
// each. Files that can't be read are left as they are, and named. GUI thread only; the files are small.
class PresetStore final {
public:
    struct Preset {
        QString title;
        Recipe recipe;
        std::filesystem::path file; // empty: Kerf's own
    };
    struct Damaged {
        std::filesystem::path file;
        QString why; // English
    };

    explicit PresetStore(std::filesystem::path folder); // made when first needed; empty: none is kept

    void load();
    const std::vector<Preset>& presets() const { return m_presets; } // Kerf's own first, then by title
    const std::vector<Damaged>& damaged() const { return m_damaged; }
    int find(const QString& title) const; // among the person's own; -1: none

    // All throw Error, and change nothing then. An own preset of the same title is replaced.
    void save(const QString& title, const Recipe& recipe);
    void rename(int index, const QString& title);
    void remove(int index);
    QString import(const std::filesystem::path& file); // its title; numbered where that is taken
    static void write(const std::filesystem::path& file, const QString& title, const Recipe& recipe);

    // As the panel knows them: without what belongs to one photo or to the machine.
    static Recipe shareable(Recipe recipe);

private:
    void loadOwn();
    std::filesystem::path freeName(const QString& title) const;

    std::filesystem::path m_folder;
    std::vector<Preset> m_presets;
    std::vector<Damaged> m_damaged;
};

} // namespace kerf::ui
