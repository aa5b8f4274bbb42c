#include "ui/filmstrip_bar.h"

#include "ui/flow_layout.h"
#include "ui/icons.h"
#include "ui/photo_sort_model.h"
#include "ui/triage_text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>

#include <array>

namespace kerf::ui {
namespace {

constexpr int kGap = 8;
constexpr int kFieldLetters = 12;
constexpr double kLargestLimit = 9999.0; // pixels, or of one another

using State = PhotoFilter::State;
using Judged = PhotoFilter::Judged;

QComboBox* makeBox(const char* name, const QString& title, const QString& help) {
    auto* box = new QComboBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(title);
    box->setToolTip(help);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setFocusPolicy(Qt::StrongFocus);
    return box;
}

struct MatteNumber {
    PhotoSort key;
    QString title;
    TriageUnit unit;
};

std::array<MatteNumber, 14> matteNumbers() {
    return {
        {{PhotoSort::coverage, FilmstripBar::tr("Coverage"), TriageUnit::share},
         {PhotoSort::transparent, FilmstripBar::tr("Transparent"), TriageUnit::share},
         {PhotoSort::opaque, FilmstripBar::tr("Opaque"), TriageUnit::share},
         {PhotoSort::partial, FilmstripBar::tr("In between"), TriageUnit::share},
         {PhotoSort::haze, FilmstripBar::tr("Haze"), TriageUnit::share},
         {PhotoSort::soft_interior, FilmstripBar::tr("Soft inside"), TriageUnit::share},
         {PhotoSort::edge_median, FilmstripBar::tr("Edge, median"), TriageUnit::pixels},
         {PhotoSort::edge_width, FilmstripBar::tr("Edge, 90 %"), TriageUnit::pixels},
         {PhotoSort::edge_widest, FilmstripBar::tr("Edge, widest"), TriageUnit::pixels},
         {PhotoSort::holes, FilmstripBar::tr("Holes"), TriageUnit::share},
         {PhotoSort::islands, FilmstripBar::tr("Islands"), TriageUnit::share},
         {PhotoSort::ghosts, FilmstripBar::tr("Ghosts"), TriageUnit::share},
         {PhotoSort::frame, FilmstripBar::tr("Cut by frame"), TriageUnit::share},
         {PhotoSort::mask_scale, FilmstripBar::tr("Mask scale"), TriageUnit::factor}}};
}

void addNumbers(QComboBox* box) {
    for (const MatteNumber& number : matteNumbers()) {
        box->addItem(number.title, int(number.key));
        box->setItemData(
            box->count() - 1, FilmstripBar::tr("A number of the result’s matte"), Qt::ToolTipRole);
    }
}

// A spin box has per cent where the report has a share.
double factorOf(TriageUnit unit) {
    return unit == TriageUnit::share ? 100.0 : 1.0;
}

TriageUnit unitOf(PhotoSort key) {
    return matteNumbers()[std::size_t(key) - std::size_t(PhotoSort::coverage)].unit;
}

} // namespace

FilmstripBar::FilmstripBar(PhotoSortModel& sorted, QWidget* parent)
    : QWidget(parent),
      m_sorted(sorted),
      m_text(new QLineEdit),
      m_state(makeBox("filterState", tr("State"), tr("Show the photos in this state only"))),
      m_judged(makeBox("filterVerdict", tr("Verdict"), tr("Show the photos with this verdict only"))),
      m_number(makeBox(
          "filterNumber",
          tr("Number of the matte"),
          tr("Show the photos with such a number only; photos without a result have none"))),
      m_bound(
          makeBox("filterBound", tr("Limit’s direction"), tr("Whether the limit is the least or the most"))),
      m_limit(new QDoubleSpinBox),
      m_key(makeBox("sortKey", tr("Order"), tr("What the filmstrip is sorted by"))),
      m_direction(new QToolButton),
      m_showAll(new QToolButton),
      m_counts(new QLabel),
      m_counting(new QTimer(this)) {
    setObjectName(QStringLiteral("filmstripBar"));
    auto* row = new FlowLayout(kGap, kGap / 2, this);
    row->setContentsMargins(10, 4, 10, 0);
    buildFilter();
    buildLimit();
    buildOrder();
    m_counts->setObjectName(QStringLiteral("verdictCounts"));
    m_counts->setProperty("quiet", true);
    for (QWidget* widget : std::initializer_list<QWidget*>{
             m_text, m_state, m_judged, m_number, m_bound, m_limit, m_showAll, m_key, m_direction,
             m_counts}) {
        row->addWidget(widget);
    }
    m_counting->setSingleShot(true);
    m_counting->setInterval(0);
    connect(m_counting, &QTimer::timeout, this, &FilmstripBar::showCounts);
    const auto count = [this] { m_counting->start(); };
    connect(&m_sorted, &QAbstractItemModel::rowsInserted, this, count);
    connect(&m_sorted, &QAbstractItemModel::rowsRemoved, this, count);
    connect(
        &m_sorted.photos(), &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
            if (roles.contains(int(PhotoListModel::JudgementRole))) {
                m_counting->start();
            }
        });
    connect(&m_sorted.photos(), &QAbstractItemModel::rowsInserted, this, count);
    connect(&m_sorted.photos(), &QAbstractItemModel::rowsRemoved, this, count);
    connect(&m_sorted, &PhotoSortModel::changed, this, &FilmstripBar::showState);
    showState();
}

