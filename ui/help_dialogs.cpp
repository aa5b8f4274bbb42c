#include "ui/help_dialogs.h"

#include "ui/actions.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace kerf::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HelpDialogs)
};

QDialog* makeDialog(QWidget* parent, const char* name, const QString& title) {
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QString::fromLatin1(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    return dialog;
}

QDialogButtonBox* closeButton(QDialog* dialog) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QPushButton* close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(dialog->objectName() + QStringLiteral("Close"));
    close->setIcon({});
    close->setAutoDefault(false); // a default button looks as if it had the focus
    close->setDefault(false);
    close->setAccessibleName(Words::tr("Close"));
    close->setToolTip(Words::tr("Close (Esc)"));
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return buttons;
}

QLabel* label(const QString& text, bool isBold) {
    auto* made = new QLabel(text);
    made->setTextFormat(Qt::PlainText);
    QFont font = made->font();
    font.setWeight(isBold ? QFont::DemiBold : QFont::Normal);
    made->setFont(font);
    return made;
}

} // namespace

void showShortcutSheet(QWidget* parent, const Actions& actions) {
    QDialog* dialog = makeDialog(parent, "shortcutSheet", Words::tr("Keyboard shortcuts"));
    std::vector<Actions::Row> rows = actions.sheet();
    rows.push_back({Words::tr("Canvas"), Words::tr("Zoom at the cursor"), Words::tr("Wheel")});
    rows.push_back({Words::tr("Canvas"), Words::tr("Move the photo"), Words::tr("Drag, arrows")});
    rows.push_back({Words::tr("Filmstrip"), Words::tr("Photo before, next photo"), Words::tr("Left, Right")});

    // Columns of whole groups: those of the two views are as long as the others together.
    const QString breaks[] = {
        Actions::menuName(Act::split), Actions::menuName(Act::checkerboard),
        Actions::menuName(Act::next_photo)};
    auto* columns = new QHBoxLayout;
    columns->setSpacing(40);
    QGridLayout* grid = nullptr;
    int used = 0;
    QString menu;
    for (const Actions::Row& row : rows) {
        const bool isBreak =
            row.menu != menu && std::find(std::begin(breaks), std::end(breaks), row.menu) != std::end(breaks);
        if (!grid || isBreak) {
            auto* column = new QVBoxLayout;
            grid = new QGridLayout;
            grid->setHorizontalSpacing(22);
            grid->setVerticalSpacing(5);
            column->addLayout(grid);
            column->addStretch(1);
            columns->addLayout(column);
            used = 0;
        }
        if (row.menu != menu) {
            menu = row.menu;
            QLabel* title = label(menu, true);
            title->setContentsMargins(0, used == 0 ? 0 : 10, 0, 2);
            grid->addWidget(title, used++, 0, 1, 2);
        }
        grid->addWidget(label(row.text, false), used, 0);
        grid->addWidget(label(row.keys, true), used++, 1, Qt::AlignRight);
    }
    auto* outer = new QVBoxLayout(dialog);
    outer->setContentsMargins(24, 20, 24, 16);
    outer->setSpacing(16);
    outer->addLayout(columns);
    outer->addWidget(closeButton(dialog));
    dialog->show();
}

} // namespace kerf::ui
