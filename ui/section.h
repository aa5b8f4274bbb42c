#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace kerf::ui {

// A titled group of the recipe panel that folds. Its title carries an accented dot while it holds a changed
// value, so that a folded group hides nothing. GUI thread only.
class Section : public QWidget {
    Q_OBJECT

public:
    Section(const QString& name, const QString& title, QWidget* parent = nullptr);

    void addRow(QWidget* row);
    void setChanged(bool isChanged);
    bool isOpen() const;
    void setOpen(bool isOpen);

private:
    QString m_title;
    QToolButton* m_header;
    QWidget* m_content;
    QVBoxLayout* m_rows;
};

} // namespace kerf::ui
