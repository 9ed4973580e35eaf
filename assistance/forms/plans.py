"""The forms of the plan of a household, of frequent measures, and of one measure for several households."""

import datetime
import json
from typing import Any

from django import forms
from django.conf import settings

from assistance.enums import ALONG_WITH, LEAD_OF
from assistance.forms.difficulties import WORDS, PlanningForm
from assistance.models import HelpPlan, Measure, MeasureTemplate
from core import clock
from households.enums import Need
from households.forms.sections import SectionForm
from organizations.choosing import UnionChoice
from organizations.enums import Department
from organizations.models import User
from pairing.filters import RegionFilter
from pairing.querysets import regions_kept_by

FEW_WORDS = forms.Textarea(attrs={"rows": 2})


class PlanForm(SectionForm):
    """What the measures of a household are to come to, as agreed with the family."""

    key, title = "plan", "帮扶计划"
    wide = ("goal",)

    class Meta:
        model = HelpPlan
        fields = ("goal", "target_on", "agreed_on")
        widgets = {"goal": FEW_WORDS}
        help_texts = {"goal": "写明到什么程度算脱困，如 子女就业后家庭人均收入达到退出标准。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].widget.attrs["max"] = clock.today().isoformat()


class TemplateForm(SectionForm):
    """A frequent measure of a union."""

    key, title = "template", "常用措施"
    wide = ("text", "co_departments", "expected")
    co_departments = forms.MultipleChoiceField(
        label="协办部门", choices=Department.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = MeasureTemplate
        fields = ("union", "need", "kind", "days", "text", "lead_department", "co_departments", "expected")
        widgets = {"text": WORDS, "expected": FEW_WORDS}
        help_texts = {"days": "选用时按当天加这些天推算完成时限。"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = regions_kept_by(user)
        self.fields["union"] = UnionChoice(places, label="所属工会", empty_label=None)
        self.fields["union"].widget.attrs["class"] = "form-select"
        self.fields["union"].help_text = "本级及所有下级工会都可选用。"
        if not self.instance.pk:
            self.initial.update(union=places.first(), days=settings.MEASURE_USUAL_DAYS)
            self.seen = ""


class ManyMeasuresForm(PlanningForm):
    """One measure for the difficulties that are ticked."""

    key, title = "measures", "措施"

    class Meta:
        model = Measure
        fields = ("kind", "text", "lead_department", "co_departments", "planned_on", "deadline", "expected")
        widgets = {"text": FEW_WORDS, "expected": FEW_WORDS}


class PlanningFilter(RegionFilter):
    """Which difficulties without a measure are shown."""

    need = forms.ChoiceField(label="困难类别", choices=[("", "全部类别"), *Need.choices], required=False)

    @property
    def usual(self) -> dict[str, Any]:
        """What the measure begins with: the departments of the chosen need, a usual deadline."""
        today = clock.today()
        begun: dict[str, Any] = {"planned_on": today, "deadline": today + _days(settings.MEASURE_USUAL_DAYS)}
        if need := self.choice("need"):
            begun |= {"lead_department": LEAD_OF[Need(need)], "co_departments": list(ALONG_WITH.get(Need(need), ()))}
        return begun


def filling(template: MeasureTemplate) -> dict[str, Any]:
    """Return what a frequent measure fills into the form of a measure."""
    return {
        "kind": template.kind,
        "text": template.text,
        "lead_department": template.lead_department,
        "co_departments": template.co_departments,
        "deadline": clock.today() + _days(template.days),
        "expected": template.expected,
    }


def choices_of(templates: list[MeasureTemplate]) -> list[tuple[MeasureTemplate, str]]:
    """Return templates with what a script fills in when one is picked."""
    return [(row, json.dumps(filling(row), default=str, ensure_ascii=False)) for row in templates]


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)
