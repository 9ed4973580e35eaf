"""Part six: the six items as computed, and who has confirmed them."""

from audits.enums import ClearItem, ConfirmationKind
from audits.models import ClearConfirmation, ClearState
from households.clearmask import is_clear_in
from households.enums import IN_CARE
from households.models import Household
from reports.booklet.data import ClearRow, Confirmation
from reports.booklet.parts.words import moment


def state_of(household: Household) -> ClearState | None:
    """Return the computed state; none for a household that is not in care and has no six items."""
    state: ClearState | None = getattr(household, "clear_state", None)
    return state if state is not None and state.computed_at and household.status in IN_CARE else None


def clear_rows_of(household: Household) -> tuple[ClearRow, ...]:
    """Return the six items, each 清 or 不清 with its reasons."""
    state = state_of(household)
    return tuple(_row(item, state) for item in ClearItem)


def _row(item: ClearItem, state: ClearState | None) -> ClearRow:
    if state is None:
        return ClearRow(name=item.label)
    reasons = tuple(words for _code, words, *_about in state.reasons.get(str(item.value), []))
    return ClearRow(name=item.label, is_clear=is_clear_in(state.mask, item), reasons=reasons)


def confirmations_of(household: Household) -> tuple[Confirmation, ...]:
    """Return the latest confirmation by the cadre and check by the county; empty ones where there is none."""
    latest: dict[str, ClearConfirmation] = {}
    for confirmation in household.clear_confirmations.all():
        latest.setdefault(confirmation.kind, confirmation)
    return tuple(_confirmation(kind, latest.get(kind), state_of(household)) for kind in ConfirmationKind)


def _confirmation(kind: ConfirmationKind, made: ClearConfirmation | None, state: ClearState | None) -> Confirmation:
    if made is None:
        return Confirmation(kind=kind.label)
    changed = state is not None and state.facts_changed_at > made.at
    unclear = [str(item.value) for item in ClearItem if not is_clear_in(made.mask, item)]
    return Confirmation(
        kind=kind.label,
        by_name=made.by_name,
        at=moment(made.at),
        result=f"第 {'、'.join(unclear)} 项不清" if unclear else "六项全清",
        opinion=made.opinion,
        stale="确认后档案资料有变动，应重新确认。" if changed else "",
    )
