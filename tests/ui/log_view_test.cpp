#include "ui/log_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

#include <thread>

using namespace kerf;
using namespace kerf::ui;
using namespace Qt::StringLiterals;

class LogViewTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhatIsWritten();
    void filtersByLevelAndText();
    void copiesLines();
    void keepsTheLatest();
    void staysWhereOneReads();

private:
    template <typename T>
    T* find(const char* name) const {
        return m_view->findChild<T*>(QString::fromLatin1(name));
    }
    int rows() const { return find<QTableView>("logTable")->model()->rowCount(); }

    std::unique_ptr<QWidget> m_parent;
    std::unique_ptr<LogModel> m_model;
    std::unique_ptr<Log> m_log;
    LogView* m_view = nullptr;
};

void LogViewTest::init() {
    m_parent = std::make_unique<QWidget>();
    m_model = std::make_unique<LogModel>();
    m_log = std::make_unique<Log>();
    m_log->addSink([this](const LogRecord& record) { m_model->post(record); });
    m_view = new LogView(*m_model, "/state/kerf", m_parent.get());
    m_view->show();
}

void LogViewTest::cleanup() {
    m_parent.reset();
}

void LogViewTest::showsWhatIsWritten() {
    std::jthread([this] { m_log->write(LogLevel::error, "IMG_1.jpg: it is damaged\nbadly"); }).join();

    QTRY_COMPARE(rows(), 1);
    const auto* table = find<QTableView>("logTable");
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"Error"_s);
    QCOMPARE(table->model()->index(0, 2).data().toString(), u"IMG_1.jpg: it is damaged\\nbadly"_s);
    QCOMPARE(find<QLabel>("logCount")->text(), u"1 lines"_s);
}

void LogViewTest::filtersByLevelAndText() {
    m_log->write(LogLevel::info, "one starts");
    m_log->write(LogLevel::warning, "one falls back");
    m_log->write(LogLevel::error, "two fails");
    QTRY_COMPARE(rows(), 3);

    auto* level = find<QComboBox>("logLevel");
    level->setCurrentIndex(level->findData(int(LogLevel::warning)));
    QCOMPARE(rows(), 2);
    find<QLineEdit>("logSearch")->setText(u"ONE"_s);
    QCOMPARE(rows(), 1);
    QCOMPARE(find<QLabel>("logCount")->text(), u"1 of 3 lines"_s);
}

void LogViewTest::copiesLines() {
    m_log->write(LogLevel::info, "first");
    m_log->write(LogLevel::error, "second");
    QTRY_COMPARE(rows(), 2);

    find<QPushButton>("logCopy")->click();
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 2);
    find<QTableView>("logTable")->selectRow(1);
    QTest::keySequence(find<QTableView>("logTable"), QKeySequence::Copy);

    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.endsWith(u" error second\n"_s) && copied.count(u'\n') == 1, qPrintable(copied));
}

void LogViewTest::keepsTheLatest() {
    for (int i = 0; i < LogModel::kMostLines + 10; ++i) {
        m_log->write(LogLevel::debug, "line " + std::to_string(i));
    }
    QTRY_COMPARE(m_model->rowCount(), LogModel::kMostLines);
    m_log->write(LogLevel::debug, "last");

    QTRY_VERIFY(m_model->line(m_model->rowCount() - 1).endsWith(u"last"_s));
    QCOMPARE(m_model->rowCount(), LogModel::kMostLines);
    QVERIFY(m_model->line(0).endsWith(u"line 11"_s));
}

void LogViewTest::staysWhereOneReads() {
    for (int i = 0; i < 200; ++i) {
        m_log->write(LogLevel::debug, "line");
    }
    QTRY_COMPARE(rows(), 200);
    QScrollBar* bar = find<QTableView>("logTable")->verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());

    bar->setValue(10);
    m_log->write(LogLevel::debug, "new");
    QTRY_COMPARE(rows(), 201);

    QCOMPARE(bar->value(), 10);
}

QTEST_MAIN(LogViewTest)
#include "log_view_test.moc"
