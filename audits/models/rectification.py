"""What is mended of what was found wrong: by whom, until when, and who says that it is done."""

import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.models.findings import Contest, VerificationFinding
from audits.models.grievances import Grievance
from audits.models.quality import Fault
from audits.verification.enums import ENDED, TO_MEND, Origin, RectificationStatus, RectificationStepKind
from audits.verification.mending import PaperQuerySet, RectificationQuerySet
from core import clock, files
from households.models import Household
from organizations.models import Union

PERSON = settings.AUTH_USER_MODEL
LEGAL: list[tuple[str, str]] = [
    (RectificationStatus.OPEN, RectificationStatus.DONE),
    (RectificationStatus.DONE, RectificationStatus.RETURNED),
    (RectificationStatus.RETURNED, RectificationStatus.DONE),
    (RectificationStatus.DONE, RectificationStatus.VERIFIED),
    (RectificationStatus.OPEN, RectificationStatus.WITHDRAWN),
    (RectificationStatus.DONE, RectificationStatus.WITHDRAWN),
    (RectificationStatus.RETURNED, RectificationStatus.WITHDRAWN),
]
IN_FORCE = ~Q(status=RectificationStatus.WITHDRAWN)
OF_ONE_AT_MOST = (
    Q(grievance__isnull=True, fault__isnull=True)
    | Q(finding__isnull=True, fault__isnull=True)
    | Q(finding__isnull=True, grievance__isnull=True)
)


class Originated(models.Model):
    """What a rectification comes of, one of three or what the sending union saw itself, and that union.

    Of each one is in force; what was withdrawn stands beside it. One of a grievance in confidence looks everywhere like
    one of the union's own inspection, lest whoever mends it guess who complained.
    """

    finding = models.ForeignKey(
        VerificationFinding, models.PROTECT, null=True, related_name="rectifications", verbose_name="核查认定"
    )
    grievance = models.ForeignKey(
        Grievance, models.PROTECT, null=True, related_name="rectifications", verbose_name="信访件"
    )
    fault = models.ForeignKey(Fault, models.PROTECT, null=True, related_name="rectifications", verbose_name="数据问题")
    sender = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="下发单位")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="rectifications", verbose_name="档案"
    )

    title: str

    class Meta:
        abstract = True

    @property
    def origin(self) -> Origin:
        """What it is said to come of."""
        if self.finding_id:
            return Origin.FINDING
        if self.fault_id:
            return Origin.FAULT
        return Origin.GRIEVANCE if self.grievance and not self.grievance.is_in_confidence else Origin.INSPECTION

    @property
    def what(self) -> str:
        """What kind of thing is wrong, in a word or two."""
        if self.finding:
            return self.finding.get_outcome_display()
        if self.fault:
            return self.fault.title
        open_one = self.grievance if self.origin == Origin.GRIEVANCE else None
        return open_one.get_category_display() if open_one else self.title

    @property
    def came_of(self) -> str:
        """What it comes of: the name of the verification, else the kind; of a grievance nothing more is told."""
        return self.finding.verification.name if self.finding else str(self.origin.label)

    @property
    def subject(self) -> str:
        """How the access log names what it is about: the archive, a household without one, or itself."""
        if self.finding:
            return self.finding.sample.unit.key
        return self.household.archive_no if self.household else f"整改 {self.pk}"


