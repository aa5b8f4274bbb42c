#include "ui/run_verdict_delegate.h"

#include "core/contract/judgement.h"
#include "ui/icons.h"
#include "ui/run_pair_model.h"

namespace kerf::ui {
namespace {

constexpr int kSide = 18; // logical pixels

QIcon verdictIcon(Verdict verdict, bool isSelected) {
    switch (verdict) {
    case Verdict::pass:
        return icon(QStringLiteral("pass"), isSelected ? IconTone::onAccent : IconTone::success);
    case Verdict::fail:
        return icon(QStringLiteral("fail"), isSelected ? IconTone::onAccent : IconTone::danger);
    case Verdict::touch_up:
        return icon(QStringLiteral("touch-up"), isSelected ? IconTone::onAccent : IconTone::warning);
    case Verdict::none:
        break;
    }
    return {};
}

} // namespace

void RunVerdictDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    option->icon = verdictIcon(
        Verdict(index.data(RunPairModel::VerdictRole).toInt()),
        option->state.testFlag(QStyle::State_Selected));
    option->decorationSize = {kSide, kSide};
    if (!option->icon.isNull()) {
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
}

} // namespace kerf::ui
