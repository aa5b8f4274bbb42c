#include "core/models/manage.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/models/content.h"
#include "core/models/file_hash.h"
#include "core/models/folder_index.h"
#include "core/models/folder_scan.h"
#include "core/models/part_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace kerf::models {
namespace {

namespace fs = std::filesystem;

std::optional<InstalledModel>
withContents(const std::vector<InstalledModel>& models, const std::string& contents) {
    const auto found =
        std::ranges::find_if(models, [&](const InstalledModel& m) { return m.contents() == contents; });
    return found == models.end() ? std::nullopt : std::optional(*found);
}

// The name that the file gets, before it is known to be free.
std::string usualName(const fs::path& file, nn::WeightFormat format) {
    const std::string name = file.filename().native();
    const std::string extension = file.extension().native();
    const char* usual = format == nn::WeightFormat::safetensors ? ".safetensors"
                        : format == nn::WeightFormat::ncnn      ? ".bin"
                                                                : ".pth";
    const bool isTorch = format == nn::WeightFormat::torch_zip || format == nn::WeightFormat::torch_legacy;
    const bool isUsual = extension == usual || (isTorch && (extension == ".pt" || extension == ".ckpt"));
    return isUsual && !name.starts_with('.') ? name : idFromName(name) + usual;
}

std::string freeName(const fs::path& folder, const std::string& wanted) {
    const fs::path path = wanted;
    std::string name = wanted;
    const auto isTaken = [&] {
        return isNameTaken(folder / name) ||
               (path.extension() == ".bin" &&
                isNameTaken(folder / fs::path(name).replace_extension(".param")));
    };
    for (int i = 2; isTaken(); ++i) {
        name = fmt::format("{}-{}{}", path.stem().native(), i, path.extension().native());
    }
    return name;
}

// Copies by way of NAME.part, so that no half of a file ever has a model's name.
void copyFile(const fs::path& from, const fs::path& to, const std::string& sha256, const Progress& progress) {
    const Descriptor source = openForReading(from);
    PartFile part(to);
    part.restart();
    try {
        const std::uint64_t bytes = factsOf(from).value_or(FileFacts{}).bytes;
        requireSpace(to, bytes);
        constexpr std::size_t kBlock = std::size_t{1} << 20U;
        std::vector<std::uint8_t> block(kBlock);
        Sha256 sum;
        for (;;) {
            progress.step(double(part.bytes()) / double(std::max<std::uint64_t>(bytes, 1)));
            const ssize_t got = read(source.get(), block.data(), block.size());
            if (got == 0) {
                break;
            }
            if (got < 0 && errno != EINTR) {
                throw Error(
                    ErrorCode::corrupt_file,
                    "it can't be read (" + std::generic_category().message(errno) + "); check the disk",
                    from);
            }
            if (got > 0) {
                sum.update(std::span(block).first(std::size_t(got)));
                part.append(std::span(block).first(std::size_t(got)));
            }
        }
        if (toHex(sum.finish()) != sha256) {
            throw Error(
                ErrorCode::corrupt_file, "it changed while it was copied; try again when it is complete",
                from);
        }
        part.finish();
    } catch (...) {
        part.remove();
        throw;
    }
}

void checkOptions(
    const ImportOptions& options,
    const Content& content,
    const ManifestEntry* known,
    const ManifestEntry* taken,
    const fs::path& file) {
    if (options.patchOrder && (content.kind != ModelKind::mask || known != nullptr)) {
        throw Error(
            ErrorCode::invalid_option,
            known != nullptr
                ? fmt::format(
                      "it is {}, whose patch order Kerf knows; leave --patch-order out", known->info.title)
                : fmt::format(
                      "it is {}, which has no patch order; leave --patch-order out", content.architecture),
            file);
    }
    if (options.takeAs.empty()) {
        return;
    }
    if (taken == nullptr) {
        throw Error(
            ErrorCode::model_missing, "there is no official model of this name; `kerf-cli models list --all`",
            options.takeAs);
    }
    if (known != taken && (known != nullptr || !taken->files[0].sha256.empty())) {
        throw Error(
            ErrorCode::invalid_option,
            fmt::format("its SHA-256 says that it is not {}; leave --as out", taken->info.title), file);
    }
    if (taken->info.architecture != content.architecture) {
        throw Error(
            ErrorCode::invalid_option,
            fmt::format(
                "it is {}, and {} is {}; leave --as out", content.architecture, taken->info.title,
                taken->info.architecture),
            file);
    }
}

FileRecord makeRecord(
    const Content& content,
    const std::string& sha256,
    const std::string& companionSha256,
    const ImportOptions& options) {
    FileRecord record;
    record.sha256 = sha256;
    record.importedSha256 = sha256;
    record.companionSha256 = companionSha256;
    record.importedCompanionSha256 = companionSha256;
    record.architecture = content.architecture;
    record.kind = content.kind;
    record.scale = content.scale;
    record.patchOrder = options.patchOrder;
    record.takenAs = options.takeAs;
    return record;
}

void saveRecord(
    const ModelStore& store, const std::string& name, const std::string& companion, FileRecord record) {
    for (const std::string& part : {name, companion}) {
        if (const auto facts = part.empty() ? std::nullopt : factsOf(store.folder() / part)) {
            record.facts.push_back(*facts);
        }
    }
    FolderIndex(store.folder()).update({{name, record}}, {});
}

// The .param that belongs to an ncnn .bin, and the other way round.
fs::path sibling(const fs::path& file, const char* extension) {
    return fs::path(file).replace_extension(extension);
}

InstalledModel atFile(const ModelStore& store, const fs::path& file, const Progress& progress) {
    for (InstalledModel& model : store.installed(progress)) {
        if (model.file == file) {
            return std::move(model);
        }
    }
    throw Error(ErrorCode::corrupt_file, "it changed right after it was copied; try again", file);
}

// Why the bytes of one of a model's files are not those that they should be; empty when they are.
std::string changeOf(const std::string& now, const std::string& lastSeen, const std::string& imported) {
    if (!imported.empty() && imported != now) {
        return "it has changed since it was imported; remove it and import it again";
    }
    if (!lastSeen.empty() && lastSeen != now) {
        return "its bytes are others than when it was last looked at, though its time is the same: the disk "
               "may be failing; copy it there again";
    }
    return {};
}

std::string usableVerdict(const std::string& imported) {
    return imported.empty() ? "not official, can be used" : "not official, as it was imported";
}

void verifyFile(
    const Manifest& manifest, const ScannedFile& file, const Progress& progress, VerifiedFile& result) {
    result.sha256 = hashFile(result.file, progress).sha256;
    if (entryWithHash(manifest, result.sha256) != nullptr) {
        result.isGood = true;
        result.verdict = "official";
        return;
    }
    const auto named = std::ranges::find_if(
        manifest.entries, [&](const ManifestEntry& e) { return e.files[0].name == file.name; });
    if (named != manifest.entries.end() && !named->files[0].sha256.empty()) {
        result.verdict = fmt::format(
            "it is not {}, whose name it has: damaged, unfinished or another file; remove it and fetch it "
            "again",
            named->info.title);
        return;
    }
    const FileRecord& record = file.record;
    result.verdict = changeOf(result.sha256, record.sha256, record.importedSha256);
    result.verdict = result.verdict.empty() ? record.refusal : result.verdict;
    result.isGood = result.verdict.empty();
    if (result.isGood) {
        result.verdict = usableVerdict(record.importedSha256);
    }
}

// An ncnn .bin's .param: what the net is stands there.
void verifyCompanion(const FileRecord& record, VerifiedFile& result) {
    result.sha256 = hashFile(result.file, {}).sha256;
    result.verdict = changeOf(result.sha256, record.companionSha256, record.importedCompanionSha256);
    result.isGood = result.verdict.empty();
    if (result.isGood) {
        result.verdict = usableVerdict(record.importedCompanionSha256);
    }
}

template <typename Verify>
VerifiedFile verified(const fs::path& path, const std::string& id, const Verify& verify) {
    VerifiedFile result{.file = path, .id = id};
    try {
        verify(result);
    } catch (const Error& e) {
        result.verdict = e.what();
    }
    return result;
}

} // namespace

