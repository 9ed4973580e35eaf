"""Why an archive is to be re-verified: pure functions over a few facts of each household.

Source: files on the books over one year refill the forms and top up proofs (domain reference 5.2); the intervals and
ages are configuration. docs/algorithms/reverification.md writes the rules out.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import itemgetter, or_

from django.conf import settings

from audits.enums import VerifyReason
from audits.reading import Read, Row, day_of, read_households
from core import clock
from households.enums import Relation, Sex

Date = datetime.date
OF_AGE = 18
SCHOOL_ENDS = (7, 1)  # month and day by which a last school year is over
LOOKED_AT = (Relation.SELF, Relation.SON, Relation.DAUGHTER, Relation.GRANDCHILD)


@dataclass(frozen=True)
class Person:
    """What the rules read of a worker or a child: the day of birth, and the school years as the form has them."""

    name: str
    is_worker: bool
    is_woman: bool
    born_on: Date | None
    school_year: int | None = None
    school_length: int | None = None


@dataclass(frozen=True)
class VerifyFacts:
    """What the rules read of one household; ``verified_on`` is its last re-verification."""

    filed_on: Date | None = None
    surveyed_on: Date | None = None
    verified_on: Date | None = None
    people: tuple[Person, ...] = ()
    report_until: Date | None = None

    @property
    def last_seen_on(self) -> Date | None:
        return max((day for day in (self.surveyed_on, self.verified_on) if day), default=None)

    @property
    def known_since(self) -> Date:
        """The day up to which whoever filed or verified the household knew of birthdays and school years."""
        return max((day for day in (self.filed_on, self.verified_on) if day), default=Date.min)


@dataclass(frozen=True)
class Cause:
    """One reason in words."""

    reason: VerifyReason
    text: str


def causes_of(facts: VerifyFacts, today: Date) -> list[Cause]:
    """Name every reason why a household is to be re-verified as of a day."""
    return [*_lapsed(facts, today), *_people(facts, today), *_papers(facts, today)]


def mask_of(causes: Iterable[Cause]) -> int:
    """Return the reasons as bits."""
    return reduce(or_, (cause.reason.value for cause in causes), 0)


def turning_days(facts: VerifyFacts) -> Iterator[Date]:
    """Name every day on which time alone adds a reason; days that have passed are among them."""
    if begun := facts.last_seen_on or facts.filed_on:
        yield clock.months_after(begun, settings.REVERIFY_MONTHS)
    for person in facts.people:
        yield from (day for day, _text, _reason in _turns(person))
    if facts.report_until:
        yield facts.report_until + datetime.timedelta(days=1)


def _lapsed(facts: VerifyFacts, today: Date) -> Iterator[Cause]:
    months, last = settings.REVERIFY_MONTHS, facts.last_seen_on
    begun = last or facts.filed_on
    if begun and clock.months_after(begun, months) > today:
        return
    if last is None:
        words = f"建档（{begun:%Y-%m-%d}）以来没有收支调查或复核。" if begun else "没有收支调查或复核。"
    else:
        kind = "复核" if last == facts.verified_on else "收支调查"
        words = f"最近一次{kind}在 {last:%Y-%m-%d}，已满 {months} 个月。"
    yield Cause(VerifyReason.LAPSED, words)


def _people(facts: VerifyFacts, today: Date) -> Iterator[Cause]:
    for person in facts.people:
        for day, text, reason in _turns(person):
            if facts.known_since < day <= today:
                yield Cause(reason, text)


def _turns(person: Person) -> Iterator[tuple[Date, str, VerifyReason]]:
    """Name the days on which something changes for a person by time alone, each in words."""
    if person.is_worker:
        age = settings.RETIREMENT_WOMEN if person.is_woman else settings.RETIREMENT_MEN
        if age and person.born_on:
            day = clock.months_after(person.born_on, 12 * age)
            yield day, f"职工 {day:%Y-%m-%d} 满 {age} 周岁，到退休年龄。", VerifyReason.RETIRED
        return
    if person.born_on:
        day = clock.months_after(person.born_on, 12 * OF_AGE)
        yield day, f"{person.name} {day:%Y-%m-%d} 满 {OF_AGE} 周岁。", VerifyReason.ADULT
    if person.school_year and person.school_length:
        day = Date(person.school_year + person.school_length, *SCHOOL_ENDS)
        words = f"{person.name} {person.school_year} 年入学、年制 {person.school_length} 年，{day:%Y} 年应已毕业。"
        yield day, words, VerifyReason.ADULT


def _papers(facts: VerifyFacts, today: Date) -> Iterator[Cause]:
    if facts.report_until and facts.report_until < today:
        words = f"家庭经济状况核对报告有效期至 {facts.report_until:%Y-%m-%d}，已过期。"
        yield Cause(VerifyReason.PAPERS, words)


def load_verify_facts(household_ids: Iterable[int]) -> dict[int, VerifyFacts]:
    """Return the facts of these households by primary key; one query however many there are."""
    return {read.pk: verify_facts_of(read) for read in read_households(household_ids)}


def verify_facts_of(read: Read) -> VerifyFacts:
    """Return what these rules look at of what was read."""
    looked_at = sorted((row for row in read.people if row["relation"] in LOOKED_AT), key=itemgetter("id"))
    filed_on = day_of(read.household["filed_on"])
    return VerifyFacts(filed_on, read.surveyed_on, read.verified_on, tuple(map(_person, looked_at)), read.report_until)


def _person(row: Row) -> Person:
    is_worker, is_woman = row["relation"] == Relation.SELF, row["sex"] == Sex.FEMALE
    return Person(row["name"], is_worker, is_woman, day_of(row["birth_date"]), row["school_year"], row["school_length"])
