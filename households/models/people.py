"""The people of a household: the worker and the members."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from core import masking
from households import codelists
from households.enums import Departure, Relation, Sex
from households.feed import feed_triggers
from households.models.archive import Household
from households.models.triggers import OPEN_LIST
from households.querysets import MemberQuerySet

# Only constants of our own code are written into this SQL.
FOLLOW_ARCHIVE = (
    f"SELECT status IN ({OPEN_LIST}) INTO NEW.archive_open FROM households_household "  # noqa: S608
    "WHERE id = NEW.household_id; RETURN NEW;"
)

# The columns by which duplicates are found; when one changes, the archive is compared anew (households.duplicates).
COMPARED = ("name", "birth_date", "phone", "archive_open", "departed_on")
MARK_ROWS = (
    "INSERT INTO households_duplicatestale (household_id) SELECT DISTINCT household_id FROM changed_rows "
    "ON CONFLICT DO NOTHING; RETURN NULL;"
)
MARK_ONE = (
    "INSERT INTO households_duplicatestale (household_id) VALUES (NEW.household_id) ON CONFLICT DO NOTHING; "
    "RETURN NULL;"
)
COMPARED_ANEW = [
    pgtrigger.Trigger(
        name="compare_new",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="changed_rows"),
        func=MARK_ROWS,
    ),
    pgtrigger.Trigger(
        name="compare_left",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="changed_rows"),
        func=MARK_ROWS,
    ),
    pgtrigger.Trigger(
        name="compare_changed",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(*COMPARED),
        condition=pgtrigger.AnyChange(*COMPARED),
        func=MARK_ONE,
    ),
]


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    pghistory.ManualEvent("add"),
    exclude=["archive_open", "import_key", "position_in_form"],
)
class Member(models.Model):
    """One person of a household; the row with relation SELF is the worker.

    ``archive_open`` repeats whether the archive is open (kept by triggers), so that a unique index can hold that
    nobody stands in two open archives. Who has left the household (``departed_on``) stays in its history and may stand
    in another archive.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name="档案")
    relation = models.CharField("关系", max_length=12, choices=Relation.choices)
    name = models.CharField("姓名", max_length=60)
    identity_no = models.CharField("身份证号", max_length=18, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=10, choices=codelists.ETHNICITY, blank=True)
    politics = models.CharField("政治面貌", max_length=10, choices=codelists.POLITICS, blank=True)
    marriage = models.CharField("婚姻状况", max_length=4, choices=codelists.MARRIAGE, blank=True)
    hukou = models.CharField("户口类型", max_length=10, choices=codelists.HUKOU, blank=True)
    health = models.CharField("健康状况", max_length=12, choices=codelists.HEALTH, blank=True)
    disability = models.CharField("残疾类别", max_length=8, choices=codelists.DISABILITY, blank=True)
    disability_grade = models.CharField("残疾等级", max_length=4, choices=codelists.DISABILITY_GRADE, blank=True)
    insurance = models.CharField("医保状况", max_length=12, choices=codelists.INSURANCE, blank=True)
    position = models.CharField(
        "身份", max_length=12, choices=codelists.POSITION, blank=True, help_text="职工本人为工作状态"
    )
    model_worker = models.CharField("劳模类型", max_length=8, choices=codelists.MODEL_WORKER, blank=True)
    monthly_income = models.DecimalField("月收入", max_digits=10, decimal_places=2, null=True, blank=True)
    phone = models.CharField("手机号码", max_length=20, blank=True)
    other_contact = models.CharField("其他联系方式", max_length=40, blank=True)
    workplace = models.CharField("单位或学校", max_length=80, blank=True)
    workplace_kind = models.CharField("单位性质", max_length=12, choices=codelists.WORKPLACE_KIND, blank=True)
    workplace_state = models.CharField("企业状况", max_length=6, choices=codelists.WORKPLACE_STATE, blank=True)
    industry = models.CharField("所属行业", max_length=24, choices=codelists.INDUSTRY, blank=True)
    started_work_on = models.DateField("参加工作时间", null=True, blank=True)
    contract_on = models.DateField("劳动合同签订（入伍）时间", null=True, blank=True)
    contract_term = models.CharField("合同期限", max_length=8, choices=codelists.CONTRACT_TERM, blank=True)
    union_card_no = models.CharField("工会会员卡号", max_length=30, blank=True)
    education = models.CharField("当前学历", max_length=8, choices=codelists.EDUCATION, blank=True)
    school_year = models.PositiveSmallIntegerField("入学年份", null=True, blank=True)
    school_length = models.PositiveSmallIntegerField("年制", null=True, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    departed_on = models.DateField("离户日期", null=True, blank=True)
    departed_why = models.CharField("离户原因", max_length=12, choices=Departure.choices, blank=True)
    position_in_form = models.PositiveSmallIntegerField(default=0, editable=False)
    archive_open = models.BooleanField(default=True, editable=False)
    import_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        ordering = ["household", "position_in_form", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_no"],
                condition=Q(archive_open=True, departed_on__isnull=True) & ~Q(identity_no=""),
                name="one_open_archive_per_person",
                violation_error_message="此人已在另一份在档档案中。",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=Relation.SELF),
                name="one_worker_per_household",
                violation_error_message="一户只有一名职工本人。",
            ),
            models.CheckConstraint(
                condition=Q(monthly_income__isnull=True) | Q(monthly_income__gte=0),
                name="monthly_income_not_negative",
                violation_error_message="月收入不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(departed_on__isnull=True, departed_why="")
                | Q(departed_on__isnull=False) & ~Q(departed_why="") & ~Q(relation=Relation.SELF),
                name="departure_with_its_reason",
                violation_error_message="离户日期和离户原因应一并登记，职工本人不能离户。",
            ),
        ]
        indexes = [
            # What tells people of several archives apart, or does not (households.duplicates).
            models.Index(fields=["birth_date"], name="member_birth", condition=Q(archive_open=True, departed_on=None)),
            models.Index(
                fields=["phone"], name="member_phone", condition=Q(archive_open=True, departed_on=None) & ~Q(phone="")
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_archive",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id"),
                func=FOLLOW_ARCHIVE,
            ),
            *COMPARED_ANEW,
            *feed_triggers("archives", is_part=True, ignore=["archive_open", "import_key", "position_in_form"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_worker(self) -> bool:
        return self.relation == Relation.SELF

    @property
    def is_present(self) -> bool:
        return self.departed_on is None

    @property
    def masked_identity_no(self) -> str:
        return masking.mask_identity_no(self.identity_no)

    @property
    def masked_phone(self) -> str:
        return masking.mask_phone(self.phone)
