"""Setting a verification up, and drawing its sample."""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction

from audits.actions.verification.agencies import require_in_use
from audits.actions.verification.locks import KEEPERS, lock_verification
from audits.actions.verification.pledging import is_same_draw, seed_of
from audits.models import PopulationUnit, Questionnaire, SampleUnit, Stratum, Verification
from audits.verification.drawing import snapshot_hash
from audits.verification.enums import ProjectStatus
from audits.verification.population import Candidate, Layout, lay_out, population_of, regions_of
from audits.verification.rules import can_keep_verification
from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.importing.bulk import insert_rows
from organizations.models import Agency, Union, User
from organizations.rules import require

AT_ONCE = 5000  # households that are written between two looks at whether to go on
DRAWN = "样本已经抽取，不能再改抽样条件；需要另抽的，请新建核查。"


class VerificationFacts(TypedDict, total=False):
    """What a verification is about; all but the first six have a default."""

    name: Required[str]
    agency: Required[Agency]
    starts_on: Required[datetime.date]
    ends_on: Required[datetime.date]
    exits_since: Required[datetime.date]
    classes: Required[Sequence[str]]
    confidence: Decimal
    margin: Decimal
    expected_rate: Decimal
    allocation: str
    least: int
    region: str
    by_category: bool
    by_cause: bool
    blind_share: Decimal
    phone_share: Decimal
    contest_days: int
    questionnaire: Questionnaire


@transaction.atomic
def start_verification(*, by: User, union: Union, **facts: Unpack[VerificationFacts]) -> Verification:
    """Set up a verification of the archives below a union; the same again returns the first."""
    require(can_keep_verification(by, union), KEEPERS)
    said: dict[str, Any] = {**facts, "name": facts["name"].strip()}
    _check(said)
    if same := Verification.objects.filter(union=union, name=said["name"]).first():
        if same.is_draft and all(getattr(same, name) == value for name, value in said.items()):
            return same
        raise DomainError("已有同名的核查，请换一个名称，如写明年度或轮次。", field="name")
    questionnaire = said.pop("questionnaire", None) or _usual_questionnaire()
    made = Verification(union=union, created_by=by, created_at=clock.now(), questionnaire=questionnaire, **said)
    validate(made, said)
    with unless_taken("verification_name_once"):
        made.save(force_insert=True)
    return made


@transaction.atomic
def edit_verification(
    verification: Verification, *, by: User, seen: str = "", **facts: Unpack[VerificationFacts]
) -> Verification:
    """Change what a verification is about while its sample is not drawn; raises Conflict when others did meanwhile."""
    locked = lock_verification(verification, by=by)
    if not locked.is_draft:
        raise DomainError(DRAWN)
    _check(facts)
    if changed := changed_facts(locked, facts, seen=seen):
        with unless_taken("verification_name_once"):
            write_facts(locked, changed)
    return locked


def _usual_questionnaire() -> Questionnaire:
    """Return the latest version that may be asked."""
    latest = Questionnaire.objects.published().first()
    if latest is None:
        raise DomainError("还没有发布的调查问卷，请先发布。", field="questionnaire")
    return latest


def _check(facts: Any) -> None:
    if not facts["classes"]:
        raise DomainError("请至少选一类核查对象。", field="classes")
    require_in_use(facts["agency"])


@transaction.atomic
def draw_sample(
    verification: Verification, *, by: User, seed: str = "", between: Callable[[], None] = lambda: None
) -> Verification:
    """Draw the sample from the register as it stands, and keep both with the hash of the population.

    ``seed`` is what was agreed upon in public (numbers of a lottery); without one the system makes it, unless it was
    pledged. A second press returns what was drawn. ``between`` is called between the steps; what it raises takes all
    back. Raises DomainError when a class that is to be asked has nobody.
    """
    locked = lock_verification(verification, by=by)
    if not locked.is_draft:
        if is_same_draw(locked, seed.strip()):
            return locked
        raise DomainError(DRAWN)
    locked.seed = seed_of(locked, seed.strip())
    candidates = population_of(locked)
    _check_everybody(locked, candidates)
    between()
    locked.snapshot_sha256 = snapshot_hash(candidate.line for candidate in candidates)
    _keep(locked, lay_out(candidates, locked), between)
    locked.status, locked.drawn_by, locked.drawn_at = ProjectStatus.DRAWN, by, clock.now()
    locked.save(update_fields=["seed", "snapshot_sha256", "status", "drawn_by", "drawn_at"])
    return locked


def _check_everybody(verification: Verification, candidates: Sequence[Candidate]) -> None:
    there = {candidate.population_class for candidate in candidates}
    if lacking := [group for group in verification.asked_classes if group not in there]:
        named = "、".join(str(group.label) for group in lacking)
        raise DomainError(f"{verification.union}没有可抽取的{named}户，请核对核查对象、起始日或导入未建档名单。")


def _keep(verification: Verification, layouts: Sequence[Layout], between: Callable[[], None]) -> None:
    """Write strata, population and sample; as many statements whatever their number of strata."""
    regions = regions_of(layouts)
    strata = [_stratum(verification, layout, regions) for layout in layouts]
    insert_rows(Stratum, strata)
    units = [
        [_unit(verification, stratum, candidate, place) for place, candidate in enumerate(layout.order, start=1)]
        for stratum, layout in zip(strata, layouts, strict=True)
    ]
    every = list(chain.from_iterable(units))
    for start in range(0, len(every), AT_ONCE):
        between()
        insert_rows(PopulationUnit, every[start : start + AT_ONCE])
    between()
    drawn = chain.from_iterable(group[: layout.sampled] for group, layout in zip(units, layouts, strict=True))
    insert_rows(SampleUnit, [SampleUnit(verification=verification, unit=unit, stratum=unit.stratum) for unit in drawn])


def _stratum(verification: Verification, layout: Layout, regions: dict[str, Union]) -> Stratum:
    place = layout.place
    return Stratum(
        verification=verification,
        population_class=place.population_class,
        union=regions[place.path],
        category=place.category,
        cause=place.cause,
        size=len(layout.order),
        sampled=layout.sampled,
    )


def _unit(verification: Verification, stratum: Stratum, candidate: Candidate, place: int) -> PopulationUnit:
    return PopulationUnit(
        verification=verification,
        stratum=stratum,
        key=candidate.key,
        household_id=candidate.household,
        outside_id=candidate.outside,
        union_id=candidate.union,
        line=candidate.line,
        place=place,
    )
