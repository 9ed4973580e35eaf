"""The form by which a verification is set up, and changed until its sample is drawn."""

import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from audits.models import Questionnaire, Verification
from audits.models.verification import every_class
from audits.verification.enums import PopulationClass, ProjectStatus, Region
from audits.verification.querysets import VerificationQuerySet
from core import clock
from core.forms import AmountField, TidyForm
from households.forms.sections import SectionForm
from organizations.choosing import UnionField
from organizations.enums import Role, UnionKind
from organizations.models import Agency, Union, User

HUNDRED = Decimal(100)
LEAD = datetime.timedelta(days=14)
LASTS = datetime.timedelta(days=30)
SHARES = ("confidence", "margin", "expected_rate", "blind_share", "phone_share")
SIZING = (
    *("classes", "exits_since", "confidence", "margin", "expected_rate"),
    *("allocation", "least", "region", "by_category", "by_cause"),
)


TO_SHARE_OUT, TO_TAKE_IN = "to_share_out", "to_take_in"
STATES = [("", "全部"), *ProjectStatus.choices, (TO_SHARE_OUT, "待我分派"), (TO_TAKE_IN, "有问卷待我认可")]


class VerificationFilter(TidyForm, forms.Form):
    """What the list of verifications is narrowed to; nonsense narrows to nothing in particular."""

    state = forms.ChoiceField(label="状态", required=False, choices=STATES)

    def narrow(self, rows: VerificationQuerySet, user: User) -> VerificationQuerySet:
        """Narrow verifications to a state, or to what waits for the user."""
        state = self.cleaned_data.get("state") if self.is_valid() else ""
        if state == TO_SHARE_OUT:
            return rows.kept_by(user).to_share_out()
        if state == TO_TAKE_IN:
            return rows.kept_by(user).to_take_in()
        return rows.filter(status=state) if state else rows


class PercentField(AmountField):
    """A share, typed and shown as a percentage."""

    default_error_messages = {  # noqa: RUF012 - as Django types it
        "amount": "请填写百分数，如 5 或 2.5。",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=5, max_value=HUNDRED, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a share as a percentage; what was typed stays as it is."""
        return f"{(value * HUNDRED).normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """Return the share."""
        said = super().clean(value)
        return said / HUNDRED if said is not None else None


class VerificationForm(SectionForm):
    """All that a verification is about; ``union`` is asked of a new one only."""

    key, title = "verification", "第三方核查"
    union = UnionField(None, label="组织单位", to_field_name="code", empty_label="请选择")
    confidence = PercentField(label="置信水平（%）", help_text="一般取 95。")
    margin = PercentField(label="允许误差（±%）", help_text="一般取 5；要求越小，样本越多。")
    expected_rate = PercentField(label="预计比例（%）", help_text="不知道时取 50，样本最多，最稳妥。")
    blind_share = PercentField(label="复访（%）", help_text="另一核查员再次入户，看不到首访答案，用来检验一致性。")
    phone_share = PercentField(label="电话回访（%）")
    classes = forms.MultipleChoiceField(
        label="核查对象", choices=PopulationClass.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Verification
        fields = (
            *("name", "agency", "starts_on", "ends_on", "classes", "exits_since"),
            *("confidence", "margin", "expected_rate", "allocation", "least"),
            *("region", "by_category", "by_cause"),
            *("blind_share", "phone_share", "questionnaire", "contest_days"),
        )
        help_texts: ClassVar[dict[str, str]] = {
            "name": "如 2026 年困难职工帮扶第三方核查。",
            "agency": "由系统管理员登记的核查机构。",
            "starts_on": "核查员自此日起可以打开核查任务，过了截止日期就不能再打开。",
            "least": "户数少的层也至少抽这么多户。",
            "contest_days": "结论认定后，被核查单位可以申辩的工作日数。",
            "questionnaire": "只能选已发布的版本。",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        if kwargs.get("instance") is None:
            kwargs["initial"] = self._usual() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["union"]
            self.seen = self.seen if self.is_bound else self.version
        else:
            own = Union.objects.active().filter(user.scope.subtree("path", [Role.OFFICER]))
            self.fields["union"].queryset = own.exclude(kind__in=[UnionKind.GRASSROOTS, UnionKind.TOWNSHIP])  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["questionnaire"].queryset = Questionnaire.objects.published()  # type: ignore[attr-defined]

    def _usual(self) -> dict[str, Any]:
        today = clock.today()
        starts = today + LEAD
        return {
            "union": self.user.union.code,
            "name": f"{today.year} 年困难职工帮扶第三方核查",
            "agency": Agency.objects.filter(is_active=True).first(),
            "questionnaire": Questionnaire.objects.published().first(),
            "starts_on": starts,
            "ends_on": starts + LASTS,
            "classes": every_class(),
            "region": Region.PREFECTURE if self.user.union.kind == UnionKind.PROVINCE else Region.COUNTY,
            "exits_since": today.replace(month=1, day=1),
            **{name: Decimal(getattr(self.Meta.model(), name)) for name in SHARES},
        }

    def clean(self) -> dict[str, Any] | None:
        """Say beside the field that the days are the wrong way round, or that a share is none."""
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "入户截止日期不能早于开始日期。")
        for name in ("confidence", "margin", "expected_rate"):
            if name in said and not 0 < said[name] < 1:
                self.add_error(name, "应大于 0、小于 100。")
        return said

    def _post_clean(self) -> None:
        """Leave validation of the row to the action, which says the same."""

    def terms(self) -> Verification | None:
        """Return a verification, not to be saved, with what decides the size of its sample; None while it lacks."""
        said = self._said()
        union = self.instance.union if self.instance.pk else said.pop("union", None)
        if isinstance(union, str):
            union = self.fields["union"].queryset.filter(code=union).first()  # type: ignore[attr-defined]
        if union is None or any(said.get(name) in (None, "", []) for name in SIZING):
            return None
        return Verification(pk=self.instance.pk, union=union, **{name: said[name] for name in SIZING})

    def _said(self) -> dict[str, Any]:
        if not self.is_bound:
            return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        self.is_valid()
        return dict(self.cleaned_data)
