#include "ui/threshold_form.h"

#include "ui/setting_row.h"
#include "ui/triage_text.h"

#include <QDoubleSpinBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

// A spin box has per cent where the threshold has a share.
double factorOf(TriageUnit unit) {
    return unit == TriageUnit::share ? 100.0 : 1.0;
}

int decimalsOf(const TriageThreshold& threshold) {
    const bool isWhole = threshold.unit == TriageUnit::count || threshold.unit == TriageUnit::area ||
                         threshold.value == &TriageThresholds::softDistance;
    return isWhole ? 0 : 2;
}

double stepOf(TriageUnit unit) {
    switch (unit) {
    case TriageUnit::share:
        return 0.5;
    case TriageUnit::area:
        return 16.0;
    case TriageUnit::pixels:
    case TriageUnit::count:
        return 1.0;
    case TriageUnit::factor:
    case TriageUnit::levels:
        break;
    }
    return 0.25;
}

} // namespace

ThresholdForm::ThresholdForm(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("thresholdForm"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(5);
    for (const TriageThreshold& threshold : triageThresholds()) {
        addEditor(threshold);
    }
}

void ThresholdForm::addEditor(const TriageThreshold& threshold) {
    auto* box = new QDoubleSpinBox;
    const double factor = factorOf(threshold.unit);
    box->setDecimals(decimalsOf(threshold));
    box->setRange(threshold.least * factor, threshold.most * factor);
    box->setSingleStep(stepOf(threshold.unit));
    box->setSuffix(TriageText::unit(threshold.unit));
    box->setKeyboardTracking(false);
    const QString name = QStringLiteral("threshold_") +
                         QString::fromLatin1(threshold.name.data(), qsizetype(threshold.name.size()));
    auto* row = new SettingRow(name, TriageText::label(threshold), TriageText::help(threshold), box);
    layout()->addWidget(row);
    m_editors.push_back({&threshold, box, row});
    const Editor editor = m_editors.back();
    show(editor);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, editor, factor](double value) {
        change(editor, value / factor);
    });
    connect(row, &SettingRow::resetClicked, this, [this, editor] {
        change(editor, TriageThresholds().*editor.threshold->value);
        show(editor);
    });
}

void ThresholdForm::show(const Editor& editor) {
    const QSignalBlocker quiet(editor.box);
    const double value = m_thresholds.*editor.threshold->value;
    editor.box->setValue(value * factorOf(editor.threshold->unit));
    editor.row->setChanged(value != TriageThresholds().*editor.threshold->value);
}

void ThresholdForm::change(const Editor& editor, double value) {
    m_thresholds.*editor.threshold->value = value;
    editor.row->setChanged(value != TriageThresholds().*editor.threshold->value);
    Q_EMIT thresholdsChanged(m_thresholds);
}

void ThresholdForm::setThresholds(const TriageThresholds& thresholds) {
    m_thresholds = thresholds;
    for (const Editor& editor : m_editors) {
        show(editor);
    }
}

} // namespace kerf::ui
