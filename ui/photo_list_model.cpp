#include "ui/photo_list_model.h"

#include "core/base/check.h"
#include "ui/core_text.h"
#include "ui/error_text.h"
#include "ui/text.h"

#include <algorithm>

namespace kerf::ui {

int PhotoListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

const PhotoItem& PhotoListModel::at(int row) const {
    KERF_CHECK(row >= 0 && row < count());
    return m_items[std::size_t(row)];
}

int PhotoListModel::rowOf(PhotoId id) const {
    // Ids grow with the rows, since photos are appended only.
    const auto found =
        std::lower_bound(m_items.begin(), m_items.end(), id, [](const PhotoItem& item, PhotoId wanted) {
            return item.id < wanted;
        });
    return found != m_items.end() && found->id == id ? int(found - m_items.begin()) : -1;
}

QVariant PhotoListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count()) {
        return {};
    }
    const PhotoItem& item = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return item.name;
    case Qt::ToolTipRole:
        return toolTip(item);
    case Qt::AccessibleTextRole:
        return item.judgement.verdict == Verdict::none
                   ? tr("%1, %2").arg(item.name, statusText(item))
                   : tr("%1, %2, %3").arg(item.name, statusText(item), verdictText(item.judgement.verdict));
    case StateRole:
        return QVariant::fromValue(item.state);
    case StatusRole:
        return statusText(item);
    case FractionRole:
        return item.fraction;
    case StageRole:
        return stageText(item.stage);
    case OutdatedRole:
        return item.isOutdated;
    case ThumbnailRole:
        return item.thumbnail;
    case IdRole:
        return QVariant::fromValue(quint64(item.id));
    case JudgementRole:
        return verdictText(item.judgement.verdict);
    case ChangedRole:
        return item.changed ? QVariant(qlonglong(*item.changed)) : QVariant();
    default:
        return {};
    }
}

Qt::ItemFlags PhotoListModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren : flags;
}

std::array<int, 4> PhotoListModel::verdictCounts() const {
    std::array<int, 4> counts{};
    for (const PhotoItem& item : m_items) {
        ++counts[std::size_t(item.judgement.verdict)];
    }
    return counts;
}

AddedPhotos PhotoListModel::append(const FoundPhotos& found) {
    AddedPhotos counts{
        .duplicates = found.duplicates,
        .unsupported = int(found.unsupported.size()),
        .missing = int(found.missing.size())};
    std::vector<PhotoItem> fresh;
    for (const FoundPhoto& photo : found.photos) {
        if (!m_files.insert(photo.file.lexically_normal()).second) {
            ++counts.duplicates;
            continue;
        }
        fresh.push_back({.id = PhotoId(++m_lastId), .file = photo.file, .name = nameText(photo.file)});
    }
    counts.added = int(fresh.size());
    if (!fresh.empty()) {
        beginInsertRows({}, count(), count() + counts.added - 1);
        std::move(fresh.begin(), fresh.end(), std::back_inserter(m_items));
        endInsertRows();
    }
    return counts;
}

void PhotoListModel::remove(std::vector<int> rows) {
    std::sort(rows.begin(), rows.end(), std::greater<>());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (std::size_t i = 0; i < rows.size();) {
        const int last = rows[i];
        int first = last; // neighbours go together: ten thousand one by one would take seconds
        for (++i; i < rows.size() && rows[i] == first - 1; ++i) {
            --first;
        }
        beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row) {
            m_files.erase(at(row).file.lexically_normal());
        }
        m_items.erase(m_items.begin() + first, m_items.begin() + last + 1);
        endRemoveRows();
    }
}

QString PhotoListModel::stateText(PhotoState state) {
    switch (state) {
    case PhotoState::ready:
        return tr("Ready");
    case PhotoState::queued:
        return tr("Queued");
    case PhotoState::running:
        return tr("Running");
    case PhotoState::done:
        return tr("Done");
    case PhotoState::failed:
        return tr("Failed");
    case PhotoState::cancelled:
        return tr("Cancelled");
    }
    return {};
}

QString PhotoListModel::verdictText(Verdict verdict) {
    switch (verdict) {
    case Verdict::none:
        return {};
    case Verdict::pass:
        return tr("Pass");
    case Verdict::fail:
        return tr("Fail");
    case Verdict::touch_up:
        return tr("Touch-up");
    }
    return {};
}

QString PhotoListModel::stageText(const std::string& stage) {
    if (stage == "read") {
        return tr("Reading");
    }
    if (stage == "cleanup") {
        return tr("Cleaning up");
    }
    if (stage == "mask") {
        return tr("Finding the subject");
    }
    if (stage == "edit") {
        return tr("Editing the matte");
    }
    if (stage == "foreground") {
        return tr("Clearing edge colours");
    }
    if (stage == "compose") {
        return tr("Laying the background");
    }
    if (stage == "write") {
        return tr("Saving");
    }
    return {};
}

QString PhotoListModel::factsText(const PhotoInfo& info) {
    QStringList facts{
        QString::fromStdString(info.format), tr("%1 × %2").arg(info.width).arg(info.height),
        tr("%1 bits").arg(info.bitsPerSample)};
    if (info.hasAlpha) {
        facts.append(tr("alpha"));
    }
    for (const std::string& fact : {info.profile, info.camera, info.lens, info.exposure}) {
        if (!fact.empty()) {
            facts.append(QString::fromStdString(fact));
        }
    }
    return facts.join(QStringLiteral(" · "));
}

QString PhotoListModel::statusText(const PhotoItem& item) {
    if (item.state == PhotoState::running) {
        return tr("Running %1 %").arg(int(item.fraction * 100.0));
    }
    if (item.state == PhotoState::done && item.isOutdated) {
        return tr("Done, outdated");
    }
    return stateText(item.state);
}

QString PhotoListModel::toolTip(const PhotoItem& item) const {
    QString text =
        QStringLiteral("<p style='white-space:pre'><b>%1</b><br>%2</p>")
            .arg(nameText(item.file).toHtmlEscaped(), toText(item.file.parent_path()).toHtmlEscaped());
    if (item.info) {
        text += QStringLiteral("<p>%1</p>").arg(factsText(*item.info).toHtmlEscaped());
        if (!item.info->notices.empty()) {
            text += QStringLiteral("<p>%1</p>").arg(coreSentencesText(item.info->notices).toHtmlEscaped());
        }
    }
    if (item.judgement.verdict != Verdict::none) {
        const QString reason = QString::fromStdString(item.judgement.reason);
        text += QStringLiteral("<p><b>%1</b>%2</p>")
                    .arg(
                        verdictText(item.judgement.verdict),
                        reason.isEmpty() ? QString() : QStringLiteral(": ") + reason.toHtmlEscaped());
    }
    if (!item.judgement.note.empty()) {
        text += QStringLiteral("<p>%1</p>").arg(QString::fromStdString(item.judgement.note).toHtmlEscaped());
    }
    if (item.failure) {
        const ErrorText error = errorText(*item.failure);
        text +=
            QStringLiteral("<p>%1. %2</p>").arg(error.title.toHtmlEscaped(), error.whole().toHtmlEscaped());
    } else if (item.isOutdated) {
        text += tr("<p>The recipe was changed since this result was made. Run it again to update it.</p>");
    } else if (item.state == PhotoState::done) {
        text +=
            tr("<p>Done in %1 s. Drag it out to use the cut-out elsewhere.</p>").arg(item.seconds, 0, 'f', 1);
    } else {
        text += QStringLiteral("<p>%1</p>").arg(statusText(item));
    }
    return text;
}

} // namespace kerf::ui