InstalledModel importModel(
    const ModelStore& store, const fs::path& given, const ImportOptions& options, const Progress& progress) {
    const Content content = contentOf(given);
    const bool isPair = content.format == nn::WeightFormat::ncnn;
    const fs::path file = isPair ? sibling(given, ".bin") : given;
    const std::string sha256 = hashFile(file, progress.part(0.0, 0.4)).sha256;
    const std::string companionSha256 = isPair ? hashFile(sibling(given, ".param"), {}).sha256 : "";
    const ManifestEntry* known = entryWithHash(store.manifest(), sha256);
    const ManifestEntry* taken = options.takeAs.empty() ? nullptr : store.entry(options.takeAs);
    checkOptions(options, content, known, taken, given);
    if (const auto shipped = store.shipped();
        shipped && shipped->sha256 == sha256 && shipped->problem.empty()) {
        return {.info = shipped->info, .file = shipped->file, .sha256 = sha256};
    }
    FileRecord record = makeRecord(content, sha256, companionSha256, options);
    makeFolder(store.folder());
    if (const auto there = withContents(store.installed(progress), sha256 + companionSha256)) {
        const std::string name = there->file.filename().native();
        if (options.patchOrder || !options.takeAs.empty()) { // said anew
            saveRecord(store, name, isPair ? sibling(name, ".param").native() : "", record);
        }
        return atFile(store, there->file, progress);
    }
    const ManifestEntry* official = known != nullptr ? known : taken;
    const std::string name = freeName(
        store.folder(), official != nullptr ? official->files[0].name : usualName(file, content.format));
    const fs::path target = store.folder() / name;
    copyFile(file, target, sha256, progress.part(0.4, 0.99));
    std::string companion;
    try {
        if (isPair) {
            const fs::path param = sibling(given, ".param");
            const fs::path beside = sibling(target, ".param");
            copyFile(param, beside, companionSha256, progress.part(0.99, 1.0));
            companion = beside.filename().native();
        }
        saveRecord(store, name, companion, std::move(record));
    } catch (...) {
        unlink(target.c_str());
        if (!companion.empty()) {
            unlink((store.folder() / companion).c_str());
        }
        throw;
    }
    return atFile(store, target, progress);
}

