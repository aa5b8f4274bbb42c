#include "ui/number_table.h"

#include <QGridLayout>
#include <QLabel>
#include <QStringList>

namespace kerf::ui {

NumberTable::NumberTable(const QString& name, QWidget* parent)
    : QWidget(parent), m_grid(new QGridLayout(this)) {
    setObjectName(name);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(3);
    m_grid->setColumnStretch(0, 1);
}

void NumberTable::setRows(const std::vector<Row>& rows) {
    while (m_names.size() < rows.size()) {
        auto* name = new QLabel(this);
        name->setProperty("quiet", true);
        name->setWordWrap(true);
        auto* value = new QLabel(this);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setAlignment(Qt::AlignRight | Qt::AlignTop);
        const int row = int(m_names.size());
        m_grid->addWidget(name, row, 0);
        m_grid->addWidget(value, row, 1);
        m_names.push_back(name);
        m_values.push_back(value);
    }
    m_count = rows.size();
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        const bool isUsed = i < m_count;
        m_names[i]->setVisible(isUsed);
        m_values[i]->setVisible(isUsed);
        if (isUsed) {
            m_names[i]->setText(rows[i].name);
            m_names[i]->setToolTip(rows[i].help);
            m_values[i]->setText(rows[i].value);
            m_values[i]->setAccessibleName(rows[i].name);
            m_values[i]->setToolTip(rows[i].help);
        }
    }
}

QString NumberTable::text() const {
    QStringList lines;
    for (std::size_t i = 0; i < m_count; ++i) {
        lines.append(m_names[i]->text() + QStringLiteral(": ") + m_values[i]->text());
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace kerf::ui
