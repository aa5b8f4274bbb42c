#pragma once

#include "core/contract/finding.h"

#include <QListWidget>

#include <vector>

namespace kerf::ui {

// Findings, each with an icon, words, its number and the limit; as high as they are. A click or Enter on one
// with a place asks to be shown it. GUI thread only.
class FlagList final : public QListWidget {
    Q_OBJECT

public:
    explicit FlagList(QWidget* parent = nullptr);

    void setFindings(const std::vector<Finding>& findings);

Q_SIGNALS:
    void placeWanted(const kerf::Finding& finding);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();

    std::vector<Finding> m_findings;
};

} // namespace kerf::ui
