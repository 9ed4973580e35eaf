"""Three verifications of the demo prefecture, led by the demo accounts: in the field, being judged, and ended."""

import datetime
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal

from django.db import transaction

from audits.actions.rectification import (
    assign_rectification,
    open_rectification,
    open_rectifications,
    report_done,
    return_rectification,
    verify_rectification,
)
from audits.actions.verification.fieldwork import (
    accept_interviews,
    agree_interviews,
    assign_sample,
    save_answers,
    send_back,
    submit_interview,
)
from audits.actions.verification.findings import (
    begin_judging,
    close_verification,
    contest_finding,
    decide_finding,
    settle_finding,
)
from audits.actions.verification.leaving import leave_sample
from audits.actions.verification.projects import draw_sample, start_verification
from audits.models import Interview, Rectification, Verification, VerificationFinding
from audits.verification.enums import LeftReason, Outcome, PopulationClass, Region, Round
from core import clock
from organizations.models import Union, User
from reports.demo.accounts import PREFECTURE
from reports.demo.places import COUNTY
from reports.demo.verification.answers import answers_of
from reports.demo.verification.deciding import CONTEST, FALLS, MENDED, paper
from reports.demo.verification.plan import FAULTS, Lots

NAMES = ("prefecture-officer", "prefecture-reviewer", "prefecture-approver", "province-approver")
COUNTY_NAMES = ("county-officer", "county-reviewer", "assessor", "assessor-second")
OLD = datetime.timedelta(days=400)  # who was filed since may be found wrongly filed by the same figures
BACK = "收入与支出明显不符，请核对务工收入后补充说明。"


def ago(days: int) -> AbstractContextManager[None]:
    """Let it be so many days ago."""
    return clock.at(clock.today() - datetime.timedelta(days=days))


class Stage:
    """The demo accounts with a verification: drawn, asked and proposed, so that its states can be made."""

    def __init__(self) -> None:
        found = User.objects.select_related("union", "agency").in_bulk([*NAMES, *COUNTY_NAMES], field_name="username")
        self.keeper, self.first, self.second, self.third = (found[name] for name in NAMES)
        self.officer, self.reviewer, *self.assessors = (found[name] for name in COUNTY_NAMES)
        self.union, self.county = Union.objects.get(code=PREFECTURE), Union.objects.get(code=COUNTY)

    def _drawn(self, turn: str, days: int) -> Verification:
        """Draw a verification whose field work began so many days ago, and let the first assessor accept."""
        agency = self.assessors[0].agency
        if agency is None:
            raise ValueError("the demo assessor has no agency")
        first = clock.today() - datetime.timedelta(days=days)
        with ago(days + 5):
            found = start_verification(
                by=self.keeper,
                union=self.union,
                name=f"红河州 {first.year} 年{turn}第三方核查",
                agency=agency,
                starts_on=first,
                ends_on=first + datetime.timedelta(days=28),
                exits_since=datetime.date(first.year - 1, 1, 1),
                classes=[PopulationClass.ON_FILE],
                margin=Decimal("0.2"),
                region=Region.WHOLE,
                blind_share=Decimal("0.2"),
                phone_share=Decimal("0.2"),
            )
            draw_sample(found, by=self.keeper, seed=f"{first:%Y-%m-%d} 07 12 19 23 31 33")
            assign_sample(found, by=self.keeper, assessors=self.assessors)
        with ago(days):
            accept_interviews(found, by=self.assessors[0])
        return Verification.objects.get(pk=found.pk)

    def _asked(self, turn: str, days: int) -> tuple[Verification, Lots]:
        """Let everybody be asked, and everything be taken in and proposed."""
        found = self._drawn(turn, days)
        lots = self._lots(found)
        with ago(days - 2):
            accept_interviews(found, by=self.assessors[1])
            every = list(self._loaded(found))
            for interview in every:
                self._submit(interview, lots)
        with ago(days - 4):
            agree_interviews(every, by=self.keeper)
            begin_judging(found, by=self.keeper)
        return found, lots

    def _lots(self, found: Verification) -> Lots:
        """Say of some households of the demo county what is wrong with them."""
        old = found.sample.asked().filter(
            unit__household__filed_on__lt=clock.today() - OLD, unit__union__path__startswith=self.county.path
        )
        keys = iter(old.order_by("unit__place").values_list("unit__key", flat=True))
        lots = Lots(faults={code: [] for code in FAULTS})
        lots.faults["overdue"] = _take(keys, 2)
        lots.faults["wrongly_filed"], lots.wrong_facts = _take(keys, 1), _take(keys, 2)
        lots.faults["satisfaction"], lots.faults["coverage"] = _take(keys, 1), _take(keys, 1)
        return lots

    @staticmethod
    def _loaded(found: Verification) -> Iterable[Interview]:
        rows = found.interviews.select_related("assessor", "sample__unit__household", "sample__stratum")
        return rows.prefetch_related("verification__questionnaire__questions").order_by("pk")

    @staticmethod
    def _submit(interview: Interview, lots: Lots) -> Interview:
        raw = answers_of(interview, lots)
        return submit_interview(interview, by=interview.assessor, raw=raw, version=interview.version)

    def _decide(self, findings: Sequence[VerificationFinding]) -> None:
        for finding in findings:
            for judge in (self.first, self.second):
                decide_finding(finding, by=judge, outcome=finding.proposed)


