#include "ui/check_form.h"

#include "ui/number_table.h"
#include "ui/setting_row.h"
#include "ui/triage_text.h"

#include <QComboBox>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kNoView = -1;

} // namespace

CheckForm::CheckForm(QWidget* parent)
    : QWidget(parent),
      m_numbers(new NumberTable(QStringLiteral("checkNumbers"))),
      m_note(new QLabel),
      m_view(new QComboBox),
      m_gain(new QComboBox) {
    setObjectName(QStringLiteral("checkForm"));
    m_note->setObjectName(QStringLiteral("checkNote"));
    m_note->setProperty("quiet", true);
    m_note->setWordWrap(true);
    addView(tr("Photo"), kNoView, tr("The photo and its result as ever"));
    addView(
        tr("Made small again, less the photo"), int(CheckView::redegrade),
        tr("What the clean-up changed, at the photo's size; grey where nothing"));
    addView(
        tr("What was removed"), int(CheckView::residual),
        tr("Noise alone looks even; outlines in it are detail that was lost"));
    addView(
        tr("Steps between pixels"), int(CheckView::seams),
        tr("Tile borders that show are lines along the grid"));
    for (const int gain : {1, 2, 4, 8, 16, 32, 64}) {
        m_gain->addItem(tr("%1×").arg(gain), double(gain));
    }
    m_gain->setCurrentIndex(m_gain->findData(8.0));
    m_view->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_view->setMinimumContentsLength(10);
    auto* viewRow = new SettingRow(
        QStringLiteral("checkView"), tr("Show"), tr("Lay this over the photo on the canvas"), m_view);
    auto* gainRow = new SettingRow(
        QStringLiteral("checkGain"), tr("Gain"), tr("How many times stronger differences are drawn"), m_gain);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(7);
    column->addWidget(m_note);
    column->addWidget(m_numbers);
    column->addWidget(viewRow);
    column->addWidget(gainRow);
    connect(m_view, &QComboBox::currentIndexChanged, this, [this] {
        m_gain->setEnabled(view().has_value());
        Q_EMIT viewChanged();
    });
    connect(m_gain, &QComboBox::currentIndexChanged, this, &CheckForm::viewChanged);
    setChecks(State::nothing, {});
}

void CheckForm::addView(const QString& text, int id, const QString& help) {
    m_view->addItem(text, id);
    m_view->setItemData(m_view->count() - 1, help, Qt::ToolTipRole);
}

void CheckForm::allow(int id, bool isAllowed) {
    auto* model = qobject_cast<QStandardItemModel*>(m_view->model());
    if (QStandardItem* item = model->item(m_view->findData(id))) {
        item->setEnabled(isAllowed);
    }
}

std::optional<CheckView> CheckForm::view() const {
    const int id = m_view->currentData().toInt();
    return id == kNoView ? std::nullopt : std::optional(CheckView(id));
}

double CheckForm::gain() const {
    return m_gain->currentData().toDouble();
}

QString CheckForm::viewName() const {
    return tr("%1 · gain %2").arg(m_view->currentText(), m_gain->currentText());
}

void CheckForm::clearView() {
    m_view->setCurrentIndex(0);
}

void CheckForm::setChecks(State state, const SelfCheckNumbers& checks) {
    std::vector<NumberTable::Row> rows;
    if (const auto& numbers = checks.redegrade) {
        const auto levels = [](double value) { return TriageText::value(value, TriageUnit::levels); };
        rows.push_back(
            {tr("Mean difference"), levels(numbers->mean),
             tr("Of the result, made as small as the photo, from the photo; in 8-bit levels")});
        rows.push_back({tr("Largest difference"), levels(numbers->most), {}});
        rows.push_back(
            {tr("Drift"), levels(numbers->drift),
             tr("By how much the mean of the colour moved that moved most: exposure or profile")});
        rows.push_back(
            {tr("Shift"), tr("%1, %2 px").arg(numbers->shiftX, 0, 'f', 2).arg(numbers->shiftY, 0, 'f', 2),
             tr("To the right and downwards, in pixels of the photo")});
        rows.push_back(
            {tr("Colour profile"), numbers->isOtherProfile ? tr("another") : tr("the photo's"), {}});
        rows.push_back({tr("Removed"), levels(numbers->removed), tr("Root mean square of what was removed")});
        rows.push_back(
            {tr("At edges over flat parts"), TriageText::value(numbers->structure, TriageUnit::factor),
             tr("1 where only noise was removed; more where detail went with it")});
    }
    if (const auto& seams = checks.seams) {
        rows.push_back(
            {tr("Worst seam of %1").arg(seams->borders), TriageText::value(seams->worst, TriageUnit::factor),
             seams->isColumn ? tr("How much the tile border at x = %1 stands out").arg(seams->position)
                             : tr("How much the tile border at y = %1 stands out").arg(seams->position)});
    }
    m_numbers->setRows(rows);
    m_numbers->setVisible(!rows.empty());
    m_note->setVisible(rows.empty());
    m_note->setText(
        state == State::busy    ? tr("Checking…")
        : state == State::ready ? tr("The clean-up was off, so there is nothing to check.")
                                : tr("Run the photo to check its result."));
    allow(int(CheckView::redegrade), checks.redegrade.has_value());
    allow(int(CheckView::residual), checks.redegrade.has_value());
    allow(int(CheckView::seams), checks.seams.has_value());
    m_view->setEnabled(!rows.empty());
    m_gain->setEnabled(!rows.empty() && view().has_value());
}

} // namespace kerf::ui
