"""Forms of rectifications: what the list shows, who mends until when, the report, the word of the verifier."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet

from audits.models import Grievance, Rectification
from audits.verification.enums import TO_MEND, Origin, Outcome, RectificationStatus
from audits.verification.mending import RectificationQuerySet
from audits.verification.origins import place_of, to_do_of_grievance, wrong_of_grievance
from audits.verification.persons import owners_for, verifiers_for
from audits.verification.rules import can_direct_one
from core import clock
from core.forms import TidyForm
from core.workdays import add_workdays
from households.forms.attachments import papers_field
from organizations.choosing import PersonChoice, UnionField
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
    (WITHDRAWN_LATELY, "近 7 日撤回、与我有关"),
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
            rows = rows.filter(**{f"{origin}__isnull": False})
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
    """What a grievance was right about, sent out to the union that is to mend it."""

    union = UnionField(None, label="整改单位", to_field_name="code", empty_label=None)
    field_order = ("union", *SendForm.field_order)

    def __init__(self, *args: Any, grievance: Grievance, **kwargs: Any) -> None:
        place, initial = place_of(grievance), kwargs.pop("initial", {})
        said = {"wrong": wrong_of_grievance(grievance), "to_do": to_do_of_grievance(grievance), "union": place.code}
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
