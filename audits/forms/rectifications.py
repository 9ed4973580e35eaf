"""Forms of rectifications: what the list shows, who mends until when, the report, the word of the verifier."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet

from audits.forms.grievances import archive_named
from audits.models import Grievance, Rectification
from audits.verification.enums import TO_MEND, Origin, Outcome, RectificationStatus
from audits.verification.mending import TOLD_FOR, RectificationQuerySet
from audits.verification.origins import place_of, proposed_of
from audits.verification.persons import owners_for, verifiers_for
from audits.verification.rules import can_direct_one
from core import clock
from core.forms import TidyForm
from core.workdays import add_workdays
from households.forms.attachments import papers_field
from households.models import Household
from organizations.choosing import PersonChoice, UnionField
from organizations.enums import OFFICE_ROLES
from organizations.models import Union, User
from organizations.scope import LEVELS_OFFERED
from pairing.filters import RegionFilter

WORDS = forms.Textarea(attrs={"rows": 4})
OPEN, OVERDUE, UNASSIGNED = "to_mend", "overdue", "unassigned"
WITHDRAWN_LATELY = "withdrawn_lately"
STATES = [
    ("", "全部状态"),
    (OPEN, "待整改或退回"),
    (OVERDUE, "已逾期"),
    (UNASSIGNED, "未定责任人或验收人"),
    *RectificationStatus.choices,
    (WITHDRAWN_LATELY, f"近 {TOLD_FOR.days} 日撤回、与我有关"),
]
MINE = [("", "全部"), ("owner", "我负责整改"), ("verifier", "我验收")]
ORIGINS = [("", "全部来源"), *Origin.choices]
OUTCOMES = [("", "全部结论"), *(choice for choice in Outcome.choices if choice[0] != Outcome.CORRECT)]


class RectificationFilter(RegionFilter):
    """Rectifications by what they come of, what was found, state, and what the user has to do with them."""

    origin = forms.ChoiceField(label="来源", choices=ORIGINS, required=False)
    outcome = forms.ChoiceField(label="核查结论", choices=OUTCOMES, required=False)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    mine = forms.ChoiceField(label="与我有关", choices=MINE, required=False)
    verification = forms.IntegerField(required=False, widget=forms.HiddenInput)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)  # of the union itself, without those below

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def narrow(self, rows: RectificationQuerySet) -> RectificationQuerySet:
        """Apply what was chosen."""
        if self.place:
            own = {"union": self.place} if self.choice("own") else {"union__path__startswith": self.place.path}
            rows = rows.filter(**own)
        if origin := self.choice("origin"):
            rows = rows.of_origin(origin)
        if outcome := self.choice("outcome"):
            rows = rows.filter(finding__outcome=outcome)
        if verification := self.choice("verification"):
            rows = rows.filter(finding__verification=verification)
        if mine := self.choice("mine"):
            rows = rows.filter(**{mine: self.user})
        return self._in_state(rows, self.choice("state"))

    def _in_state(self, rows: RectificationQuerySet, state: str) -> RectificationQuerySet:
        match state:
            case "to_mend":
                return rows.filter(status__in=TO_MEND)
            case "overdue":
                return rows.overdue()
            case "unassigned":
                return rows.unassigned()
            case "withdrawn_lately":
                return rows.lately_withdrawn_from(self.user)
        return rows.filter(status=state) if state else rows


class TermForm(TidyForm, forms.Form):
    """Until when, and who says that it is done."""

    due_on = forms.DateField(label="整改期限")
    verifier = PersonChoice(User.objects.none(), label="验收人", required=False, empty_label="稍后指定")

    def __init__(self, *args: Any, union: Union, grievance: Grievance | None = None, **kwargs: Any) -> None:
        due = add_workdays(clock.today(), settings.RECTIFY_WORKDAYS)
        kwargs["initial"] = {"due_on": due.day} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["due_on"].help_text = f"通常 {settings.RECTIFY_WORKDAYS} 个工作日。"
        self.fields["verifier"].queryset = verifiers_for(union, grievance)  # type: ignore[attr-defined]
        self.fields["verifier"].help_text = "整改单位或上级的审核、审批人员，不能是责任人。"


class OwnedForm(TermForm):
    """Who mends what is sent out, if that is named already."""

    owner = PersonChoice(User.objects.none(), label="责任人", required=False, empty_label="由整改单位指定")

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class SendForm(OwnedForm):
    """A rectification that is sent out: what is wrong, what is to be done, by whom and until when."""

    wrong = forms.CharField(label="存在问题", max_length=1000, widget=WORDS)
    to_do = forms.CharField(label="整改要求", max_length=1000, widget=WORDS)
    field_order: tuple[str, ...] = ("wrong", "to_do", "due_on", "owner", "verifier")


class GrievanceSendForm(SendForm):
    """What a grievance was right about, sent out to the union that is to mend it.

    Of one in confidence nothing is proposed, and the archive is named only if that is ticked.
    """

    union = UnionField(None, label="整改单位", to_field_name="code", empty_label=None)
    title = forms.CharField(label="事项", max_length=80, help_text="写要整改的事，如“生活救助款未按时发放”。")
    with_archive = forms.BooleanField(label="写明档案", required=False)
    field_order = ("union", "title", "with_archive", *SendForm.field_order)

    def __init__(self, *args: Any, grievance: Grievance, **kwargs: Any) -> None:
        place, initial = place_of(grievance), kwargs.pop("initial", {})
        said = {"union": place.code, **({} if grievance.is_in_confidence else proposed_of(grievance, None, place))}
        owners = owners_for(Rectification(union=grievance.union, household=grievance.household, grievance=grievance))
        more: dict[str, Any] = {
            "union": grievance.union,
            "owners": owners,
            "grievance": grievance,
            "initial": {**said, **initial},
        }
        super().__init__(*args, **more, **kwargs)
        below = Union.objects.active().within(grievance.union.path)
        near = Q(depth__lte=grievance.union.depth + LEVELS_OFFERED) | Q(pk=place.pk)
        self.fields["union"].queryset = below.filter(near)  # type: ignore[attr-defined]
        self.fields["wrong"].help_text = "整改单位看得到：不要写反映人，也不要写能推知反映人的内容。"
        if not grievance.is_in_confidence:
            del self.fields["title"], self.fields["with_archive"]
            return
        del self.fields["owner"]  # named later, as in what inspections found
        if (home := grievance.household) is None:
            del self.fields["with_archive"]
        else:
            self.fields["with_archive"].help_text = f"只在必须由 {home.archive_no} 这一户改正时勾选。"


class InspectionForm(TermForm):
    """What a union saw in its own inspection, sent out to a union below or about an archive."""

    archive_no = forms.CharField(
        label="档案编号", max_length=15, required=False, help_text="只关一户的填写，由该户建档单位整改。"
    )
    union = UnionField(None, label="整改单位", to_field_name="code", required=False, empty_label="按档案编号")
    title = forms.CharField(label="事项", max_length=80, help_text="写要整改的事，如“走访记录与实际不符”。")
    wrong = forms.CharField(label="存在问题", max_length=1000, widget=WORDS)
    to_do = forms.CharField(label="整改要求", max_length=1000, widget=WORDS)
    field_order = ("union", "archive_no", "title", "wrong", "to_do", "due_on", "verifier")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        top = user.scope.prefixes(OFFICE_ROLES)[0]
        super().__init__(*args, union=Union.objects.get(path=top), **kwargs)
        below = Union.objects.active().filter(user.scope.subtree("path", OFFICE_ROLES))
        near = Q(depth__lte=len(top) // Union.steplen + LEVELS_OFFERED)
        self.fields["union"].queryset = below.filter(near)  # type: ignore[attr-defined]

    def clean_archive_no(self) -> Household | None:
        """Find the archive among those that the user sees."""
        return archive_named(self.cleaned_data["archive_no"], self.user)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two that say who mends it; an archive says more."""
        said = super().clean() or self.cleaned_data
        household = said.pop("archive_no", None)
        if not household and not said.get("union") and "archive_no" not in self.errors:
            self.add_error("union", "请选择整改单位，或填写档案编号。")
        return {**said, "household": household}