void FilmstripBar::buildFilter() {
    m_text->setObjectName(QStringLiteral("filterText"));
    m_text->setAccessibleName(tr("Filter"));
    m_text->setToolTip(tr("Show the photos with this in their name, reason or note"));
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(m_text->fontMetrics().averageCharWidth() * kFieldLetters);
    m_text->addAction(icon(QStringLiteral("search"), IconTone::muted), QLineEdit::LeadingPosition);
    for (QToolButton* button : m_text->findChildren<QToolButton*>()) { // Qt's own: the lens and the cross
        button->setObjectName(QStringLiteral("filterTextButton"));
        button->setAccessibleName(tr("Clear the filter"));
        button->setToolTip(m_text->toolTip());
    }
    m_text->installEventFilter(this);
    connect(m_text, &QLineEdit::textChanged, this, &FilmstripBar::applyFilter);

    const std::array<std::pair<State, QString>, 7> states{
        {{State::any, tr("Any state")},
         {State::ready, PhotoListModel::stateText(PhotoState::ready)},
         {State::working, tr("In work")},
         {State::done, PhotoListModel::stateText(PhotoState::done)},
         {State::outdated, tr("Outdated")},
         {State::failed, PhotoListModel::stateText(PhotoState::failed)},
         {State::cancelled, PhotoListModel::stateText(PhotoState::cancelled)}}};
    for (const auto& [state, text] : states) {
        m_state->addItem(text, int(state));
    }
    const std::array<std::pair<Judged, QString>, 6> verdicts{
        {{Judged::any, tr("Any verdict")},
         {Judged::none, tr("Not judged")},
         {Judged::pass, PhotoListModel::verdictText(Verdict::pass)},
         {Judged::fail, PhotoListModel::verdictText(Verdict::fail)},
         {Judged::touch_up, PhotoListModel::verdictText(Verdict::touch_up)},
         {Judged::noted, tr("With a note")}}};
    for (const auto& [verdict, text] : verdicts) {
        m_judged->addItem(text, int(verdict));
    }
    for (QComboBox* box : {m_state, m_judged}) {
        connect(box, &QComboBox::currentIndexChanged, this, &FilmstripBar::applyFilter);
    }
    m_showAll->setObjectName(QStringLiteral("showAllPhotos"));
    m_showAll->setText(tr("Show all"));
    m_showAll->setAccessibleName(m_showAll->text());
    m_showAll->setToolTip(tr("Take the filter away"));
    connect(m_showAll, &QToolButton::clicked, this, [this] { m_sorted.setFilter({}); });
}

void FilmstripBar::buildLimit() {
    m_number->addItem(tr("Any matte"), int(PhotoSort::added));
    addNumbers(m_number);
    m_bound->addItem(tr("at least"), false);
    m_bound->addItem(tr("at most"), true);
    m_limit->setObjectName(QStringLiteral("filterLimit"));
    m_limit->setAccessibleName(tr("Limit"));
    m_limit->setToolTip(tr("What the number is compared with"));
    m_limit->setKeyboardTracking(false);
    m_limit->setDecimals(2);
    connect(m_number, &QComboBox::currentIndexChanged, this, &FilmstripBar::applyNumber);
    connect(m_bound, &QComboBox::currentIndexChanged, this, &FilmstripBar::applyFilter);
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, &FilmstripBar::applyFilter);
}

void FilmstripBar::buildOrder() {
    const std::array<std::pair<PhotoSort, QString>, 5> keys{
        {{PhotoSort::added, tr("As added")},
         {PhotoSort::name, tr("By name")},
         {PhotoSort::changed, tr("By date")},
         {PhotoSort::state, tr("By state")},
         {PhotoSort::verdict, tr("By verdict")}}};
    for (const auto& [key, text] : keys) {
        m_key->addItem(text, int(key));
    }
    m_key->insertSeparator(m_key->count());
    addNumbers(m_key);
    m_direction->setObjectName(QStringLiteral("sortDirection"));
    m_direction->setCheckable(true);
    m_direction->setAutoRaise(true);
    connect(m_key, &QComboBox::currentIndexChanged, this, &FilmstripBar::applyOrder);
    connect(m_direction, &QToolButton::toggled, this, &FilmstripBar::applyOrder);
}