std::vector<VerifiedFile>
verifyModels(const ModelStore& store, const std::vector<std::string>& ids, const Progress& progress) {
    const std::vector<InstalledModel> installed = store.installed(progress);
    std::optional<ShippedModel> shipped = store.shipped();
    for (const std::string& id : ids) {
        const bool isShipped = shipped && shipped->info.id == id;
        if (!isShipped &&
            std::ranges::none_of(installed, [&](const InstalledModel& m) { return m.info.id == id; })) {
            throw Error(
                ErrorCode::model_missing, "this model is not installed; `kerf-cli models list` says what is",
                id);
        }
    }
    std::vector<VerifiedFile> results;
    const std::vector<ScannedFile> files = FolderScan(store.folder(), store.manifest()).files(progress);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const ScannedFile& file = files[i];
        const fs::path path = store.folder() / file.name;
        std::string id;
        for (const InstalledModel& model : installed) {
            id = model.file == path ? model.info.id : id;
        }
        if (!ids.empty() && std::ranges::find(ids, id) == ids.end()) {
            continue;
        }
        const auto count = double(files.size());
        const Progress part = progress.part(double(i) / count, double(i + 1) / count);
        results.push_back(verified(
            path, id, [&](VerifiedFile& result) { verifyFile(store.manifest(), file, part, result); }));
        if (!file.companion.empty()) {
            results.push_back(verified(store.folder() / file.companion, id, [&](VerifiedFile& result) {
                verifyCompanion(file.record, result);
            }));
        }
    }
    if (shipped && (ids.empty() || std::ranges::find(ids, shipped->info.id) != ids.end())) {
        shipped = examined(std::move(*shipped)); // from the disk again
        const bool isGood = shipped->problem.empty();
        results.push_back(
            {shipped->file, shipped->info.id, shipped->foundSha256, isGood,
             isGood ? "as it came with Kerf" : shipped->problem});
    }
    return results;
}

std::vector<fs::path> removeModel(const ModelStore& store, std::string_view id) {
    std::vector<fs::path> gone;
    if (const auto shipped = store.shipped(); shipped && shipped->info.id == id) {
        throw Error(
            ErrorCode::invalid_option,
            "it comes with Kerf and can't be removed; choose another engine for masks", std::string(id));
    }
    if (const std::optional<InstalledModel> model = store.find(id)) {
        gone.push_back(model->file);
        const fs::path param = sibling(model->file, ".param");
        if (model->file.extension() == ".bin" && isNameTaken(param)) {
            gone.push_back(param);
        }
        for (const fs::path& file : gone) {
            if (unlink(file.c_str()) != 0 && errno != ENOENT) {
                throwForWriting(errno, file);
            }
        }
        FolderIndex(store.folder()).update({}, {model->file.filename().native()});
        return gone;
    }
    if (const ManifestEntry* entry = store.entry(id)) {
        const fs::path target = store.folder() / entry->files[0].name;
        const fs::path part = target.native() + ".part";
        if (isNameTaken(part)) {
            PartFile(target).remove();
            return {part};
        }
    }
    throw Error(
        ErrorCode::model_missing, "this model is not installed; `kerf-cli models list` says what is",
        std::string(id));
}

} // namespace kerf::models
