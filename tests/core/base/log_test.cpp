#include "core/base/log.h"

#include <QTest>

#include <thread>

using namespace kerf;

class LogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesOneRecordALine_data();
    void writesOneRecordALine();
    void stampsInUtc();
    void endsWhatIsEndless();
    void keepsRecordsOfSeveralThreadsApart();
};

void LogTest::writesOneRecordALine_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("plain") << QByteArray("IMG_1.jpg: damaged") << QByteArray("IMG_1.jpg: damaged");
    QTest::newRow("line ends") << QByteArray("a\nb\r\tc") << QByteArray("a\\nb\\x0d\\tc");
    QTest::newRow("escape") << QByteArray("\x1b[31mred") << QByteArray("\\x1b[31mred");
    QTest::newRow("delete, C1") << QByteArray("\x7f\xc2\x9bK") << QByteArray("\\x7f\\x9bK");
    QTest::newRow("UTF-8") << QByteArray("caf\xc3\xa9 \xc2\xb5") << QByteArray("caf\xc3\xa9 \xc2\xb5");
    QTest::newRow("no UTF-8") << QByteArray("\xff\xc2") << QByteArray("\xff\xc2");
}

void LogTest::writesOneRecordALine() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, kept);
    Log log;
    std::vector<LogRecord> records;
    log.addSink([&](const LogRecord& record) { records.push_back(record); });

    log.write(LogLevel::warning, text.toStdString());

    QCOMPARE(records.size(), std::size_t{1});
    QCOMPARE(records[0].level, LogLevel::warning);
    QCOMPARE(QByteArray::fromStdString(records[0].text), kept);
}

void LogTest::stampsInUtc() {
    const LogRecord record{
        LogLevel::error, std::chrono::system_clock::time_point(std::chrono::milliseconds(1'700'000'000'042)),
        "text"};

    QCOMPARE(toLine(record), std::string("2023-11-14T22:13:20.042Z error text"));
}

void LogTest::endsWhatIsEndless() {
    Log log;
    std::string kept;
    log.addSink([&](const LogRecord& record) { kept = record.text; });

    log.write(LogLevel::info, std::string(1'000'000, 'x'));

    QCOMPARE(kept.size(), std::size_t{4096 + 3});
}

void LogTest::keepsRecordsOfSeveralThreadsApart() {
    constexpr int kEach = 500;
    Log log;
    int count = 0; // guarded by the log: one record at a time
    log.addSink([&](const LogRecord&) { ++count; });
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < kEach; ++n) {
                    log.write(LogLevel::debug, "x");
                }
            });
        }
    }
    QCOMPARE(count, 4 * kEach);
}

QTEST_GUILESS_MAIN(LogTest)
#include "log_test.moc"
