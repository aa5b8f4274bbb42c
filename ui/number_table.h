#pragma once

#include <QString>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace kerf::ui {

// Names and their values in two columns; the values can be selected and copied. GUI thread only.
class NumberTable final : public QWidget {
    Q_OBJECT

public:
    struct Row {
        QString name;
        QString value;
        QString help;
    };

    explicit NumberTable(const QString& name, QWidget* parent = nullptr);

    void setRows(const std::vector<Row>& rows);
    QString text() const; // all of it, a row a line

private:
    QGridLayout* m_grid;
    std::vector<QLabel*> m_names;
    std::vector<QLabel*> m_values;
    std::size_t m_count = 0; // rows in use
};

} // namespace kerf::ui
