"""From proposals to what is mended: two decide, unions contest, a third settles, and others mend and verify."""

import io
import itertools
from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from audits.actions.rectification import (
    assign_rectification,
    open_rectifications,
    report_done,
    return_rectification,
    verify_rectification,
)
from audits.actions.verification.findings import contest_finding, decide_finding, settle_finding
from audits.models import Rectification, Verification, VerificationFinding
from audits.verification.enums import FindingStatus, Outcome, RectificationStatus
from reports.demo.verification.plan import MEND_UNTIL, Lots
from reports.demo.verification.staff import Verifiers

DOUBT = "问卷所记人口与户口簿不一致，应认定信息错误。"
CONTEST = "该户主要收入来自临时工程，工程已于 9 月结束，请按现状重新测算。"
STANDS = "临时收入已计入近 12 个月收入，按规定测算仍达到退出标准，维持认定。"
FALLS = "工资流水证实务工收入仅三个月，按 12 个月平均后低于标准，应继续在档。"
MENDED = "已入户核实，按要求办理并补齐材料，附核查表。"
# Of the rectifications in order, how each stands in the end, again and again.
COURSE = ("verified", "verified", "verified", "done", "verified", "returned", "open")


class Deciding:
    """Lets the judges, the unions and the verifiers act; each step passes over what is done."""

    def __init__(self, verification: Verification, lots: Lots, people: Verifiers) -> None:
        self.verification, self.lots, self.people = verification, lots, people

    def _named(self, keys: Iterable[str], status: str) -> list[VerificationFinding]:
        rows = self.verification.findings.filter(sample__unit__key__in=list(keys), status=status)
        return list(rows.select_related("sample__unit__union").order_by("pk"))

    @transaction.atomic
    def first(self) -> None:
        """Let one judge decide as was proposed."""
        for finding in self.verification.findings.filter(status=FindingStatus.PROPOSED).order_by("pk"):
            decide_finding(finding, by=self.people.judges[0], outcome=finding.proposed)

    @transaction.atomic
    def second(self) -> None:
        """Let another say the same, but of those whom the plan lets him doubt."""
        doubted = set(self.lots.doubted)
        rows = self.verification.findings.filter(status=FindingStatus.FIRST).order_by("pk")
        for finding in rows.select_related("sample__unit"):
            doubts = finding.sample.unit.key in doubted
            outcome, words = (Outcome.WRONG_FACTS, DOUBT) if doubts else (finding.proposed, "")
            decide_finding(finding, by=self.people.judges[1], outcome=outcome, words=words)

    @transaction.atomic
    def contest(self) -> None:
        """Let the officers of their unions contest what the plan names."""
        for finding in self._named([*self.lots.upheld, *self.lots.overturned], FindingStatus.DECIDED):
            officer = self.people.officer(finding.sample.unit.union.path)
            contest_finding(finding, by=officer, text=CONTEST)

    @transaction.atomic
    def settle(self) -> None:
        """Let the third judge say what holds."""
        third = self.people.judges[2]
        for finding in self._named(self.lots.upheld, FindingStatus.CONTESTED):
            settle_finding(finding, by=third, outcome=Outcome.OVERDUE, words=STANDS)
        for finding in self._named(self.lots.overturned, FindingStatus.CONTESTED):
            settle_finding(finding, by=third, outcome=Outcome.CORRECT, words=FALLS)
        for finding in self._named(self.lots.doubted, FindingStatus.SPLIT):
            settle_finding(finding, by=third, outcome=Outcome.CORRECT, words="户口簿复印件与问卷一致，信息无误。")

    @transaction.atomic
    def send_out(self) -> None:
        """Have everything mended that was found wrong, each by the officer there, verified by a reviewer there."""
        for found in open_rectifications(self.verification, by=self.people.keeper, due_on=MEND_UNTIL):
            path = found.union.path
            owner, verifier = self.people.officer(path), self.people.verifier(path)
            assign_rectification(found, by=self.people.keeper, owner=owner, verifier=verifier, due_on=MEND_UNTIL)

    def _courses(self, status: str, *courses: str) -> list[Rectification]:
        every = Rectification.objects.filter(finding__verification=self.verification).order_by("pk")
        rows = every.select_related("union")
        courses_of = zip(rows, itertools.cycle(COURSE), strict=False)
        return [found for found, course in courses_of if course in courses and found.status == status]

    @transaction.atomic
    def mend(self) -> None:
        """Report what is mended, with a paper; part of it stays open."""
        for found in self._courses(RectificationStatus.OPEN, "verified", "done", "returned"):
            report_done(found, by=self.people.officer(found.union.path), words=MENDED, papers=[paper(found.pk)])

    @transaction.atomic
    def look(self) -> None:
        """Let the verifiers say of most that it is done, of some that it is not, of others nothing yet."""
        for found in self._courses(RectificationStatus.DONE, "verified"):
            verify_rectification(found, by=self.people.verifier(found.union.path), words="材料齐全，整改到位。")
        for found in self._courses(RectificationStatus.DONE, "returned"):
            return_rectification(
                found, by=self.people.verifier(found.union.path), words="核查表缺入户人签字，请补签后重新报告。"
            )


def paper(number: int) -> SimpleUploadedFile:
    """Return a small picture, another one for each number, as a form that was photographed."""
    picture = io.BytesIO()
    Image.new("RGB", (240, 340), (250, 250 - number % 40, 240 - number // 40 % 40)).save(picture, "PNG")
    return SimpleUploadedFile("整改核查表.png", picture.getvalue(), "image/png")
