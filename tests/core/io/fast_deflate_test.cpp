#include "core/io/fast_deflate.h"

#include <QtTest/QtTest>
#include <zlib.h>

#include <cstdint>
#include <random>
#include <vector>

using namespace kerf::io;

using Bytes = std::vector<std::uint8_t>;

namespace {

// What zlib makes of a raw deflate stream; empty when it refuses it.
Bytes inflated(Bytes stream, std::size_t size) {
    stream.insert(stream.end(), std::begin(kDeflateEnd), std::end(kDeflateEnd));
    Bytes out(size + 1);
    z_stream zip{};
    inflateInit2(&zip, -15);
    zip.next_in = stream.data();
    zip.avail_in = uInt(stream.size());
    zip.next_out = out.data();
    zip.avail_out = uInt(out.size());
    const int result = inflate(&zip, Z_FINISH);
    out.resize(result == Z_STREAM_END && zip.avail_in == 0 ? zip.total_out : 0);
    inflateEnd(&zip);
    return out;
}

Bytes random(std::size_t count, int largest, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_int_distribution<int> value(0, largest);
    Bytes bytes(count);
    for (std::uint8_t& byte : bytes) {
        byte = std::uint8_t(value(generator));
    }
    return bytes;
}

} // namespace

class FastDeflateTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWhatZlibReads_data();
    void isWhatZlibReads();
    void joinsItsParts();
    void readsBackRunsOfEveryLength();
    void packsZerosAwayAndNoiseHardlyLarger();
};

void FastDeflateTest::isWhatZlibReads_data() {
    QTest::addColumn<Bytes>("bytes");
    QTest::newRow("nothing") << Bytes{};
    QTest::newRow("one") << Bytes{7};
    QTest::newRow("zeros") << Bytes(100'000, 0);
    QTest::newRow("one value") << Bytes(1000, 9);
    QTest::newRow("noise") << random(70'001, 255, 1);
    QTest::newRow("narrow noise") << random(70'001, 3, 2);
    // Fibonacci's numbers as counts make the deepest tree there is: codes must be cut to their limit.
    Bytes deep;
    std::uint32_t a = 1;
    std::uint32_t b = 1;
    for (int i = 1; i <= 25; ++i) {
        deep.insert(deep.end(), a, std::uint8_t(i));
        b += a;
        std::swap(a, b);
    }
    QTest::newRow("deep tree") << deep;
}

void FastDeflateTest::isWhatZlibReads() {
    QFETCH(const Bytes, bytes);
    Bytes out;
    deflateQuickly(bytes, out);
    QCOMPARE(inflated(out, bytes.size()), bytes);
}

void FastDeflateTest::joinsItsParts() {
    Bytes all;
    Bytes stream;
    for (unsigned i = 0; i < 20; ++i) {
        const Bytes part = random(i * 37, 255, i);
        deflateQuickly(part, stream);
        all.insert(all.end(), part.begin(), part.end());
    }
    QCOMPARE(inflated(stream, all.size()), all);
}

void FastDeflateTest::readsBackRunsOfEveryLength() {
    Bytes bytes;
    for (std::size_t length = 0; length < 700; ++length) {
        bytes.push_back(std::uint8_t(1 + length % 255));
        bytes.insert(bytes.end(), length, 0);
    }
    Bytes out;
    deflateQuickly(bytes, out);
    QCOMPARE(inflated(out, bytes.size()), bytes);
}

void FastDeflateTest::packsZerosAwayAndNoiseHardlyLarger() {
    Bytes zeros;
    deflateQuickly(Bytes(1'000'000, 0), zeros);
    QVERIFY2(zeros.size() < 1500, std::to_string(zeros.size()).c_str());

    Bytes noise;
    deflateQuickly(random(1'000'000, 255, 3), noise);
    QVERIFY2(noise.size() < 1'003'000, std::to_string(noise.size()).c_str());
}

QTEST_GUILESS_MAIN(FastDeflateTest)
#include "fast_deflate_test.moc"