class Ended(models.Model):
    """How the mending goes: the last report, the verifier's word on it, and why it was withdrawn, if it was."""

    done_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告人")
    done_at = models.DateTimeField("报告时间", null=True, blank=True)
    done_words = models.TextField("整改情况", max_length=1000, blank=True)
    verified_at = models.DateTimeField("验收时间", null=True, blank=True)
    verified_words = models.CharField("验收（退回）意见", max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_words = models.CharField("撤回原因", max_length=300, blank=True)

    class Meta:
        abstract = True


class Rectification(Originated, Ended):
    """The mending of what was found wrong (问题整改). Whoever verifies it neither owns it nor reported it done.

    Owner and verifier may be named after it was opened; nothing is reported done before both are. ``done_…`` holds the
    last report; what was said before, with its papers, stands in the steps.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="rectifications", verbose_name="整改单位")
    title = models.CharField("事项", max_length=80)
    wrong = models.TextField("存在问题", max_length=1000)
    to_do = models.TextField("整改要求", max_length=1000)
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    verifier = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验收人")
    due_on = models.DateField("整改期限")
    status = models.CharField(
        "状态", max_length=10, choices=RectificationStatus.choices, default=RectificationStatus.OPEN
    )
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="下发人")
    opened_at = models.DateTimeField("下发时间", default=clock.now)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题整改"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=OF_ONE_AT_MOST, name="rectification_of_one_origin_at_most"),
            models.UniqueConstraint(fields=["finding"], condition=IN_FORCE, name="one_rectification_per_finding"),
            models.UniqueConstraint(fields=["grievance"], condition=IN_FORCE, name="one_rectification_per_grievance"),
            models.UniqueConstraint(
                fields=["fault"], condition=~Q(status__in=ENDED), name="one_open_rectification_per_fault"
            ),
            models.CheckConstraint(
                condition=Q(verifier__isnull=True) | Q(owner__isnull=True) | ~Q(verifier=F("owner")),
                name="rectification_verified_by_another_than_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(verifier__isnull=False) & ~Q(verifier=F("done_by")),
                name="rectification_verified_by_another_than_reporter",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[RectificationStatus.OPEN, RectificationStatus.WITHDRAWN])
                | Q(owner__isnull=False, done_by__isnull=False, done_at__isnull=False) & ~Q(done_words=""),
                name="rectification_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=RectificationStatus.VERIFIED) & Q(verified_at__isnull=False)
                | ~Q(status=RectificationStatus.VERIFIED) & Q(verified_at__isnull=True),
                name="rectification_verified_with_its_time",
            ),
            models.CheckConstraint(
                condition=~IN_FORCE & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_words="")
                | IN_FORCE & Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_words=""),
                name="rectification_withdrawn_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status"], name="rectification_of_owner"),
            models.Index(fields=["verifier", "status"], name="rectification_of_verifier"),
        ]
        triggers = [
            pgtrigger.FSM(name="legal_status", field="status", transitions=LEGAL),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="origin_is_kept", fields=["finding", "grievance", "fault"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rectification", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Tell whether its last day is over and who mends it has not reported it done."""
        return self.status in TO_MEND and self.due_on < clock.today()

    @property
    def is_pressing(self) -> bool:
        """Tell whether it is to be mended soon, or should have been."""
        return self.status in TO_MEND and self.due_on <= clock.today() + datetime.timedelta(
            settings.VISIT_DUE_SOON_DAYS
        )


class RectificationStep(models.Model):
    """One thing that was done about a rectification, with what was said of it; never changed."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="steps", verbose_name="问题整改")
    kind = models.CharField("办理", max_length=10, choices=RectificationStepKind.choices)
    words = models.TextField("说明", max_length=1000, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "整改记录"
        ordering = ["rectification", "id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_kind_display()}"


class FindingPaper(models.Model):
    """A paper or photo that speaks for a contest, or shows that something was mended (佐证); its file lies with others.

    It hangs on the finding, if there is one, and not on an archive, since households without one are verified too.
    """

    finding = models.ForeignKey(
        VerificationFinding, models.PROTECT, null=True, related_name="papers", verbose_name="核查认定"
    )
    contest = models.ForeignKey(
        Contest, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="申辩"
    )
    step = models.ForeignKey(
        RectificationStep, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="整改记录"
    )
    title = models.CharField("名称", max_length=120)
    sha256 = models.CharField("内容校验值", max_length=64)
    size = models.PositiveIntegerField("字节数")
    content_type = models.CharField("内容类型", max_length=40)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间", default=clock.now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查佐证"
        ordering = ["finding", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contest__isnull=True) ^ Q(step__isnull=True), name="paper_of_contest_or_rectification"
            ),
            models.CheckConstraint(
                condition=Q(contest__isnull=True) | Q(finding__isnull=False), name="paper_of_contest_has_its_finding"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the access log names what it speaks of."""
        if self.finding:
            return self.finding.sample.unit.key
        return self.step.rectification.subject if self.step else ""

    @property
    def path(self) -> files.Path:
        """Where the content lies."""
        return files.path_of(self.sha256)

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
