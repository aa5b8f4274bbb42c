#include "ui/run_bar.h"

#include "ui/icons.h"
#include "ui/text.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

#include <utility>

namespace kerf::ui {
RunBar::RunBar(QWidget* parent)
    : QWidget(parent),
      m_truth(new QCheckBox(tr("A holds true mattes"))),
      m_swap(makeButton("runSwap", tr("Swap"), tr("B becomes A, and A becomes B"))),
      m_compare(makeButton("runCompare", tr("Compare"), tr("Compare the two, picture by picture"))),
      m_cancel(makeButton(
          "runCancel", tr("Cancel"), tr("Stop comparing; what is compared stays in the list (Esc)"))),
      m_progress(new QProgressBar) {
    setObjectName(QStringLiteral("runBar"));
    m_truth->setObjectName(QStringLiteral("runTruth"));
    m_truth->setAccessibleName(m_truth->text());
    m_truth->setToolTip(
        tr("A’s pictures are mattes whatever their colours. Grey pictures without alpha are taken "
           "for mattes anyway"));
    m_swap->setIcon(icon(QStringLiteral("swap")));
    m_progress->setObjectName(QStringLiteral("runProgress"));
    m_progress->setAccessibleName(tr("Pairs compared"));
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    addRow(grid, 0, true);
    addRow(grid, 1, false);
    grid->addWidget(m_swap, 0, 3);
    auto* act = new QHBoxLayout;
    act->addWidget(m_compare);
    act->addWidget(m_cancel);
    grid->addLayout(act, 1, 3);
    grid->addWidget(m_truth, 2, 1);
    grid->addWidget(m_progress, 2, 2, 1, 2, Qt::AlignVCenter);
    grid->setColumnStretch(1, 1);
    connect(m_swap, &QPushButton::clicked, this, [this] {
        std::swap(m_paths[0], m_paths[1]);
        update();
    });
    connect(m_compare, &QPushButton::clicked, this, &RunBar::compareClicked);
    connect(m_cancel, &QPushButton::clicked, this, &RunBar::cancelClicked);
    update();
}

void RunBar::addRow(QGridLayout* grid, int row, bool isA) {
    auto* field = new QLineEdit;
    field->setObjectName(isA ? QStringLiteral("runPathA") : QStringLiteral("runPathB"));
    field->setAccessibleName(isA ? tr("Run A") : tr("Run B"));
    field->setReadOnly(true);
    field->setPlaceholderText(
        isA ? tr("An earlier run, or a folder of true mattes: choose it or drop it here")
            : tr("The run to judge: choose it or drop it here"));
    auto* label = new QLabel(isA ? tr("A, compared with") : tr("B, judged"));
    label->setBuddy(field);
    const QString choose = tr("Choose…");
    QPushButton* button = makeButton(
        isA ? "runChooseA" : "runChooseB", choose,
        isA ? tr("Choose the folder to compare with") : tr("Choose the folder to judge"));
    button->setAccessibleName(isA ? tr("Choose run A") : tr("Choose run B"));
    connect(button, &QPushButton::clicked, this, [this, isA] { Q_EMIT chooseClicked(isA); });
    m_fields[isA ? 0 : 1] = field;
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
    grid->addWidget(button, row, 2);
}

void RunBar::setPath(bool isA, const std::filesystem::path& path) {
    m_paths[isA ? 0 : 1] = path;
    update();
}

bool RunBar::isTruth() const {
    return m_truth->isChecked();
}

void RunBar::setRunning(bool isRunning) {
    m_isRunning = isRunning;
    m_progress->setRange(0, 0); // until it is known how many there are
    update();
}

void RunBar::setProgress(int done, int total) {
    m_progress->setRange(0, total);
    m_progress->setValue(done);
}

void RunBar::update() {
    for (std::size_t i = 0; i < 2; ++i) {
        m_fields[i]->setText(toText(m_paths[i]));
        m_fields[i]->setToolTip(toText(m_paths[i]));
    }
    m_compare->setEnabled(!m_isRunning && !m_paths[0].empty() && !m_paths[1].empty());
    m_swap->setEnabled(!m_isRunning && !(m_paths[0].empty() && m_paths[1].empty()));
    m_cancel->setVisible(m_isRunning);
    m_compare->setVisible(!m_isRunning);
    m_progress->setVisible(m_isRunning);
}

} // namespace kerf::ui
