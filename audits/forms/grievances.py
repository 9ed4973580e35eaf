"""Forms of grievances: what the office writes down, and each of its acts."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audits.actions.grievances.receiving import Came, Said
from audits.grievances.enums import Channel, Finding, GrievanceCategory
from audits.grievances.people import possible_owners, who_might_see
from audits.grievances.shipped import NAMES
from audits.models import Grievance, GrievanceTerm
from audits.models.grievances import LONGEST
from core import clock
from core.forms import Lines, TidyForm
from core.identity import normalize_digits
from households.forms.attachments import papers_field
from households.models import Household
from organizations.choosing import PersonChoice, UnionField
from organizations.enums import CHECKING_ROLES, DIVISION_KINDS, OFFICE_ROLES
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH

NAMED, ANONYMOUS = "named", "anonymous"


def long_text(rows: int = 5) -> forms.Textarea:
    """Return a box for several lines."""
    return Lines(attrs={"rows": rows})


def nearby_unions() -> Any:
    """Return the unions that take grievances: province, prefectures and systems, counties."""
    return Union.objects.active().filter(depth__lte=COUNTY_PATH // Union.steplen)


class StatementForm(TidyForm, forms.Form):
    """What somebody complains of; ``said`` is what the action takes."""

    union: forms.ModelChoiceField[Any] = UnionField(None, label="受理单位", to_field_name="code", empty_label="请选择")
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), *GrievanceCategory.choices])
    text = forms.CharField(label="反映内容", max_length=LONGEST, widget=long_text())
    about = forms.CharField(
        label="涉及的工作人员", max_length=60, required=False, help_text="写姓名；此人不会承办，也看不到这件信访件。"
    )
    name = forms.CharField(label="姓名", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=20, required=False)
    is_secret = forms.BooleanField(label="保密", required=False)
    papers = papers_field(label="附件", required=False, help_text="照片或 PDF，最多 3 个，可以不附。")
    sent_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sent_key", uuid.uuid4())
        # Written once, and the same in every form that is sent again.
        self.fields["sent_key"].initial = self.initial["sent_key"]

    def clean_phone(self) -> str:
        """Judge a telephone number: digits, with area code and dashes."""
        typed = normalize_digits(self.cleaned_data["phone"]).replace(" ", "")
        plain = typed.replace("-", "")
        if typed and not (plain.isascii() and plain.isdigit() and 7 <= len(plain) <= 12):
            raise ValidationError("请填写手机号码，或带区号的固定电话。")
        return typed

    def said_as(self, *, anonymous: bool) -> Said:
        """Return what was said, by somebody with or without a name."""
        plain = ("union", "category", "text", "is_secret", "about")
        known = {} if anonymous else {name: self.cleaned_data.get(name, "") for name in ("name", "phone")}
        return Said(**{name: self.cleaned_data[name] for name in plain}, **known, is_anonymous=anonymous)

    @property
    def key(self) -> uuid.UUID:
        return self.cleaned_data["sent_key"] or uuid.uuid4()


class RegisterForm(StatementForm):
    """What came by phone, visit or letter, as the office writes it down."""

    channel = forms.ChoiceField(
        label="渠道", choices=[choice for choice in Channel.choices if choice[0] != Channel.PAGE]
    )
    received_on = forms.DateField(label="收到日期", initial=clock.today)
    who = forms.ChoiceField(
        label="反映方式",
        choices=[(NAMED, "实名"), (ANONYMOUS, "匿名（不记姓名和电话）")],
        initial=NAMED,
        widget=forms.RadioSelect,
    )
    archive_no = forms.CharField(label="档案编号", max_length=15, required=False, help_text="反映的是某一户的填写。")
    field_order = (
        *("union", "channel", "received_on", "category", "who", "name", "phone", "text", "about"),
        *("archive_no", "is_secret", "papers", "sent_key"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        own = Union.objects.active().filter(user.scope.subtree("path", OFFICE_ROLES))
        near = own.filter(depth__lte=COUNTY_PATH // Union.steplen)
        own = near if near.exists() else own
        self.fields["union"].queryset = own  # type: ignore[attr-defined]
        if len(only := list(own[:2])) == 1:
            self.initial["union"] = only[0].code
        self.fields["is_secret"].label = "保密：只有承办人和本级及以上的审核、审批人员能看到"

    def clean_archive_no(self) -> Household | None:
        """Find the archive among those that the user sees."""
        return archive_named(self.cleaned_data["archive_no"], self.user)

    @property
    def said(self) -> Said:
        return self.said_as(anonymous=self.cleaned_data["who"] == ANONYMOUS)

    @property
    def came(self) -> Came:
        facts = self.cleaned_data
        return Came(self.key, facts["channel"], facts["received_on"], self.user, facts["archive_no"])


def archive_named(number: str, user: User) -> Household | None:
    """Return the archive of a number among those that the user sees; raises ValidationError for a wrong one."""
    if not (plain := normalize_digits(number)):
        return None
    found = Household.objects.visible_to(user).filter(archive_no=plain).first()
    if found is None:
        raise ValidationError("您的范围内没有这份档案，请核对档案编号。")
    return found


class ActForm(TidyForm, forms.Form):
    """One act of the office upon a grievance; the fields are what its action takes.

    ``seen`` is what was on the screen where others may change it meanwhile, None where that does not matter.
    """

    seen: str | None = None

    def __init__(self, *args: Any, grievance: Grievance, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grievance, self.user = grievance, user
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices."""

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AssignForm(ActForm):
    """Who answers."""

    owner = PersonChoice(None, label="承办人", empty_label="请选择", help_text="被反映的人不在其中。")

    def prepare(self) -> None:
        """Offer who may be charged with it, and remember who is."""
        self.fields["owner"].queryset = possible_owners(self.grievance)  # type: ignore[attr-defined]
        self.version = str(self.grievance.owner_id or "")
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.cleaned_data, "seen": self.seen}


