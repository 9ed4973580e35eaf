"""How many households one cadre may help: leaders one each, departments' cadres up to a ceiling.

The rule is written out in docs/algorithms/pairing-suggestions.md.
"""

from collections import Counter
from collections.abc import Iterable

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
        if of_kind == kind or kind == PairingKind.RESPONSIBLE or known[key].is_leading:
            held[key] += count
    return held


def check_room(cadre: Cadre, held: int, *, kind: PairingKind, even_if_full: bool = False) -> None:
    """Refuse one household more for a cadre who helps ``held`` already; no query."""
    leads = cadre.is_leading or kind == PairingKind.LEADER
    usual = settings.LEADER_HOUSEHOLDS if leads else settings.CADRE_MAX_HOUSEHOLDS
    most = usual if cadre.most_households is None else cadre.most_households
    if held < most:
        return
    if leads:
        raise DomainError(
            f"{cadre} 已结对 {held} 户。领导一对一，每人 {most} 户；请另选干部，确需多户的先修改其“最多结对户数”。",
            field="cadre",
        )
    if not even_if_full:
        raise DomainError(
            f"{cadre} 已结对 {held} 户，上限 {most} 户。请另选干部；确需由其结对的，请勾选“仍然结对”。",
            field="even_if_full",
        )
