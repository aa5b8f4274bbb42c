#include "core/base/sha256.h"

#include <QCryptographicHash>
#include <QTest>

#include <chrono>
#include <random>

using namespace kerf;

namespace {

std::span<const std::uint8_t> bytesOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string hash(const std::string& text, Sha256Code code) {
    Sha256 sum(code);
    sum.update(bytesOf(text));
    return toHex(sum.finish());
}

std::string noise(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        byte = char(random() & 0xffU);
    }
    return bytes;
}

} // namespace

class Sha256Test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheStandardsExamples_data();
    void givesTheStandardsExamples();
    void agreesWithQtForEveryLengthAroundABlock();
    void doesNotDependOnHowTheBytesAreCut();
    void countsMoreThanFourGigabits();
    void isFast();
};

// FIPS 180-4's examples and NIST's "extremely long message".
void Sha256Test::givesTheStandardsExamples_data() {
    QTest::addColumn<std::string>("message");
    QTest::addColumn<std::string>("digest");
    QTest::newRow("empty") << std::string()
                           << std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("one block") << std::string("abc")
                               << std::string(
                                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks") << std::string("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << std::string(
                                       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("four words of 8")
        << std::string(
               "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnop"
               "qrlmnopqrsmnopqrstnopqrstu")
        << std::string("cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    QTest::newRow("a million a") << std::string(1'000'000, 'a')
                                 << std::string(
                                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void Sha256Test::givesTheStandardsExamples() {
    QFETCH(const std::string, message);
    QFETCH(const std::string, digest);

    QCOMPARE(hash(message, Sha256Code::portable), digest);
    QCOMPARE(hash(message, Sha256Code::fastest), digest);
}

void Sha256Test::agreesWithQtForEveryLengthAroundABlock() {
    const std::string bytes = noise(300, 1);

    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const std::string message = bytes.substr(0, size);
        const std::string wanted =
            QCryptographicHash::hash(
                QByteArray(message.data(), qsizetype(message.size())), QCryptographicHash::Sha256)
                .toHex()
                .toStdString();
        QCOMPARE(hash(message, Sha256Code::portable), wanted);
        QCOMPARE(hash(message, Sha256Code::fastest), wanted);
    }
}

void Sha256Test::doesNotDependOnHowTheBytesAreCut() {
    const std::string message = noise(10'000, 2);
    const std::string whole = hash(message, Sha256Code::portable);
    std::mt19937 random(3);

    for (int round = 0; round < 200; ++round) {
        Sha256 sum;
        for (std::size_t at = 0; at < message.size();) {
            const std::string piece = message.substr(at, random() % 200);
            sum.update(bytesOf(piece));
            at += piece.size();
        }
        QCOMPARE(toHex(sum.finish()), whole);
    }
}

// The length is counted in 64 bits.
void Sha256Test::countsMoreThanFourGigabits() {
    const std::string piece(std::size_t{1} << 20U, 'x');
    Sha256 ours;
    QCryptographicHash theirs(QCryptographicHash::Sha256);

    for (int i = 0; i < 513; ++i) {
        ours.update(bytesOf(piece));
        theirs.addData(QByteArrayView(piece.data(), qsizetype(piece.size())));
    }

    QCOMPARE(toHex(ours.finish()), theirs.result().toHex().toStdString());
}

void Sha256Test::isFast() {
    const std::string bytes = noise(std::size_t{64} << 20U, 4);
    double best[2] = {0.0, 0.0};
    for (const Sha256Code code : {Sha256Code::portable, Sha256Code::fastest}) {
        for (int round = 0; round < 3; ++round) {
            const auto start = std::chrono::steady_clock::now();
            hash(bytes, code);
            const double seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            double& rate = best[code == Sha256Code::fastest];
            rate = std::max(rate, double(bytes.size()) / 1e6 / seconds);
        }
    }

    qInfo("portable %.0f MB/s, fastest %.0f MB/s", best[0], best[1]);
    QVERIFY(best[1] > 20.0); // sanitizers and loaded machines pass; a quadratic slip doesn't
}

QTEST_GUILESS_MAIN(Sha256Test)
#include "sha256_test.moc"
