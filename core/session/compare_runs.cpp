#include "core/session/compare_runs.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/image/sample_type.h"
#include "core/io/color.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "core/models/file_hash.h"
#include "core/qa/color_difference.h"
#include "core/qa/matte_difference.h"
#include "core/session/run_judging.h"

#include <fmt/format.h>
#include <queue>

#include <array>
#include <cmath>
#include <new>
#include <system_error>
#include <utility>

namespace kerf {
namespace {

namespace fs = std::filesystem;

constexpr double kSameShape = 0.01; // how much the sides' proportions may differ

// Every pixel grey, as far as it goes before one isn't.
bool isGrey(const Image& image) {
    bool isGrey = true;
    withSampleType(image.format().type, [&](auto sample) {
        using T = decltype(sample);
        const auto channels = std::size_t(image.format().channels);
        for (int y = 0; isGrey && y < image.format().height; ++y) {
            const auto row = image.row<T>(y);
            for (std::size_t i = 0; i < row.size(); i += channels) {
                isGrey = isGrey && row[i] == row[i + 1] && row[i] == row[i + 2];
            }
        }
    });
    return isGrey;
}

bool isSameShape(const ImageFormat& one, const ImageFormat& other) {
    const double a = double(one.width) / one.height;
    const double b = double(other.width) / other.height;
    return std::abs(a / b - 1.0) <= kSameShape;
}

bool areSameBytes(const fs::path& one, const fs::path& other, const Progress& progress) {
    std::error_code error;
    if (fs::file_size(one, error) != fs::file_size(other, error) || error) {
        return false;
    }
    return models::hashFile(one, progress).sha256 == models::hashFile(other, progress).sha256;
}

// A picture as WebP for a report; empty where that fails, which is no reason to fail the pair.
std::vector<std::uint8_t> thumbnailOf(const Photo& photo, int side, const Progress& progress) {
    try {
        const Image small = convertType(shrinkToFit(photo.image, side), PixelType::u8);
        const Image srgb = convertProfile(small, small.format().icc, {}, progress);
        return encodePhoto({.image = srgb, .options = {.type = FileType::webp, .quality = 80}}, progress)
            .bytes;
    } catch (const Error&) {
        return {};
    }
}

PairSide sideOf(const PairSide& side, const Photo& photo, bool isMatte) {
    const PhotoInfo& info = photo.info;
    return {
        .file = side.file,
        .path = side.path,
        .format = info.format,
        .width = info.width,
        .height = info.height,
        .bitsPerSample = info.bitsPerSample,
        .hasAlpha = info.hasAlpha,
        .isMatte = isMatte,
        .profile = info.profile,
        .fileBytes = info.fileBytes};
}

std::string profileName(const PairSide& side) {
    return side.profile.empty() ? "none (sRGB)" : side.profile;
}

std::vector<PairChange> changesOf(const RunPair& pair, const Photo& a, const Photo& b) {
    std::vector<PairChange> changes;
    const auto add = [&](ChangeKind kind, bool isChanged, std::string from, std::string to) {
        if (isChanged) {
            changes.push_back({kind, std::move(from), std::move(to)});
        }
    };
    const PairSide& one = pair.a;
    const PairSide& other = pair.b;
    const auto size = [](const PairSide& side) { return fmt::format("{} x {}", side.width, side.height); };
    add(ChangeKind::size, size(one) != size(other), size(one), size(other));
    if (one.isMatte != other.isMatte) {
        return changes; // a matte beside a picture: the rest is of another kind anyway
    }
    const auto bits = [](const PairSide& side) { return fmt::format("{} bits", side.bitsPerSample); };
    add(ChangeKind::depth, one.bitsPerSample != other.bitsPerSample, bits(one), bits(other));
    const auto alpha = [](const PairSide& side) { return side.hasAlpha ? "alpha" : "no alpha"; };
    add(ChangeKind::alpha, one.hasAlpha != other.hasAlpha, alpha(one), alpha(other));
    const bool isOtherIcc = one.profile != other.profile || a.image.format().icc != b.image.format().icc;
    add(ChangeKind::profile, isOtherIcc, profileName(one), profileName(other));
    const auto exif = [](const Photo& photo) {
        return photo.metadata.exif.empty() ? "none" : fmt::format("{} bytes", photo.metadata.exif.size());
    };
    add(ChangeKind::exif, a.metadata.exif != b.metadata.exif, exif(a), exif(b));
    return changes;
}

// Both files of a pair, read at the same time; what could not be read has its failure.
struct Loaded {
    std::array<Photo, 2> photos;
    std::array<std::optional<JobFailure>, 2> failures;
    bool isIdentical = false;
};

std::optional<JobFailure>
load(const fs::path& file, const fs::path& shown, Photo& photo, const Progress& progress) {
    try {
        photo = readPhoto(file, Limits{}, progress);
        return std::nullopt;
    } catch (const Error& e) {
        return JobFailure{e.code(), e.what(), shown};
    } catch (const std::bad_alloc&) {
        return JobFailure{ErrorCode::out_of_memory, "not enough memory for this picture", shown};
    }
}

Loaded loadBoth(const fs::path& a, const fs::path& b, const PairedFiles& files, const Progress& progress) {
    Loaded loaded;
    const std::array<fs::path, 2> paths{a, b};
    const std::array<fs::path, 2> shown{files.a, files.b};
    try {
        loaded.isIdentical = areSameBytes(a, b, progress.part(0.0, 0.1));
    } catch (const Error&) { // reading it, below, says why
    }
    parallelFor(loaded.isIdentical ? 1 : 2, 2, progress.part(0.1, 0.6), [&](int i) {
        const auto at = std::size_t(i);
        loaded.failures[at] = load(paths[at], shown[at], loaded.photos[at], Progress(progress.stop(), {}));
    });
    if (loaded.isIdentical) {
        loaded.photos[1] = loaded.photos[0];
        loaded.failures[1] = loaded.failures[0];
    }
    return loaded;
}

// The work on a pair whose files could be read.
class PairWork {
public:
    PairWork(const CompareRequest& request, RunPair& pair, const Photo& a, const Photo& b)
        : m_request(request), m_pair(pair), m_a(a.image), m_b(b.image) {}

