#pragma once

#include "ui/app_facts.h"

#include <QDialog>

#include <vector>

class QTreeWidget;

namespace kerf::ui {

class ModelBook;

// What this is, its version, and whose work it stands on: libraries and installed models with their licences;
// all of it can be copied. GUI thread only.
class AboutDialog final : public QDialog {
    Q_OBJECT

public:
    AboutDialog(const AppFacts& facts, const ModelBook& models, QWidget* parent);

    // For a report: one line each.
    QString text() const;

private:
    AppFacts m_facts;
    QTreeWidget* m_table;
};

} // namespace kerf::ui
