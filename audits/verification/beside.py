"""What the archive says beside what the assessor found, for who takes interviews in and who decides about findings."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from audits.enums import ExitItem
from audits.enums import Finding as Secured
from audits.models import Interview, SampleUnit
from audits.verification.loading import AMOUNT, ITEM
from audits.verification.questions import AMOUNTS, NO, YES
from core.money import format_money
from households.enums import ASSET_KINDS, INCOME_KINDS, RIGID_KINDS, WITHIN_TRANSFER, Cause, LineKind
from households.models import Household

SAME, UNSAID = "与档案一致", "未问"
MONEY_PARTS = (
    ("近 12 个月家庭收入（元）", (*INCOME_KINDS, *WITHIN_TRANSFER)),
    ("近 12 个月刚性支出（元）", (*RIGID_KINDS, LineKind.COMPENSATION)),
    ("家庭资产（元）", ASSET_KINDS),
)


@dataclass(frozen=True)
class Fact:
    """One fact: what the archive says, what the assessor found ("" where nothing is known), and whether they differ."""

    label: str
    archive: str
    found: str
    differs: bool = False


@dataclass(frozen=True)
class Part:
    """Facts that belong together."""

    title: str
    rows: list[Fact]


class Comparison:
    """The answers of an interview beside the archive that it asked about; half a dozen queries."""

    def __init__(self, interview: Interview, sample: SampleUnit, *, answers: Mapping[str, Any] | None = None) -> None:
        self.interview = interview
        self.answers: Mapping[str, Any] = interview.answers if answers is None else answers
        self.household: Household | None = sample.unit.household
        asks = interview.verification.questionnaire.asks(sample.stratum.population_class)
        self.choices = {ask.code: dict(ask.choices) for ask in asks}

    def parts(self, *, with_help: bool = True) -> list[Part]:
        """Return what is known, part by part, without ``with_help`` nothing that was told of those who help it."""
        money = [(title, list(self._money(kinds))) for title, kinds in MONEY_PARTS]
        rest = [("两有五保障", list(self._secured())), ("帮扶落实", list(self._help()) if with_help else [])]
        every = [("身份与家庭", list(self._people())), *money, *rest]
        return [Part(title, rows) for title, rows in every if rows]

    def _said(self, code: str) -> str:
        """Return an answer in its words."""
        said = self.answers.get(code)
        if said is None:
            return ""
        labels = self.choices.get(code, {})
        return "、".join(labels.get(str(one), str(one)) for one in (said if isinstance(said, list) else [said]))

    def _people(self) -> Iterator[Fact]:
        home, persons = self.household, self.answers.get("persons")
        filed = home.persons if home else None
        yield Fact("姓名、身份证号", "", *self._checked("identity_same", "identity_wrong"))
        differs = bool(filed and persons and int(persons) != filed)
        yield Fact("家庭人口", f"{filed} 人" if filed else "", f"{persons} 人" if persons else "", differs)
        if home:
            yield Fact("家庭成员", _members(home), *self._checked("members_same", "members_wrong"))
            found, differs = self._checked("cause_same", "")
            true = self.answers.get("cause_true", "")
            found = str(Cause(true).label) if true in Cause.values else found
            yield Fact("主要致困原因", home.get_main_cause_display(), found, differs)
            yield Fact("困难类别", home.get_category_display(), "")
        standing = [veto.label for veto in home.vetoes.filter(overridden_at__isnull=True)] if home else []
        ticked = self._said("vetoes")
        if standing or ticked:
            yield Fact("否决情形", "、".join(standing), ticked or "未发现", bool(ticked) and not standing)

    def _checked(self, code: str, words: str) -> tuple[str, bool]:
        """Return what a question whether something agrees was answered with, and whether it does not."""
        said = self.answers.get(code)
        if said == NO:
            return f"不一致：{self.answers.get(words) or '见实际情况'}", True
        return (SAME if said == YES else UNSAID), False

    def _money(self, kinds: tuple[LineKind, ...]) -> Iterator[Fact]:
        filed = self._filed_amounts()
        for kind in kinds:
            there, found = filed.get(kind), self.answers.get(f"{AMOUNT}{kind.value}")
            if there is None and found is None:
                continue
            amount = Decimal(found) if found is not None else None
            differs = (there or Decimal(0)) != (amount or Decimal(0))
            yield Fact(str(kind.label), _written(there), _written(amount), differs)

    def _filed_amounts(self) -> dict[str, Decimal]:
        """Return the lines of the last income survey; two queries, once."""
        if not hasattr(self, "_amounts"):
            survey = self.household.surveys.prefetch_related("lines").first() if self.household else None
            self._amounts = {line.kind: line.amount for line in survey.lines.all()} if survey else {}
        return self._amounts

    def _secured(self) -> Iterator[Fact]:
        checks = self.household.exit_checks.prefetch_related("findings") if self.household else None
        check = checks.first() if checks is not None else None
        seen = {row.item: row.finding for row in check.findings.all()} if check else {}
        for item in ExitItem:
            found = self.answers.get(f"{ITEM}{item.value}")
            if found is None and item.value not in seen:
                continue
            there = str(Secured(seen[item.value]).label) if item.value in seen else ""
            said = str(Secured(found).label) if found in Secured.values else ""
            yield Fact(str(item.label), there, said, found == Secured.NO)

    def _help(self) -> Iterator[Fact]:
        home = self.household
        if home is None:
            return
        for code, label in (("aid", "帮扶资金"), ("measures", "帮扶措施")):
            if said := self.answers.get(code):
                counts = Counter(said.values())
                words = "，".join(f"{self.choices[code].get(key, key)} {count}" for key, count in counts.items())
                if received := self.answers.get(code + AMOUNTS):
                    words += f"（实收 {format_money(sum(map(Decimal, received.values()), Decimal(0)))} 元）"
                yield Fact(label, f"{len(said)} 项", words, any(key in ("less", "none", "unfit") for key in counts))
        knows = self.answers.get("knows_cadre")
        if knows:
            words = "能说出姓名" if knows == YES else "说不出姓名"
            yield Fact("帮扶责任人", home.cadre_names, words, knows == NO)
        if "visits" in self.answers:
            yield Fact("近 6 个月上门次数", "", f"{self.answers['visits']} 次")
        if said := self._said("satisfaction"):
            yield Fact("满意度", "", said)


def _members(home: Household) -> str:
    return "、".join(member.name for member in home.members.present())


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else format_money(amount)
