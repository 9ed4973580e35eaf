"""Forms of services: finding them, keeping one, its sessions, completion, placement, looks afterwards, costs."""

import datetime
from typing import Any

from django import forms

from assistance.models import Budget, Enrolment, FollowUp, Service, ServiceSession
from assistance.payments.filters import years
from assistance.services.enums import ServiceKind, ServiceStatus
from assistance.services.querysets import ServiceQuerySet
from core import clock
from core.forms import AmountField, TidyForm
from households.forms.sections import RowForm, SectionForm, money_fields
from households.querysets import unions_to_file_for
from organizations.choosing import UnionField
from organizations.enums import Role
from organizations.models import User
from pairing.filters import RegionFilter

TWO_LINES = forms.Textarea(attrs={"rows": 2})
MOST_DAYS = 60


class ServiceFilter(RegionFilter):
    """Services by union, kind, state, year of the beginning, and words."""

    kind = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *ServiceKind.choices], required=False)
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *ServiceStatus.choices], required=False)
    year = forms.TypedChoiceField(label="年度", choices=years, required=False, coerce=int, empty_value=None)
    q = forms.CharField(label="名称", max_length=60, required=False)

    def narrow(self, services: ServiceQuerySet) -> ServiceQuerySet:
        """Apply what was chosen."""
        if self.place:
            services = services.filter(union__path__startswith=self.place.path)
        if year := self.choice("year"):
            services = services.filter(starts_on__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))
        for name, lookup in (("kind", "kind"), ("status", "status"), ("q", "name__contains")):
            if chosen := self.choice(name):
                services = services.filter(**{lookup: chosen})
        return services


def budgets_for(user: User, *, role: str = "") -> Any:
    """Return the budgets of this and the last year in the user's scope, or in that of one role."""
    rows = Budget.objects.filter(user.scope.subtree("union_path", [role])) if role else Budget.objects.visible_to(user)
    return rows.filter(year__gte=clock.today().year - 1).for_list()


class BudgetChoice(forms.ModelChoiceField):
    """A budget with what is left of it."""

    def label_from_instance(self, budget: Any) -> str:
        """Write year, fund, union and balance."""
        return f"{budget.year} 年 {budget.fund.name}（{budget.union.name}，余额 {budget.balance:,.2f} 元）"


class ServiceForm(RowForm):
    """One service: what, where, when, for how many, for which employer, out of which money."""

    key, title = "service", "帮扶服务"
    about = ("union", "kind", "name", "organiser", "starts_on", "ends_on", "place", "places", "content")
    group = ("employer", "job", "budget")
    wide = ("content",)
    union = UnionField(None, label="组织工会", to_field_name="code", empty_label="请选择")
    budget = BudgetChoice(
        None, label="资金预算", required=False, empty_label="未定", help_text="实际支出由财务人员另行登记。"
    )

    class Meta:
        model = Service
        fields = (
            *("union", "kind", "name", "organiser", "starts_on", "ends_on", "place", "places", "content"),
            *("employer", "job", "budget"),
        )
        widgets = {"content": TWO_LINES}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = self.instance.union_id if self.instance.pk else None
        self.fields["union"].queryset = unions_to_file_for(user, beside=beside)  # type: ignore[attr-defined]
        there = Budget.objects.filter(pk=self.instance.budget_id).for_list()
        self.fields["budget"].queryset = budgets_for(user) | there  # type: ignore[attr-defined]
        self.initial["union"] = (self.instance if self.instance.pk else user).union.code

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [
            (head, [self[name] for name in names]) for head, names in (("服务", self.about), ("用工和资金", self.group))
        ]


class SessionsForm(TidyForm, forms.Form):
    """A session on each day of a stretch."""

    first = forms.DateField(label="日期")
    last = forms.DateField(label="至", required=False, help_text="一天的不填；填写后每天一场。")
    topic = forms.CharField(label="内容", max_length=80, required=False)
    hours = forms.DecimalField(label="学时", min_value=0, max_digits=4, decimal_places=1, initial=1)

    def clean(self) -> None:
        """Judge the stretch."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and not 0 <= (last - first).days < MOST_DAYS:
            self.add_error("last", f"结束日期应在开始日期之后 {MOST_DAYS} 天以内。")

    @property
    def days(self) -> list[datetime.date]:
        """Every day of the stretch."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"] or self.cleaned_data["first"]
        return [first + datetime.timedelta(days=step) for step in range((last - first).days + 1)]


class SessionForm(TidyForm, forms.ModelForm):
    """One session, to be corrected."""

    class Meta:
        model = ServiceSession
        fields = ("on", "topic", "hours")


class SheetForm(TidyForm, forms.Form):
    """An attendance sheet that was filled in."""

    book = forms.FileField(label="签到表", widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    session: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="场次", required=False, empty_label="按表中各场次列"
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = service.sessions.all()  # type: ignore[attr-defined]


class CompleteForm(TidyForm, forms.Form):
    """The day on which people completed; whom, and with what result, the page asks beside each."""

    on = forms.DateField(label="完成日期")


class PlaceForm(TidyForm, forms.Form):
    """岗前培训 → 上岗: when the training ended, and which job follows."""

    completed_on = forms.DateField(label="培训完成日期")
    employer = forms.CharField(label="用工单位", max_length=80)
    job_from = forms.DateField(label="上岗日期")
    wage = AmountField(
        label="月工资（元）", required=False, max_digits=10, help_text="各人不同的，登记后在“成效”中分别更正。"
    )


class OutcomeForm(SectionForm):
    """What became of somebody: the result, and the job that followed."""

    key, title = "outcome", "成效"
    wide = ("result",)

    class Meta:
        model = Enrolment
        fields = ("result", "employer", "job_from", "wage")
        field_classes = money_fields("wage")


class FollowUpForm(SectionForm):
    """What a look after some months found."""

    key, title = "follow-up", "就业回访"
    wide = ("note",)

    class Meta:
        model = FollowUp
        fields = ("on", "work", "employer", "wage", "note")
        field_classes = money_fields("wage")
        help_texts = {"employer": "已就业的必填。", "wage": "已就业的必填。"}


class ChargeForm(TidyForm, forms.Form):
    """A cost, and the budget that bears it."""

    budget = BudgetChoice(None, label="资金预算", empty_label="请选择")
    amount = AmountField(label="金额（元）")
    on = forms.DateField(label="支出日期")
    payee = forms.CharField(label="收款单位", max_length=80)
    doc_no = forms.CharField(label="凭证号", max_length=60)
    note = forms.CharField(label="摘要", max_length=200, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].queryset = budgets_for(user, role=Role.FINANCE)  # type: ignore[attr-defined]


class TakeBackForm(TidyForm, forms.Form):
    """Why a charge is taken back, and when."""

    on = forms.DateField(label="冲回日期")
    reason = forms.CharField(label="冲回原因", max_length=200)
    doc_no = forms.CharField(label="凭证号", max_length=60, required=False, help_text="不填的沿用原凭证号。")


class EndForm(TidyForm, forms.Form):
    """What came of a service, or why it is cancelled."""

    reason = forms.CharField(label="说明", max_length=500, required=False, widget=TWO_LINES)