    void run(const Progress& progress) {
        if (!isSameShape(m_a.format(), m_b.format())) {
            m_pair.isOtherShape = true;
            return;
        }
        if (m_a.format().width != m_b.format().width || m_a.format().height != m_b.format().height) {
            m_b = resize(m_b, m_a.format().width, m_a.format().height);
        }
        const PairSide& a = m_pair.a;
        const PairSide& b = m_pair.b;
        if (a.hasAlpha || b.hasAlpha || (a.isMatte && b.isMatte) || m_request.isATruth) {
            m_pair.matte = measureMatteDifference(
                matteOf(m_a, a), matteOf(m_b, b), m_request.threads, progress.part(0.0, 0.5));
        }
        // A matte beside a cut-out has no colours to compare.
        if (!m_request.isATruth && (a.isMatte == b.isMatte || (!a.hasAlpha && !b.hasAlpha))) {
            compareColors(progress.part(0.5, 1.0));
        }
    }

private:
    static Image matteOf(const Image& image, const PairSide& side) {
        return side.isMatte ? greyOf(image) : alphaOf(image);
    }

    void compareColors(const Progress& progress) {
        if (m_pair.isIdentical) {
            m_pair.color = ColorDifference();
            return;
        }
        // What is read is in a working space always, so there are such tables.
        const auto spaceA = rgbToXyz(m_a.format().icc);
        const auto spaceB = rgbToXyz(m_b.format().icc);
        if (spaceA && spaceB) {
            m_pair.color = measureColorDifference(m_a, *spaceA, m_b, *spaceB, m_request.threads, progress);
        }
    }

    const CompareRequest& m_request;
    RunPair& m_pair;
    Image m_a;
    Image m_b; // at A's size
};

// Keeps the thumbnails of what changed most only.
class ThumbnailBudget {
public:
    explicit ThumbnailBudget(std::vector<RunPair>& pairs) : m_pairs(pairs) {}