void FilmstripBar::addButton(QToolButton* button) {
    layout()->addWidget(button);
}

void FilmstripBar::focusFilter() {
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void FilmstripBar::applyFilter() {
    if (m_isShowing) {
        return;
    }
    PhotoFilter filter{
        .text = m_text->text().trimmed(),
        .state = State(m_state->currentData().toInt()),
        .judged = Judged(m_judged->currentData().toInt())};
    const auto number = PhotoSort(m_number->currentData().toInt());
    if (number >= PhotoSort::coverage) {
        filter.limit = NumberLimit{
            .number = number,
            .isMost = m_bound->currentData().toBool(),
            .value = m_limit->value() / factorOf(unitOf(number))};
    }
    m_sorted.setFilter(filter);
}

void FilmstripBar::applyNumber() {
    if (!m_isShowing) {
        const QSignalBlocker quiet(m_limit);
        m_limit->setValue(0.0); // the other one's limit means nothing here
        applyFilter();
    }
}

void FilmstripBar::applyOrder() {
    if (!m_isShowing) {
        m_sorted.setOrder(
            PhotoSort(m_key->currentData().toInt()),
            m_direction->isChecked() ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
}

void FilmstripBar::showState() {
    m_isShowing = true;
    const PhotoFilter& filter = m_sorted.filter();
    if (m_text->text().trimmed() != filter.text) {
        m_text->setText(filter.text);
    }
    m_state->setCurrentIndex(m_state->findData(int(filter.state)));
    m_judged->setCurrentIndex(m_judged->findData(int(filter.judged)));
    showLimit();
    m_key->setCurrentIndex(m_key->findData(int(m_sorted.key())));
    const bool isDescending = m_sorted.sortOrder() == Qt::DescendingOrder;
    m_direction->setChecked(isDescending);
    m_direction->setIcon(icon(isDescending ? QStringLiteral("descending") : QStringLiteral("ascending")));
    m_direction->setAccessibleName(isDescending ? tr("Descending") : tr("Ascending"));
    m_direction->setToolTip(
        isDescending ? tr("Descending: turn the order round") : tr("Ascending: turn the order round"));
    m_showAll->setVisible(!filter.isAll());
    m_isShowing = false;
    m_counting->start();
}

void FilmstripBar::showLimit() {
    const std::optional<NumberLimit>& limit = m_sorted.filter().limit;
    m_number->setCurrentIndex(m_number->findData(int(limit ? limit->number : PhotoSort::added)));
    m_bound->setVisible(limit.has_value());
    m_limit->setVisible(limit.has_value());
    if (limit) {
        const TriageUnit unit = unitOf(limit->number);
        m_bound->setCurrentIndex(m_bound->findData(limit->isMost));
        m_limit->setRange(0.0, unit == TriageUnit::share ? 100.0 : kLargestLimit);
        m_limit->setSingleStep(unit == TriageUnit::factor ? 0.25 : 1.0);
        m_limit->setSuffix(TriageText::unit(unit));
        m_limit->setValue(limit->value * factorOf(unit));
    }
}

void FilmstripBar::showCounts() {
    const PhotoListModel& photos = m_sorted.photos();
    const std::array<int, 4> counts = photos.verdictCounts();
    QStringList parts;
    if (m_sorted.rowCount() != photos.count()) {
        parts.append(tr("%1 of %2 shown").arg(m_sorted.rowCount()).arg(photos.count()));
    }
    if (counts[std::size_t(Verdict::none)] != photos.count()) {
        parts.append(tr("%1 pass").arg(counts[std::size_t(Verdict::pass)]));
        parts.append(tr("%1 fail").arg(counts[std::size_t(Verdict::fail)]));
        parts.append(tr("%1 touch-up").arg(counts[std::size_t(Verdict::touch_up)]));
        parts.append(tr("%1 not judged").arg(counts[std::size_t(Verdict::none)]));
    }
    m_counts->setText(parts.join(QStringLiteral("  ·  ")));
    m_counts->setVisible(!parts.isEmpty());
}

bool FilmstripBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::ShortcutOverride) {
        const auto* key = dynamic_cast<QKeyEvent*>(event);
        if (key && key->key() == Qt::Key_Escape) {
            event->accept(); // not the window's Cancel
        }
    } else if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = dynamic_cast<QKeyEvent*>(event);
        const bool isEnter = key && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter);
        if (key && (key->key() == Qt::Key_Escape || isEnter)) {
            if (!isEnter) {
                m_text->clear();
            }
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace kerf::ui
