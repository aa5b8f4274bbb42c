#pragma once

#include "core/contract/batch_news.h"
#include "ui/batch_model.h"
#include "ui/batch_sort_model.h"

#include <QWidget>

#include <array>
#include <optional>

class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace kerf::ui {

class BatchHeader;
class BatchView;
class NoticeBar;

// The batch that is there: its header, its photos, and what can be done about them. GUI thread only.
class BatchQueue final : public QWidget {
    Q_OBJECT

public:
    explicit BatchQueue(QWidget* parent = nullptr);

    void showNews(const BatchNews& news);
    BatchModel& model() { return m_model; }
    BatchView* view() const { return m_view; }
    NoticeBar* notice() const { return m_notice; }

Q_SIGNALS:
    void pauseClicked();
    void resumeClicked();
    void cancelWanted(const std::vector<std::string>& ids);
    void cancelAllClicked();
    void retryWanted(const std::vector<std::string>& ids);
    void moveWanted(const std::vector<std::string>& ids, const std::string& next);
    void showWanted(const kerf::BatchItem& item); // its result against its photo
    void openFolderClicked();
    void newBatchClicked();

private:
    static constexpr std::size_t kChips = 7; // all, and one a state

    void buildFilter(QVBoxLayout* column);
    void buildButtons(QVBoxLayout* column);
    QPushButton* addButton(const char* name, const QString& text, const QString& help, const char* icon);
    void follow();
    void showState(std::size_t chip); // those photos alone
    void showCounts();
    void showPause();
    void updateButtons();
    std::vector<std::string> retryable() const; // of the selected ones, else all that failed
    const BatchItem* shownItem() const;         // the one selected photo with a result
    void askToCancelAll();

    BatchModel m_model;
    BatchSortModel m_sorted{m_model};
    BatchNews m_now; // without lists
    QString m_pauseSaid;
    int m_followed = 0; // where the table was scrolled to by itself
    BatchHeader* m_header;
    NoticeBar* m_pauseNotice;
    NoticeBar* m_notice;
    std::array<QToolButton*, kChips> m_chips{};
    QLineEdit* m_search = nullptr;
    BatchView* m_view;
    QWidget* m_buttons = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_front = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    QPushButton* m_show = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_new = nullptr;
};

} // namespace kerf::ui
