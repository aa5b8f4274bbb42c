#include "ui/section.h"

#include "ui/icons.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace kerf::ui {

Section::Section(const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent),
      m_title(title),
      m_header(new QToolButton(this)),
      m_content(new QWidget(this)),
      m_rows(new QVBoxLayout(m_content)) {
    setObjectName(name + QStringLiteral("Section"));
    m_header->setObjectName(name + QStringLiteral("Header"));
    m_header->setAccessibleName(title);
    m_header->setToolTip(tr("Show or hide “%1”").arg(title));
    m_header->setText(title);
    m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_header->setCheckable(true);
    m_header->setAutoRaise(true);
    m_header->setIconSize({14, 14});
    m_header->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_header->setStyleSheet(
        QStringLiteral("QToolButton { border: none; background: transparent; text-align: left; font-weight: "
                       "600; padding: 5px 2px; }"
                       "QToolButton:focus { border: 1px solid palette(highlight); border-radius: 4px; }"));
    m_rows->setContentsMargins(4, 0, 0, 8);
    m_rows->setSpacing(7);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_header);
    column->addWidget(m_content);
    connect(m_header, &QToolButton::toggled, this, &Section::setOpen);
    setOpen(true);
}

void Section::addRow(QWidget* row) {
    m_rows->addWidget(row);
}

void Section::setChanged(bool isChanged) {
    m_header->setText(isChanged ? m_title + QStringLiteral("  •") : m_title);
    m_header->setAccessibleName(isChanged ? tr("%1, changed").arg(m_title) : m_title);
}

bool Section::isOpen() const {
    return m_header->isChecked();
}

void Section::setOpen(bool isOpen) {
    m_header->setChecked(isOpen);
    m_header->setIcon(
        icon(isOpen ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), IconTone::muted));
    m_content->setVisible(isOpen);
}

} // namespace kerf::ui
