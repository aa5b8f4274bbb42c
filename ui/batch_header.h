#pragma once

#include "core/contract/batch_news.h"

#include <QFrame>

class QLabel;
class QProgressBar;

namespace kerf::ui {

// How far the batch is: what it makes where, a bar, counts, time left, photos a minute, what computes. GUI
// thread only.
class BatchHeader final : public QFrame {
    Q_OBJECT

public:
    explicit BatchHeader(QWidget* parent = nullptr);

    void showNews(const BatchNews& news);
    QString text() const; // what it says, for tests

    static QString remaining(const BatchStatus& status); // "about 12 min left"; empty: not known

private:
    void takeDevices(const BatchNews& news);

    QStringList m_devices; // that made the photos so far
    QLabel* m_title;
    QLabel* m_percent;
    QLabel* m_folder;
    QProgressBar* m_bar;
    QLabel* m_facts;
};

} // namespace kerf::ui
