"""What the page 结对建议 reads: households that lack a cadre or a leader, and who has room for them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from households.enums import Relation
from households.models import Household, Member
from households.querysets import HouseholdQuerySet
from organizations.enums import Role
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH, paths_down_to
from pairing.enums import LEADING, PairingKind
from pairing.models import Cadre, Pairing
from pairing.querysets import CadreQuerySet
from pairing.suggesting import Gap, Helper, Proposal, propose

AT_ONCE = 50  # households on one page


@dataclass(frozen=True)
class Suggestion:
    """One household with the cadres to choose from, the best first; ``told`` says why the first is proposed."""

    household: Household
    cadres: tuple[Cadre, ...]
    told: str


def gaps_of(user: User, union: Union | None, kind: PairingKind) -> HouseholdQuerySet:
    """Return the households that the user may pair and that lack a responsible cadre, or a leader."""
    found = Household.objects.filter(user.scope.subtree("union_path", [Role.OFFICER])).in_care()
    if union is not None:
        found = found.filter(union_path__startswith=union.path)
    if kind == PairingKind.RESPONSIBLE:
        return found.filter(cadre_names="")
    led = Pairing.objects.active().filter(household=OuterRef("pk"), kind=PairingKind.LEADER)
    return found.filter(~Exists(led))


def suggestions(user: User, union: Union | None, kind: PairingKind) -> list[Suggestion]:
    """Propose cadres for the first households that lack one, in the order of the tree; three queries."""
    worker = Member.objects.filter(household=OuterRef("pk"), relation=Relation.SELF).values("ethnicity")[:1]
    first = (
        gaps_of(user, union, kind).for_list().annotate(ethnicity=Subquery(worker)).order_by("union_path", "archive_no")
    )
    households = {household.pk: household for household in first[:AT_ONCE]}
    gaps = [Gap(key, household.union_path, household.ethnicity or "") for key, household in households.items()]
    cadres = {cadre.pk: cadre for cadre in cadres_with_room(user, gaps, kind).select_related("unit", "union")}
    helpers = [_helper(cadre) for cadre in cadres.values()]
    return [_suggestion(found, households, cadres) for found in propose(gaps, helpers)]


def cadres_with_room(user: User, gaps: list[Gap], kind: PairingKind) -> CadreQuerySet:
    """Return the cadres who may help these households and have room, with ``load``; leaders for 挂包 only."""
    near = Q(pk__in=[])
    for county in {gap.path[:COUNTY_PATH] for gap in gaps}:
        near |= Q(union__path__startswith=county) | Q(union__path__in=paths_down_to(county)[:-1])
    leading = Q(rank__in=LEADING) if kind == PairingKind.LEADER else ~Q(rank__in=LEADING)
    cadres = Cadre.objects.visible_to(user).active().filter(near, leading)
    return cadres.with_room()


def _helper(cadre: Cadre) -> Helper:
    return Helper(
        key=cadre.pk,
        path=cadre.union.path,
        ethnicity=cadre.ethnicity,
        languages=tuple(cadre.languages),
        load=cadre.load,  # type: ignore[attr-defined]
        ceiling=cadre.ceiling,
    )


def _suggestion(found: Proposal, households: dict[int, Household], cadres: dict[int, Cadre]) -> Suggestion:
    household, chosen = households[found.gap.key], tuple(cadres[helper.key] for helper in found.helpers)
    return Suggestion(household, chosen, _told(found, chosen[0]) if chosen else "")


def _told(found: Proposal, cadre: Cadre) -> str:
    """Say why the first cadre is proposed: place, language or nationality, load."""
    gap, helper = found.gap, found.helpers[0]
    words = [_place(gap, helper)]
    if gap.language is not None and gap.language in helper.languages:
        words.append(f"会说{gap.language.label}")
    elif gap.language is not None and gap.ethnicity == helper.ethnicity:
        words.append(f"同为{gap.ethnicity}")
    return "，".join([*words, f"现有 {helper.load} 户，上限 {helper.ceiling} 户"])


def _place(gap: Gap, helper: Helper) -> str:
    if gap.path == helper.path:
        return "同一工会"
    if gap.path.startswith(helper.path) and len(helper.path) < COUNTY_PATH:
        return "上级工会"
    return "同一县市"
