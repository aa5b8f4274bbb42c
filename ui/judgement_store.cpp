#include "ui/judgement_store.h"

#include "ui/thumbnail_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <system_error>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kVersion = 1;
constexpr qsizetype kMaxReason = 1000;
constexpr qsizetype kMaxNote = 20'000;

QByteArray keyOf(const std::filesystem::path& file) {
    return thumbnailUri(file.lexically_normal());
}

QJsonObject toObject(const QByteArray& uri, const Judgement& judgement) {
    QJsonObject object{{QStringLiteral("file"), QString::fromLatin1(uri)}};
    if (judgement.verdict != Verdict::none) {
        const std::string_view verdict = name(judgement.verdict);
        object.insert(
            QStringLiteral("verdict"), QString::fromLatin1(verdict.data(), qsizetype(verdict.size())));
    }
    if (!judgement.reason.empty()) {
        object.insert(QStringLiteral("reason"), QString::fromStdString(judgement.reason));
    }
    if (!judgement.note.empty()) {
        object.insert(QStringLiteral("note"), QString::fromStdString(judgement.note));
    }
    if (judgement.pin) {
        object.insert(QStringLiteral("pin"), QJsonArray{judgement.pin->x, judgement.pin->y});
    }
    return object;
}

Judgement toJudgement(const QJsonObject& object) {
    Judgement judgement;
    judgement.verdict =
        parseVerdict(object.value(QLatin1String("verdict")).toString().toStdString()).value_or(Verdict::none);
    judgement.reason = object.value(QLatin1String("reason")).toString().left(kMaxReason).toStdString();
    judgement.note = object.value(QLatin1String("note")).toString().left(kMaxNote).toStdString();
    const QJsonArray pin = object.value(QLatin1String("pin")).toArray();
    if (pin.size() == 2 && pin[0].isDouble() && pin[1].isDouble()) {
        judgement.pin = Point{.x = pin[0].toDouble(), .y = pin[1].toDouble()};
    }
    return judgement;
}

} // namespace

JudgementStore::JudgementStore(const std::filesystem::path& folder, QObject* parent)
    : QObject(parent),
      m_path(folder.empty() ? folder : folder / "judgements.json"),
      m_file(m_path, [this]() -> StateFile::Contents {
          return [entries = m_entries] { return toJson(entries); };
      }) {
    connect(&m_file, &StateFile::loaded, this, &JudgementStore::onLoaded);
    connect(&m_file, &StateFile::damaged, this, &JudgementStore::damaged);
    connect(&m_file, &StateFile::failed, this, &JudgementStore::failed);
}

void JudgementStore::load() {
    m_file.load([](const QByteArray& bytes) {
        Entries entries;
        return fromJson(bytes, entries);
    });
}

void JudgementStore::onLoaded(const QByteArray& bytes) {
    Entries kept;
    if (!m_isCleared) {
        fromJson(bytes, kept);
    }
    for (auto& [uri, judgement] : kept) {
        if (!m_said.contains(uri)) {
            m_entries[uri] = std::move(judgement);
        }
    }
    m_isLoaded = true;
    if (!m_said.empty() || m_isCleared) {
        m_file.changed();
    }
    m_said.clear();
    Q_EMIT loaded();
}

const Judgement* JudgementStore::find(const std::filesystem::path& file) const {
    if (m_entries.empty()) {
        return nullptr; // asked for every photo of a long list
    }
    const auto found = m_entries.find(keyOf(file));
    return found == m_entries.end() ? nullptr : &found->second;
}

void JudgementStore::set(const std::filesystem::path& file, const Judgement& judgement) {
    const QByteArray key = keyOf(file);
    if (judgement == Judgement()) {
        m_entries.erase(key);
    } else {
        m_entries[key] = judgement;
    }
    if (m_isLoaded) {
        m_file.changed();
    } else {
        m_said.insert(key); // written once what is kept is known, or else that would be lost
    }
}

void JudgementStore::clear() {
    m_entries.clear();
    m_said.clear();
    if (m_isLoaded) {
        m_file.changed();
        m_file.flush();
    } else {
        m_isCleared = true; // written once the file is read
    }
    if (!m_path.empty()) {
        std::filesystem::path damaged = m_path;
        damaged += ".damaged";
        std::error_code ignored;
        std::filesystem::remove(damaged, ignored);
    }
}

QByteArray JudgementStore::toJson(const Entries& entries) {
    QJsonArray photos;
    for (const auto& [uri, judgement] : entries) {
        photos.append(toObject(uri, judgement));
    }
    return QJsonDocument(
               QJsonObject{{QStringLiteral("version"), kVersion}, {QStringLiteral("photos"), photos}})
        .toJson(QJsonDocument::Indented);
}

bool JudgementStore::fromJson(const QByteArray& bytes, Entries& entries) {
    const QJsonObject root = QJsonDocument::fromJson(bytes).object();
    if (root.value(QLatin1String("version")).toInt() != kVersion ||
        !root.value(QLatin1String("photos")).isArray()) {
        return false;
    }
    for (const QJsonValue& value : root.value(QLatin1String("photos")).toArray()) {
        const QByteArray uri = value.toObject().value(QLatin1String("file")).toString().toLatin1();
        const Judgement judgement = toJudgement(value.toObject());
        if (uri.startsWith("file:///") && judgement != Judgement()) {
            entries[uri] = judgement;
        }
    }
    return true;
}

} // namespace kerf::ui
