#pragma once

#include "core/contract/judgement.h"
#include "ui/state_file.h"

#include <QByteArray>
#include <QObject>

#include <filesystem>
#include <map>
#include <set>

namespace kerf::ui {

// What a person said about photos, by file, in this sitting and all before: kept in FOLDER/judgements.json.
// GUI thread only; files are read and written on another.
class JudgementStore final : public QObject {
    Q_OBJECT

public:
    explicit JudgementStore(
        const std::filesystem::path& folder, QObject* parent = nullptr); // empty: not kept

    void load(); // loaded() follows; what is said in the meantime counts more
    const Judgement* find(const std::filesystem::path& file) const; // until the next set() or loaded()
    void set(const std::filesystem::path& file, const Judgement& judgement); // an empty one takes it away
    void clear();                                                            // for good, in the file too
    void flush() { m_file.flush(); }

    using Entries = std::map<QByteArray, Judgement>; // by file URI
    static QByteArray toJson(const Entries& entries);
    // Entries that make no sense are left out; false: this is no such file.
    static bool fromJson(const QByteArray& bytes, Entries& entries);

Q_SIGNALS:
    void loaded();
    void damaged();
    void failed(const QString& reason);

private:
    void onLoaded(const QByteArray& bytes);

    std::filesystem::path m_path; // empty: not kept
    Entries m_entries;
    std::set<QByteArray> m_said; // before the file was read
    bool m_isLoaded = false;
    bool m_isCleared = false; // before the file was read
    StateFile m_file;
};

} // namespace kerf::ui