class Verifications(Stage):
    """Makes the verifications of a home that has just been seeded; needs the demo accounts."""

    @transaction.atomic
    def make(self) -> None:
        """Make one of each."""
        self._ended()
        self._judged()
        self._in_the_field()

    def _ended(self) -> None:
        """End one, its findings sent out: mended and verified, reported, sent again, late, and open."""
        found, lots = self._asked("第一轮", 80)
        with ago(70):
            self._decide(list(found.findings.order_by("pk")))
        with ago(69):
            (finding, *_rest) = _of(found, lots.faults["overdue"])
            contest_finding(finding, by=self.officer, text=CONTEST)
        with ago(68):
            settle_finding(finding, by=self.third, outcome=Outcome.CORRECT, words=FALLS)
        late, soon = (clock.today() + datetime.timedelta(days=days) for days in (-3, 12))
        with ago(50):
            close_verification(found, by=self.keeper)
            open_rectification(_of(found, lots.wrong_facts)[-1], by=self.keeper, due_on=late)
            open_rectifications(found, by=self.keeper, due_on=soon)
        self._mend(Rectification.objects.filter(finding__verification=found).order_by("due_on", "pk"))

    def _mend(self, every: Iterable[Rectification]) -> None:
        """Name who mends; of the first nothing more is heard, the others are verified, sent again, or reported."""
        for place, opened in enumerate(every):
            with ago(48):
                sent = _assigned(opened, self.officer, self.reviewer, by=self.keeper)
            if place:
                with ago(12 - place):
                    report_done(sent, by=self.officer, words=MENDED, papers=[paper(sent.pk)])
            with ago(5):
                self._look(sent, place)

    def _look(self, sent: Rectification, place: int) -> None:
        """Verify the second, and send the third back."""
        match place:
            case 1:
                verify_rectification(sent, by=self.reviewer, words="材料齐全，整改到位。")
            case 2:
                return_rectification(sent, by=self.reviewer, words="核查表缺入户人签字，请补签后重新报告。")

    def _judged(self) -> None:
        """Leave one where findings stand at every desk: not yet decided, half, split, decided, contested, settled."""
        found, lots = self._asked("第二轮", 40)
        right = list(found.findings.filter(proposed=Outcome.CORRECT).order_by("pk"))
        contested, settled = _of(found, lots.faults["overdue"])
        half, split = _of(found, lots.wrong_facts)
        with ago(3):
            self._decide([contested, settled, *_of(found, lots.faults["wrongly_filed"]), *right[: len(right) // 2]])
            decide_finding(half, by=self.first, outcome=half.proposed)
            decide_finding(split, by=self.first, outcome=split.proposed)
            decide_finding(split, by=self.second, outcome=Outcome.CORRECT, words="户口簿与档案一致，信息无误。")
        with ago(2):
            for finding in (contested, settled):
                contest_finding(finding, by=self.officer, text=CONTEST)
        with ago(1):
            settle_finding(settled, by=self.third, outcome=Outcome.CORRECT, words=FALLS)

    def _in_the_field(self) -> None:
        """Leave one in the field: agreed, handed in, sent back, begun, not met, accepted, and not yet accepted."""
        found = self._drawn("第三轮", 6)
        lots = self._lots(found)
        mine = [one for one in self._loaded(found) if one.assessor == self.assessors[0] and one.round == Round.FIRST]
        agreed, handed_in, back, begun, left, *_rest = mine
        with ago(3):
            for interview in (agreed, handed_in, back):
                self._submit(interview, lots)
            answers = answers_of(begun, lots)
            part = {code: answers[code] for code in ("met", "identity_same", "persons")}
            save_answers(begun, by=begun.assessor, raw=part, version=begun.version)
            leave_sample(left, by=left.assessor, reason=LeftReason.MOVED, note="邻居证实全家已迁往昆明，电话已停机。")
        with ago(2):
            agree_interviews([agreed], by=self.keeper)
            send_back(back, by=self.keeper, reason=BACK)


def _assigned(found: Rectification, owner: User, verifier: User, *, by: User) -> Rectification:
    return assign_rectification(found, by=by, owner=owner, verifier=verifier, due_on=found.due_on)


def _take(keys: Iterable[str], count: int) -> list[str]:
    return [key for _n, key in zip(range(count), keys, strict=False)]


def _of(found: Verification, keys: Sequence[str]) -> list[VerificationFinding]:
    """Return the findings of households in the order of their keys."""
    rows = found.findings.filter(sample__unit__key__in=keys).select_related("sample__unit")
    by_key = {finding.sample.unit.key: finding for finding in rows}
    return [by_key[key] for key in keys]