    void keep(std::size_t index) {
        const RunPair& pair = m_pairs[index];
        if (pair.thumbnailA.empty() && pair.thumbnailB.empty()) {
            return;
        }
        const bool isAhead = pair.state == PairState::failed || pair.isOtherShape;
        m_kept.emplace(isAhead ? 1e9 : valueOf(pair, Metric::change).value_or(0.0), index);
        if (m_kept.size() > std::size_t{kMostThumbnails}) {
            RunPair& least = m_pairs[m_kept.top().second];
            least.thumbnailA = {};
            least.thumbnailB = {};
            m_kept.pop();
        }
    }

private:
    using Entry = std::pair<double, std::size_t>;
    std::vector<RunPair>& m_pairs;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_kept; // the least changed on top
};

// What is in one run only: looked at, too, since a report shows it.
void fillLonely(
    const CompareRequest& request, const fs::path& file, bool isA, RunPair& pair, const Progress& progress) {
    pair.state = isA ? PairState::only_a : PairState::only_b;
    if (request.thumbnailSide <= 0) {
        return;
    }
    Photo photo;
    PairSide& side = isA ? pair.a : pair.b;
    if (const auto failure = load(file, side.file, photo, progress)) {
        return; // that it is alone is what counts
    }
    side = sideOf(side, photo, false);
    (isA ? pair.thumbnailA : pair.thumbnailB) = thumbnailOf(photo, request.thumbnailSide, progress);
}

} // namespace

RunPair comparePair(
    const CompareRequest& request,
    const PairedRuns& runs,
    const PairedFiles& files,
    const Progress& progress) {
    RunPair pair{.name = files.name, .isRenamed = files.isRenamed};
    pair.a.file = files.a;
    pair.b.file = files.b;
    pair.a.path = files.a.empty() ? fs::path() : runs.folderA / files.a;
    pair.b.path = files.b.empty() ? fs::path() : runs.folderB / files.b;
    if (files.a.empty() || files.b.empty()) {
        const bool isA = files.b.empty();
        fillLonely(request, isA ? pair.a.path : pair.b.path, isA, pair, progress);
        return pair;
    }
    const Loaded loaded = loadBoth(pair.a.path, pair.b.path, files, progress);
    const Photo& a = loaded.photos[0];
    const Photo& b = loaded.photos[1];
    if (request.thumbnailSide > 0) {
        const auto of = [&](std::size_t i) {
            return loaded.failures[i] ? std::vector<std::uint8_t>()
                                      : thumbnailOf(loaded.photos[i], request.thumbnailSide, Progress{});
        };
        pair.thumbnailA = of(0);
        pair.thumbnailB = of(1);
    }
    if (loaded.failures[0] || loaded.failures[1]) {
        pair.state = PairState::failed;
        pair.failure = loaded.failures[1] ? loaded.failures[1] : loaded.failures[0];
        return pair;
    }
    const auto isMatte = [](const Photo& photo) { return !photo.info.hasAlpha && isGrey(photo.image); };
    pair.a = sideOf(pair.a, a, (request.isATruth && !a.info.hasAlpha) || isMatte(a));
    pair.b = sideOf(pair.b, b, isMatte(b));
    pair.state = PairState::compared;
    pair.isIdentical = loaded.isIdentical;
    pair.changes = changesOf(pair, a, b);
    try {
        PairWork(request, pair, a, b).run(progress.part(0.6, 1.0));
    } catch (const std::bad_alloc&) {
        pair.state = PairState::failed;
        pair.failure = JobFailure{
            ErrorCode::out_of_memory, "not enough memory to compare these pictures; close other programs",
            files.b};
    }
    return pair;
}

RunComparison compareRuns(
    const CompareRequest& request,
    const std::function<void(const RunPair& pair, int done, int total)>& onPair,
    const Progress& progress) {
    PairedRuns runs = pairRuns(request.a, request.b, progress.stop());
    RunComparison comparison{
        .a = request.a, .b = request.b, .unreadable = std::move(runs.unreadable), .ignored = runs.ignored};
    RunJudgements judgements;
    try {
        judgements = loadJudgements(request.b);
    } catch (const Error& e) {
        comparison.judgementFailure = JobFailure{e.code(), e.what(), e.file()};
    }
    comparison.pairs.reserve(runs.pairs.size());
    ThumbnailBudget budget(comparison.pairs);
    const auto total = int(runs.pairs.size());
    for (int i = 0; i < total; ++i) {
        const PairedFiles& files = runs.pairs[std::size_t(i)];
        const Progress part = progress.part(double(i) / total, double(i + 1) / total);
        RunPair pair = comparePair(request, runs, files, part);
        if (const auto said = judgements.find(pair.name); said != judgements.end()) {
            pair.judgement = said->second;
        }
        comparison.pairs.push_back(std::move(pair));
        if (onPair) {
            onPair(comparison.pairs.back(), i + 1, total);
        }
        budget.keep(comparison.pairs.size() - 1);
    }
    progress.step(1.0);
    sortByChange(comparison.pairs);
    return comparison;
}

} // namespace kerf
