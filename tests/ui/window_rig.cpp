#include "tests/ui/window_rig.h"

#include <QTest>

namespace kerf::test {

bool WindowRig::add(const std::vector<std::string>& names) {
    const int before = window.photos().count();
    std::vector<std::filesystem::path> paths;
    for (const std::string& name : names) {
        paths.push_back(path(name));
    }
    window.addPaths(paths);
    return QTest::qWaitFor([&] { return window.photos().count() == before + int(names.size()); });
}

ui::RunFunctions WindowRig::fakeRuns() {
    const auto compare = [](const CompareRequest& request,
                            const std::function<void(const RunPair&, int, int)>& onPair, const Progress&) {
        RunComparison comparison{.a = request.a, .b = request.b};
        const auto side = [](const std::filesystem::path& folder, const std::string& name) {
            return PairSide{
                .file = name + ".png",
                .path = folder / (name + ".png"),
                .format = "PNG",
                .width = 240,
                .height = 160,
                .bitsPerSample = 8,
                .hasAlpha = true};
        };
        const double changes[] = {0.042, 0.011, 0.0034, 0.0};
        int number = 1;
        for (const double change : changes) {
            const std::string name = "portrait_" + std::to_string(number++);
            RunPair pair{
                .name = name,
                .a = side(request.a, name),
                .b = side(request.b, name),
                .state = PairState::compared,
                .isIdentical = change == 0.0};
            pair.matte = MatteDifference{
                .mae = change,
                .sad = change * 38.4,
                .mse = change / 3.0,
                .gradient = change * 90.0,
                .connectivity = change * 31.0,
                .iou = 1.0 - 2.0 * change,
                .boundaryMean = change * 60.0,
                .boundaryP95 = change * 140.0};
            pair.color = ColorDifference{.mean = change * 20.0, .p95 = change * 70.0};
            comparison.pairs.push_back(pair);
        }
        comparison.pairs[1].changes = {{ChangeKind::profile, "none (sRGB)", "Display P3"}};
        comparison.pairs[1].b.profile = "Display P3";
        RunPair torn{
            .name = "torn",
            .a = side(request.a, "torn"),
            .b = side(request.b, "torn"),
            .state = PairState::failed};
        torn.failure = JobFailure{
            ErrorCode::corrupt_file, "the PNG ends before its picture; copy it again from where it came",
            "torn.png"};
        comparison.pairs.push_back(torn);
        comparison.pairs.push_back(
            {.name = "gone", .a = side(request.a, "gone"), .state = PairState::only_a});
        const auto total = int(comparison.pairs.size());
        for (int i = 0; i < total; ++i) {
            onPair(comparison.pairs[std::size_t(i)], i + 1, total);
        }
        sortByChange(comparison.pairs);
        return comparison;
    };
    return {
        .compare = compare,
        .keepVerdicts = [](const std::filesystem::path&, const RunJudgements&) {},
        .saveReport = [](const RunComparison&, const std::filesystem::path&) {}};
}

FoundPhotos
WindowRig::findFake(const std::vector<std::filesystem::path>& paths, const std::stop_token& /*stop*/) {
    FoundPhotos found;
    for (const std::filesystem::path& path : paths) {
        const std::string name = path.filename().string();
        if (name == "folder") {
            found.photos.push_back({.file = path / "a.jpg", .relative = "a.jpg"});
            found.photos.push_back({.file = path / "b.jpg", .relative = "b.jpg"});
        } else if (path.extension() == ".txt") {
            found.unsupported.push_back(path);
        } else if (name.starts_with("gone")) {
            found.missing.push_back(path);
        } else {
            found.photos.push_back({.file = path, .relative = name});
        }
    }
    return found;
}

} // namespace kerf::test
