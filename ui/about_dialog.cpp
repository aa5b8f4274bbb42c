#include "ui/about_dialog.h"

#include "ui/model_book.h"
#include "ui/text.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

constexpr int kPictureSide = 72;
constexpr double kLarger = 1.6;

QTreeWidgetItem* addGroup(QTreeWidget* table, const QString& title) {
    auto* group = new QTreeWidgetItem(table, {title});
    QFont bold = table->font();
    bold.setWeight(QFont::DemiBold);
    group->setFont(0, bold);
    group->setFirstColumnSpanned(true);
    return group;
}

} // namespace

AboutDialog::AboutDialog(const AppFacts& facts, const ModelBook& models, QWidget* parent)
    : QDialog(parent), m_facts(facts), m_table(new QTreeWidget) {
    setObjectName(QStringLiteral("aboutDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Kerf"));
    if (m_facts.version.isEmpty()) {
        m_facts.version = QCoreApplication::applicationVersion();
    }
    auto* picture = new QLabel;
    picture->setPixmap(QIcon(QStringLiteral(":/kerf.svg"))
                           .pixmap(QSize(kPictureSide, kPictureSide), parent->devicePixelRatioF()));
    auto* title = new QLabel(tr("Kerf %1").arg(m_facts.version));
    title->setObjectName(QStringLiteral("aboutTitle"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * kLarger);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    auto* text = new QLabel(
        tr("Cleans photos up and cuts their subject out, on this computer. Nothing leaves it.\n"
           "MIT licence. Binaries contain Exiv2 and are therefore under the GPL, version 2 or later."));
    text->setObjectName(QStringLiteral("aboutText"));
    text->setWordWrap(true);
    auto* texts = new QVBoxLayout;
    texts->addWidget(title);
    texts->addWidget(text);
    auto* head = new QHBoxLayout;
    head->setSpacing(20);
    head->addWidget(picture, 0, Qt::AlignTop);
    head->addLayout(texts, 1);

    m_table->setObjectName(QStringLiteral("aboutTable"));
    m_table->setAccessibleName(tr("Libraries and models"));
    m_table->setColumnCount(4);
    m_table->setHeaderLabels({tr("Name"), tr("Version"), tr("Licence"), tr("For")});
    m_table->setRootIsDecorated(false);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    QTreeWidgetItem* libraries = addGroup(m_table, tr("Libraries"));
    for (const Component& part : m_facts.components) {
        new QTreeWidgetItem(libraries, {part.name, part.version, part.licence, part.use});
    }
    QTreeWidgetItem* installed = addGroup(m_table, tr("Installed models"));
    for (const ModelBook::Item& item : models.items()) {
        const ModelInfo& info = item.entry.info;
        if (info.isInstalled) {
            auto* row = new QTreeWidgetItem(
                installed,
                {QString::fromStdString(info.title), QString(), QString::fromStdString(info.licence),
                 item.entry.isShipped ? tr("Masks; comes with Kerf, has a licence of its own")
                                      : QString::fromStdString(info.source)});
            row->setToolTip(0, toText(item.entry.file));
        }
    }
    installed->setHidden(installed->childCount() == 0);
    libraries->setHidden(libraries->childCount() == 0);
    m_table->expandAll();
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);

    auto* copy = new QPushButton(tr("Copy"));
    copy->setObjectName(QStringLiteral("aboutCopy"));
    copy->setAccessibleName(tr("Copy"));
    copy->setToolTip(tr("Copy versions and licences, for a report"));
    copy->setAutoDefault(false);
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("aboutDialogClose"));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    close->setAutoDefault(false);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(copy);
    foot->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 22, 24, 16);
    column->setSpacing(16);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addLayout(foot);
    connect(
        copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(this->text()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    resize(640, 520);
}

QString AboutDialog::text() const {
    QString text = QStringLiteral("Kerf %1 %2\n%3, %4\n")
                       .arg(
                           m_facts.version, m_facts.revision, QSysInfo::prettyProductName(),
                           QSysInfo::currentCpuArchitecture());
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* group = m_table->topLevelItem(i);
        for (int j = 0; j < group->childCount(); ++j) {
            QStringList cells;
            for (int column = 0; column < m_table->columnCount(); ++column) {
                if (const QString cell = group->child(j)->text(column); !cell.isEmpty()) {
                    cells << cell;
                }
            }
            text += cells.join(QStringLiteral(", ")) + QLatin1Char('\n');
        }
    }
    return text;
}

} // namespace kerf::ui
