#pragma once

#include <QWidget>

#include <array>
#include <filesystem>

class QCheckBox;
class QGridLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace kerf::ui {

// Which two runs are compared, and how far that is: two folders (or files) to be chosen, swapped or dropped
// here. GUI thread only.
class RunBar final : public QWidget {
    Q_OBJECT

public:
    explicit RunBar(QWidget* parent = nullptr);

    void setPath(bool isA, const std::filesystem::path& path);
    const std::filesystem::path& path(bool isA) const { return m_paths[isA ? 0 : 1]; }
    bool isTruth() const;
    void setRunning(bool isRunning);
    void setProgress(int done, int total);

Q_SIGNALS:
    void chooseClicked(bool isA);
    void compareClicked();
    void cancelClicked();

private:
    void addRow(QGridLayout* grid, int row, bool isA);
    void update();

    std::array<std::filesystem::path, 2> m_paths; // A, B; exact, which the fields' texts need not be
    std::array<QLineEdit*, 2> m_fields{};
    QCheckBox* m_truth;
    QPushButton* m_swap;
    QPushButton* m_compare;
    QPushButton* m_cancel;
    QProgressBar* m_progress;
    bool m_isRunning = false;
};

} // namespace kerf::ui
