#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace kerf::ui {

// Lays its items out in a row like words, in reading direction; where the width ends a further row begins.
// Hidden widgets take no room. Its height follows from its width. GUI thread only.
class FlowLayout final : public QLayout {
public:
    FlowLayout(int spacing, int rowSpacing, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override; // takes it
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    int arrange(const QRect& rect, bool isDryRun) const; // the height that it takes

    int m_spacing;
    int m_rowSpacing;
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace kerf::ui
