"""How many households one cadre may help: leaders one each, departments' cadres up to a ceiling.

The rule is written out in docs/algorithms/pairing-suggestions.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Count

from core.errors import DomainError
from pairing.enums import PairingKind
from pairing.models import Cadre, Pairing


def check_load(cadre: Cadre, *, kind: PairingKind, even_if_full: bool = False) -> None:
    """Refuse a household more than a cadre may help; the caller has locked the cadre, so the count holds.

    Of leaders (by rank, or as 挂包领导) more than one is refused whatever is ticked; ``most_households`` of the cadre's
    own row says otherwise. Beyond the ceiling of others ``even_if_full`` lets it pass. One query.
    """
    check_room(cadre, held_by([cadre], kind)[cadre.pk], kind=kind, even_if_full=even_if_full)


def held_by(cadres: Iterable[Cadre], kind: PairingKind) -> Counter[int]:
    """Count the households that cadres help already, as far as they count for one more of a kind; one query.

    Who is 挂包领导 without the rank of a leader may beside that be the cadre of others.
    """
    known = {cadre.pk: cadre for cadre in cadres}
    held: Counter[int] = Counter()
    rows = Pairing.objects.active().filter(cadre__in=known).order_by().values_list("cadre", "kind")
    for key, of_kind, count in rows.annotate(Count("pk")):
        if _counts(known[key], of_kind, kind):
            held[key] += count
    return held


def check_room(cadre: Cadre, held: int, *, kind: PairingKind, even_if_full: bool = False) -> None:
    """Refuse one household more for a cadre who helps ``held`` already; no query."""
    most = most_for(cadre, kind)
    if held < most:
        return
    if _leads(cadre, kind):
        raise DomainError(
            f"{cadre} 已结对 {held} 户。领导一对一，每人 {most} 户；请另选干部，确需多户的先修改其“最多结对户数”。",
            field="cadre",
        )
    if not even_if_full:
        raise DomainError(
            f"{cadre} 已结对 {held} 户，上限 {most} 户。请另选干部；确需由其结对的，请勾选“仍然结对”。",
            field="even_if_full",
        )


def check_takers(moves: Sequence[tuple[Cadre, Sequence[str]]], *, even_if_full: bool = False) -> None:
    """Refuse a hand-over of pairings (their kinds) to cadres who then help more than they may; the cadres are locked.

    Leaders never go above; beyond the ceiling of others ``even_if_full`` lets it pass. One query for each kind.
    """
    full: dict[str, str] = {}
    for kind in sorted({of_kind for _taker, part in moves for of_kind in part}):
        held = held_by([taker for taker, _part in moves], PairingKind(kind))
        for taker, part in moves:
            more = sum(_counts(taker, of_kind, kind) for of_kind in part) if kind in part else 0
            most = most_for(taker, PairingKind(kind))
            if not more or held[taker.pk] + more <= most:
                continue
            words = f"{taker} 已结对 {held[taker.pk]} 户，接手 {more} 户后超过上限 {most} 户"
            if _leads(taker, PairingKind(kind)):
                raise DomainError(
                    f"{words}。领导一对一，请另选接手人；确需多户的，先修改其“最多结对户数”。", field="takers"
                )
            full[str(taker.pk)] = words
    if full and not even_if_full:
        words = "；".join(full.values())
        raise DomainError(f"{words}。请另选接手人或调整分配；确需由其接手的，请勾选“仍然移交”。", field="even_if_full")


def most_for(cadre: Cadre, kind: PairingKind) -> int:
    """Return how many households a cadre may help, one more of a kind among them."""
    usual = settings.LEADER_HOUSEHOLDS if _leads(cadre, kind) else settings.CADRE_MAX_HOUSEHOLDS
    return usual if cadre.most_households is None else cadre.most_households


def _leads(cadre: Cadre, kind: PairingKind) -> bool:
    return cadre.is_leading or kind == PairingKind.LEADER


def _counts(cadre: Cadre, held: str, kind: str) -> bool:
    """Tell whether a pairing of one kind counts for one more of another."""
    return held == kind or kind == PairingKind.RESPONSIBLE or cadre.is_leading
