#pragma once

#include "ui/model_book.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace kerf::ui {

// One model of the model dialog: what it is good for, its facts, its state in words, and what can be done
// about it. Removing asks in place. GUI thread only.
class ModelRow final : public QFrame {
    Q_OBJECT

public:
    explicit ModelRow(const std::string& id, QWidget* parent = nullptr);

    const std::string& id() const { return m_id; }
    void setItem(const ModelBook::Item& item);

Q_SIGNALS:
    void fetchClicked();
    void cancelClicked();
    void verifyClicked();
    void removeClicked(); // and confirmed
    void importClicked();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QPushButton* addButton(const char* name);
    void askToRemove(bool isAsked);
    void showState(const ModelBook::Item& item);
    void showProgress(const ModelBook::Item& item);
    void showButtons();
    void updateSign();

    const std::string m_id;
    ModelBook::Item m_item;
    bool m_isAsking = false; // whether to remove it
    QString m_signName;
    QLabel* m_title;
    QLabel* m_sign;
    QLabel* m_state;
    QLabel* m_purpose;
    QLabel* m_facts;
    QLabel* m_note; // what went wrong, what verifying found, what is asked
    QProgressBar* m_progress;
    QLabel* m_progressText;
    QPushButton* m_fetch;
    QPushButton* m_cancel;
    QPushButton* m_import;
    QPushButton* m_verify;
    QPushButton* m_remove;
    QPushButton* m_confirm;
    QPushButton* m_keep;
};

// "67 MB"; "size not known" for 0.
QString sizeText(std::uint64_t bytes);
// "27 of 67 MB · 2.8 MB/s · 1 min 35 s left".
QString transferText(const ModelTransfer& transfer);

} // namespace kerf::ui
