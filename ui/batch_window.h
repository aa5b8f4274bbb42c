#pragma once

#include "core/contract/batch_news.h"

#include <QDialog>

#include <filesystem>
#include <vector>

class QStackedWidget;

namespace kerf::ui {

class BatchForm;
class BatchQueue;

// The window of the batch: a form while there is none, then its queue. Takes folders and photos that are
// dropped. GUI thread only.
class BatchWindow final : public QDialog {
    Q_OBJECT

public:
    explicit BatchWindow(QWidget* parent);

    void showNews(const BatchNews& news);
    BatchForm* form() const { return m_form; }
    BatchQueue* queue() const { return m_queue; }

Q_SIGNALS:
    void pathsDropped(const std::vector<std::filesystem::path>& paths);
    void shown();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QStackedWidget* m_pages;
    BatchForm* m_form;
    BatchQueue* m_queue;
};

} // namespace kerf::ui
