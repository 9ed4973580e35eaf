"""The forms of an income survey and of a 低保 standard."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms

from core import clock
from core.forms import AmountField, TidyForm
from households.actions.income import FACTS, Line, lines_of, survey_version
from households.enums import INCOME_KINDS, RIGID_KINDS, WITHIN_TRANSFER, LineKind
from households.models import Household, IncomeSurvey
from households.querysets import regions_to_set_standards_for
from organizations.choosing import UnionField
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
    LineKind.GOVERNMENT_AID: "低保金、救助款物、优待抚恤、奖励金；已包含在转移净收入中的部分",
    LineKind.BASIC_PENSION: "城乡居民养老保险基础养老金；已包含在转移净收入中的部分",
    LineKind.UNION_AID: "生活救助、助学、医疗救助等，不包含在以上收入中",
    LineKind.COMPENSATION: "还没有从以上支出、损失中减去的部分",
    LineKind.SAVINGS: "核算期末全家的存款",
    LineKind.INVESTMENTS: "核算期末全家的股票、基金等，扣除相应借款",
}
GROUPS = (
    ("income", "家庭收入"),
    ("rigid", "刚性支出（家庭自己承担的部分；日常生活支出不计）"),
    ("memo", "认定另需核对的款项（不进月人均纯收入）"),
)
MORE_THAN_TRANSFER = "政府救助和优抚奖励金、基础养老金是转移净收入的一部分，合计不能大于转移净收入。"


def _group(kind: LineKind) -> tuple[str, str]:
    """Return which part of the form a line stands in: its name for the script, and its headline."""
    return GROUPS[0 if kind in INCOME_KINDS else 1 if kind in RIGID_KINDS else 2]


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

    def clean(self) -> dict[str, Any]:
        """Hold that what is a part of the transfer income is no more than all of it."""
        said = super().clean()
        parts = sum(said.get(f"amount_{kind}") or 0 for kind in WITHIN_TRANSFER)
        if parts > (said.get("amount_transfer") or 0):
            self.add_error("amount_transfer", MORE_THAN_TRANSFER)
        return said

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
        """The lines for the template: income first, then what had to be spent, then what the rules ask besides."""
        return [
            {
                "amount": self[f"amount_{kind}"],
                "note": self[f"note_{kind}"],
                "help": HELP[kind],
                "group": _group(kind),
            }
            for kind in LineKind
        ]


def usual_facts(household: Household, user: User) -> dict[str, Any]:
    """Return what a new survey begins with: the last twelve whole months, those who live there, today, oneself."""
    today = clock.today()
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


class MinimumWageForm(StandardForm):
    """The minimum wage of a region from a day on."""

    amount = AmountField(label="最低工资", max_digits=8, min_value=Decimal("0.01"), help_text="元/月。")
    source = forms.CharField(label="依据", max_length=120, required=False, help_text="人社部门通知的文号。")
