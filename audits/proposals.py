"""What the archive already knows of the seven items, so that nothing is asked twice; proposed, never decided.

The rules stand in docs/algorithms/exit.md.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audits.enums import ExitItem, Finding
from households.enums import Need, Sex
from households.models import Difficulty, Household, Member

AT_WORK = frozenset({"在岗", "务农", "农民工", "现役军人"})
OUT_OF_WORK = frozenset({"下（待）岗", "失（无）业"})
IN_SCHOOL = frozenset({"小学", "初中", "高中（中专、技校）", "大专", "本科", "研究生"})
COMPULSORY = range(6, 16)
WORKING_AGE = {Sex.FEMALE: range(16, 55), Sex.MALE: range(16, 60)}
NEEDS = {
    ExitItem.FOOD: Need.LIVING,
    ExitItem.CLOTHING: Need.LIVING,
    ExitItem.WORK: Need.EMPLOYMENT,
    ExitItem.MEDICAL: Need.MEDICAL,
    ExitItem.SCHOOL: Need.EDUCATION,
    ExitItem.INSURANCE: Need.INSURANCE,
    ExitItem.HOUSING: Need.HOUSING,
}


@dataclass(frozen=True)
class Proposal:
    """What is known of one item: a finding or "" where it has to be seen, and the words of the evidence."""

    finding: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Known:
    """What the proposals read: the home, the people who live there, the open difficulties, and the day."""

    household: Household
    people: tuple[Member, ...]
    difficulties: tuple[Difficulty, ...]
    day: datetime.date

    def those_in(self, positions: Iterable[str]) -> list[Member]:
        return [person for person in self.people if person.position in positions]

    def age(self, person: Member) -> int | None:
        """Return the age of a person in whole years; None where the birth date is not known."""
        if (born := person.birth_date) is None:
            return None
        return self.day.year - born.year - ((self.day.month, self.day.day) < (born.month, born.day))

    def of_age(self, ages: Callable[[Member], range]) -> list[Member]:
        return [person for person in self.people if (age := self.age(person)) is not None and age in ages(person)]


def propose(household: Household, day: datetime.date) -> dict[str, Proposal]:
    """Return what the archive knows of each of the seven items on a day; two queries."""
    people, difficulties = household.members.present(), household.difficulties.open()
    known = Known(household, tuple(people), tuple(difficulties), day)
    return {item.value: _propose(known, item) for item in ExitItem}


def _propose(known: Known, item: ExitItem) -> Proposal:
    """An open difficulty of its need outweighs what the people and the home tell."""
    open_ones = [difficulty for difficulty in known.difficulties if difficulty.need == NEEDS[item]]
    if open_ones:
        told = "；".join(f"{d.number} 号 {d.description}" for d in open_ones)
        return Proposal(Finding.NO, f"尚有未销号的{NEEDS[item].label}困难：{told}"[:300])
    return TELLERS[item](known)


def _seen(known: Known) -> Proposal:
    return Proposal("", "没有未销号的基本生活困难")


def _work(known: Known) -> Proposal:
    able = [person for person in known.of_age(_working_age) if person.position in AT_WORK | OUT_OF_WORK]
    if not able:
        return Proposal(Finding.NOT_APPLICABLE, "家中没有在劳动年龄内、有劳动能力的成员")
    idle = [person for person in able if person.position in OUT_OF_WORK]
    return Proposal(Finding.NO if idle else Finding.YES, _named(idle or able, "position"))


def _medical(known: Known) -> Proposal:
    return _insured(known, "已参加医疗保险")


def _insurance(known: Known) -> Proposal:
    return _insured(known, "没有未销号的社会保险困难")


def _insured(known: Known, words: str) -> Proposal:
    without = [person for person in known.people if person.insurance == "未参保"]
    if without:
        return Proposal(Finding.NO, _named(without, "insurance"))
    if unknown := [person for person in known.people if not person.insurance]:
        return Proposal("", f"{'、'.join(person.name for person in unknown)}的医保状况未登记")
    return Proposal(Finding.YES, f"{words}：{_named(known.people, 'insurance')}"[:300])


def _school(known: Known) -> Proposal:
    children = [person for person in known.of_age(lambda _person: COMPULSORY) if not person.is_worker]
    out = [child for child in children if child.position not in IN_SCHOOL]
    if out:
        return Proposal(Finding.NO, f"{_named(out, 'position')}，义务教育阶段未见就学登记")
    pupils = known.those_in(IN_SCHOOL)
    if not pupils:
        return Proposal(Finding.NOT_APPLICABLE, "家中没有学龄或在读的成员")
    return Proposal(Finding.YES, f"均在学：{_named(pupils, 'position')}")


def _housing(known: Known) -> Proposal:
    home = known.household
    if not home.housing:
        return Proposal("", "住房类型未登记")
    area = f" {home.floor_area.normalize():f} 平方米" if home.floor_area else ""
    return Proposal(Finding.NO if home.housing == "无房" else Finding.YES, f"{home.housing}{area}")


def _working_age(person: Member) -> range:
    return WORKING_AGE[Sex.FEMALE if person.sex == Sex.FEMALE else Sex.MALE]


def _named(people: Iterable[Member], field: str) -> str:
    return "、".join(f"{person.name}（{getattr(person, field) or '未登记'}）" for person in people)[:280]


TELLERS: dict[ExitItem, Callable[[Known], Proposal]] = {
    ExitItem.FOOD: _seen,
    ExitItem.CLOTHING: _seen,
    ExitItem.WORK: _work,
    ExitItem.MEDICAL: _medical,
    ExitItem.SCHOOL: _school,
    ExitItem.INSURANCE: _insurance,
    ExitItem.HOUSING: _housing,
}
