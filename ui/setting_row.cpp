#include "ui/setting_row.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace kerf::ui {
namespace {

constexpr int kLabelWidth = 76;

} // namespace

SettingRow::SettingRow(
    const QString& name, const QString& label, const QString& help, QWidget* editor, QWidget* parent)
    : QWidget(parent), m_label(new QLabel(label, this)), m_reset(new QToolButton(this)) {
    if (editor->objectName().isEmpty()) {
        editor->setObjectName(name);
        editor->setAccessibleName(label);
        editor->setToolTip(help);
    }
    m_label->setToolTip(help);
    m_label->setMinimumWidth(std::max(kLabelWidth, m_label->sizeHint().width()));
    m_label->setBuddy(editor);
    m_reset->setObjectName(name + QStringLiteral("Reset"));
    m_reset->setAccessibleName(tr("Reset %1").arg(label));
    m_reset->setToolTip(tr("Back to the default"));
    m_reset->setIcon(icon(QStringLiteral("reset"), IconTone::muted));
    m_reset->setIconSize({14, 14});
    m_reset->setAutoRaise(true);
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // the editor keeps its width when the reset comes
    m_reset->setSizePolicy(policy);
    m_reset->hide();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_label);
    row->addWidget(editor, 1);
    row->addWidget(m_reset);
    QList<QWidget*> editors = editor->findChildren<QWidget*>();
    editors.append(editor);
    for (QWidget* each : editors) {
        if (each->focusPolicy() == Qt::WheelFocus) {
            each->setFocusPolicy(Qt::StrongFocus);
        }
        each->installEventFilter(this);
    }
    connect(m_reset, &QToolButton::clicked, this, &SettingRow::resetClicked);
}

void SettingRow::setChanged(bool isChanged) {
    m_isChanged = isChanged;
    m_reset->setVisible(isChanged);
    applyLook();
}

bool SettingRow::eventFilter(QObject* watched, QEvent* event) {
    const auto* editor = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::Wheel && editor && !editor->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SettingRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        applyLook();
    }
    QWidget::changeEvent(event);
}

void SettingRow::applyLook() {
    const ThemeColors& c = themeColors(palette());
    QPalette look = palette();
    look.setColor(QPalette::Active, QPalette::WindowText, m_isChanged ? c.accent : c.text);
    look.setColor(QPalette::Inactive, QPalette::WindowText, m_isChanged ? c.accent : c.text);
    m_label->setPalette(look);
    QFont weight = font();
    weight.setWeight(m_isChanged ? QFont::DemiBold : QFont::Normal);
    m_label->setFont(weight);
}

} // namespace kerf::ui