class AvoidForm(ActForm):
    """Who is kept away, and why."""

    person = PersonChoice(
        None,
        label="不由此人办理",
        empty_label="请选择",
        error_messages={"required": "请选择不能办理此件的人员。"},
        help_text="此人今后看不到这件信访件。",
    )
    reason = forms.CharField(label="原因", max_length=200, help_text="如：反映的就是此人，或与反映人有利害关系。")

    def prepare(self) -> None:
        """Offer who could see it."""
        self.fields["person"].queryset = who_might_see(self.grievance)  # type: ignore[attr-defined]


class HandForm(ActForm):
    """Which union takes it over, and why."""

    union: forms.ModelChoiceField[Any] = UnionField(
        None,
        label="转给",
        to_field_name="code",
        empty_label="请选择",
        error_messages={"required": "请选择转给哪个工会。"},
    )
    reason = forms.CharField(label="转办原因", max_length=200, help_text="只供内部查阅。")

    def prepare(self) -> None:
        """Offer all unions but its own."""
        self.fields["union"].queryset = nearby_unions().exclude(pk=self.grievance.union_id)  # type: ignore[attr-defined]


class ReasonForm(ActForm):
    """A reason that whoever complained reads."""

    reason = forms.CharField(label="原因", max_length=300, widget=long_text(3), help_text="反映人可以看到。")


class AnswerForm(ActForm):
    """What was found, and the answer."""

    finding = forms.ChoiceField(label="核实结论", choices=Finding.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="答复",
        max_length=LONGEST,
        widget=long_text(8),
        help_text="反映人可以看到；不要写他人的个人信息。答复后不能修改。",
    )
    papers = papers_field(label="附件", required=False, help_text="照片或 PDF，最多 3 个，反映人可以打开；可以不附。")

    @property
    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        uploads = said.pop("papers")
        return {**said, "uploads": uploads}


class AppealForm(ActForm):
    """What is said against the answer, by phone or in person."""

    text = forms.CharField(label="复查理由", max_length=LONGEST, widget=long_text())


class DecideForm(AnswerForm):
    """The word of another person."""

    finding = None  # type: ignore[assignment]
    upheld = forms.TypedChoiceField(
        label="复查结论",
        choices=[("no", "维持原答复"), ("yes", "改变原答复")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ("upheld", "text", "papers")


class LinkForm(ActForm):
    """Which archive it is about."""

    archive_no = forms.CharField(label="档案编号", max_length=15, required=False, help_text="留空为不关联。")

    def clean_archive_no(self) -> Household | None:
        """Find the archive among those that the user sees."""
        return archive_named(self.cleaned_data["archive_no"], self.user)

    @property
    def facts(self) -> dict[str, Any]:
        return {"household": self.cleaned_data["archive_no"]}


class TermForm(TidyForm, forms.ModelForm):
    """The days of a category in a region from a day on."""

    union = UnionField(None, label="适用地区", to_field_name="code", empty_label="请选择")

    class Meta:
        model = GrievanceTerm
        fields = ("union", "category", "valid_from", *NAMES, "source")
        labels = dict(zip(NAMES, ("答复期限", "延长期限", "申请复查期限", "复查期限"), strict=True))
        help_texts = {"source": "文件名称和文号。"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Union.objects.active().filter(user.scope.subtree("path", CHECKING_ROLES))
        self.fields["union"].queryset = own.filter(kind__in=DIVISION_KINDS)  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", "请选择"), *GrievanceCategory.choices]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        days = {name: facts.pop(name) for name in NAMES}
        return {**facts, "days": days}