class FaultSendForm(OwnedForm):
    """Faults that are sent out: until when, by whom, and what is to be done beside what their rules say."""

    to_do = forms.CharField(
        label="整改要求", max_length=1000, required=False, widget=WORDS, help_text="不填的按各条规则的说明。"
    )
    field_order = ("due_on", "owner", "verifier", "to_do")


class AssignForm(TermForm):
    """Who mends a rectification; who sent it out also sets verifier and last day."""

    owner = PersonChoice(User.objects.none(), label="责任人", required=False, empty_label="未定")
    field_order = ("owner", "verifier", "due_on")

    def __init__(self, *args: Any, found: Rectification, user: User, **kwargs: Any) -> None:
        now = {"owner": found.owner_id, "verifier": found.verifier_id, "due_on": found.due_on}
        super().__init__(*args, union=found.union, grievance=found.grievance, initial=now, **kwargs)
        self.fields["owner"].queryset = owners_for(found)  # type: ignore[attr-defined]
        for name in ("verifier", "due_on"):
            self.fields[name].disabled = not can_direct_one(user, found)


class DoneForm(TidyForm, forms.Form):
    """What was mended, with what shows it."""

    words = forms.CharField(label="整改情况", max_length=1000, widget=WORDS, help_text="写明做了什么、结果如何。")
    papers = papers_field(label="佐证材料", required=True)


class VerifyForm(TidyForm, forms.Form):
    """The verifier's word."""

    words = forms.CharField(label="验收意见", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawForm(TidyForm, forms.Form):
    """Why it is taken back, of what stood on the page."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="整改单位、责任人和验收人看得到。",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class BackForm(TidyForm, forms.Form):
    """What is still to be mended."""

    words = forms.CharField(label="退回原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
