#include "core/session/photo_cache.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kerf;

namespace {

constexpr std::uint64_t kImageBytes = 300;

Image image(int channels = 3) {
    return Image(ImageBuffer(ImageFormat{
        .width = 10,
        .height = 10 * 3 / channels,
        .channels = channels,
        .alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none}));
}

std::shared_ptr<const Photo> photo() {
    return std::make_shared<const Photo>(Photo{.image = image()});
}

FileKey key(const char* name) {
    return {.file = name};
}

} // namespace

class PhotoCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatItWasGiven() {
        PhotoCache cache(10 * kImageBytes);
        const auto kept = photo();
        cache.add(key("a"), kept);

        QCOMPARE(cache.photo(key("a")), kept);
        QVERIFY(!cache.photo(key("b")));
        QVERIFY(!cache.photo({.file = "a", .changedNs = 1}));
        QVERIFY(!cache.result(key("a"), ResultKey{}));
    }

    void dropsTheLeastRecentlyUsed() {
        PhotoCache cache(2 * kImageBytes);
        cache.add(key("a"), photo());
        cache.add(key("b"), photo());
        QVERIFY(cache.photo(key("a")));
        cache.add(key("c"), photo());

        QVERIFY(cache.photo(key("a")));
        QVERIFY(!cache.photo(key("b")));
        QCOMPARE(cache.bytes(), 2 * kImageBytes);
    }

    void countsSharedPixelsOnce() {
        PhotoCache cache(10 * kImageBytes);
        const auto source = photo();
        cache.add(key("a"), source);
        const PhotoResult result{
            .source = source->image, .cleaned = source->image, .matte = image(1), .cutout = source->image};
        cache.add(key("a"), ResultKey{}, std::make_shared<const PhotoResult>(result));
        QCOMPARE(cache.bytes(), 2 * kImageBytes);

        cache.add(key("a"), photo()); // in its place; the result still holds the old pixels
        QCOMPARE(cache.bytes(), 3 * kImageBytes);
        QVERIFY(cache.result(key("a"), ResultKey{}));
        QVERIFY(!cache.result(key("a"), ResultKey{.recipe = {.strength = 1}}));
        QVERIFY(!cache.result(key("a"), ResultKey{.engines = "another model"}));
    }

    void keepsStagesByTheirPartOfTheRecipe() {
        PhotoCache cache(10 * kImageBytes);
        CachedStages stages(cache, key("a"));
        const StageKey cleanup{Stage::cleanup, upTo(Stage::cleanup, {.mask = MaskEngine::off}), "nlm;"};
        stages.keep(cleanup, std::make_shared<const StageMade>(StageMade{.image = image()}));
        const auto find = [&](Stage stage, const Recipe& recipe, const char* engines) {
            return stages.find({stage, upTo(stage, recipe), engines}) != nullptr;
        };

        QVERIFY(find(Stage::cleanup, {}, "nlm;"));
        QVERIFY(!find(Stage::cleanup, {.strength = 1}, "nlm;"));
        QVERIFY(!find(Stage::cleanup, {}, "esrgan;"));
        QVERIFY(!find(Stage::mask, {.mask = MaskEngine::off}, "nlm;"));
        QVERIFY(!CachedStages(cache, key("b")).find(cleanup));
        QVERIFY(!cache.result(key("a"), ResultKey{}));
        QCOMPARE(cache.bytes(), kImageBytes);
    }

    void doesNotPushOthersOutForWhatNeverFits() {
        PhotoCache cache(kImageBytes);
        cache.add(key("a"), photo());
        const PhotoResult large{.source = image(), .matte = image(1)};
        cache.add(key("b"), ResultKey{}, std::make_shared<const PhotoResult>(large));

        QVERIFY(cache.photo(key("a")));
        QVERIFY(!cache.result(key("b"), ResultKey{}));
    }

    void keysFollowTheContents() {
        const QTemporaryDir dir;
        const std::string name = dir.filePath("a").toStdString();
        QVERIFY(!keyOf(name));
        QFile file(QString::fromStdString(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto before = keyOf(name);
        QVERIFY(before.has_value());
        file.write("x");
        file.close();

        QVERIFY(keyOf(name) != before);
        QVERIFY(!keyOf(dir.path().toStdString()));
    }
};

QTEST_GUILESS_MAIN(PhotoCacheTest)
#include "photo_cache_test.moc"
