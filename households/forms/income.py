"""The forms of an income survey and of a 低保 standard."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import AmountField, TidyForm
from households.actions.income import FACTS, Line, lines_of, survey_version
from households.enums import INCOME_KINDS, LineKind
from households.filters import UnionField
from households.models import Household, IncomeSurvey
from households.querysets import regions_to_set_standards_for
from organizations.models import User

HELP = {
    LineKind.WAGES: "工资、奖金、津贴、补贴等",
    LineKind.BUSINESS: "个体经营、种养等，扣除成本",
    LineKind.PROPERTY: "房租、利息、分红、土地流转等",
    LineKind.TRANSFER: "离退休金、赡养抚养费、失业金、遗属补助等",
    LineKind.MEDICAL: "医保、救助报销后的个人自付部分",
    LineKind.SCHOOLING: "学费、住宿费等，按公办标准",
    LineKind.REHABILITATION: "康复训练、辅助器具等",
    LineKind.CARE: "护理、照料费用",
    LineKind.WORK: "上下班交通等必要支出",
    LineKind.DISASTER: "灾害、意外造成的自担损失",
}


def _line_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for kind in LineKind:
        fields[f"amount_{kind}"] = AmountField(label=kind.label, required=False)
        fields[f"note_{kind}"] = forms.CharField(label=f"{kind.label}凭据", max_length=120, required=False)
    return fields


LinesForm = type("LinesForm", (forms.Form,), _line_fields())


class SurveyForm(TidyForm, LinesForm):  # type: ignore[misc,valid-type]
    """One income survey: its period, who lives together, its lines in the order of the paper, who surveyed."""

    period_start = forms.DateField(label="核算期起")
    period_end = forms.DateField(label="核算期止", help_text="一般为最近 12 个月。")
    persons = forms.IntegerField(label="共同生活人口", min_value=1, max_value=30, help_text="含职工本人和在校子女。")
    surveyed_on = forms.DateField(label="调查日期", required=False)
    surveyor = forms.CharField(label="调查人", max_length=40, required=False)
    report_no = forms.CharField(label="核对报告编号", max_length=40, required=False, help_text="民政核对报告的编号。")
    remark = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args: Any, survey: IncomeSurvey | None = None, **kwargs: Any) -> None:
        if survey is not None:
            kwargs["initial"] = _stated(survey)
        super().__init__(*args, **kwargs)
        self.version = survey_version(survey) if survey is not None else ""
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def lines(self) -> dict[str, Line]:
        """What each line says; an amount left empty is none."""
        said = self.cleaned_data
        return {kind: Line(said[f"amount_{kind}"] or Decimal(0), said[f"note_{kind}"]) for kind in LineKind}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines for the template: income first, then what had to be spent."""
        return [
            {
                "amount": self[f"amount_{kind}"],
                "note": self[f"note_{kind}"],
                "help": HELP[kind],
                "is_income": kind in INCOME_KINDS,
            }
            for kind in LineKind
        ]


def usual_facts(household: Household, user: User) -> dict[str, Any]:
    """Return what a new survey begins with: the last twelve whole months, those who live there, today, oneself."""
    today = timezone.localdate()
    end = today.replace(day=1) - datetime.timedelta(days=1)
    start = today.replace(year=today.year - 1, day=1)
    persons = household.persons or household.members.present().count() or 1
    return {
        "period_start": start,
        "period_end": end,
        "persons": persons,
        "surveyed_on": today,
        "surveyor": user.name,
    }


def _stated(survey: IncomeSurvey) -> dict[str, Any]:
    stated = {name: getattr(survey, name) for name in FACTS}
    for kind, line in lines_of(survey).items():
        stated |= {f"amount_{kind}": line.amount, f"note_{kind}": line.note}
    return stated


class StandardForm(TidyForm, forms.Form):
    """The 低保 standard of a region from a day on."""

    union = UnionField(None, label="适用地区", to_field_name="code", empty_label="请选择")
    valid_from = forms.DateField(label="执行日期")
    amount = AmountField(label="标准", max_digits=8, min_value=Decimal("0.01"), help_text="元/人·月，城市低保。")
    source = forms.CharField(label="依据", max_length=120, required=False, help_text="民政部门通知的文号。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = regions_to_set_standards_for(user)  # type: ignore[attr-defined]
