"""Pairing a household, ending a pairing, handing over."""

from typing import Any

from django import forms

from core import clock
from core.forms import TidyForm
from organizations.models import Union, User
from pairing.enums import PairingKind
from pairing.models import Cadre, HelpingUnit

STILL = "接手人结对户数超过上限而确需由其接手时勾选；领导一对一不能以此超过。"


class CadreChoice(forms.ModelChoiceField):
    """A cadre, told apart from namesakes by unit and position."""

    def label_from_instance(self, cadre: Cadre) -> str:
        """Write name, unit and position."""
        details = " ".join(str(part) for part in (cadre.unit, cadre.position) if part)
        return f"{cadre.name}（{details}）" if details else cadre.name


def cadres_near(user: User, union: Union) -> Any:
    """Return the cadres in office whom the user may give households of a union."""
    return Cadre.objects.visible_to(user).active().near(union).select_related("unit").order_by("name", "id")


class DayForm(TidyForm, forms.Form):
    """A form with one day that is not in the future; today when nothing else is said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.initial = today
                field.widget.attrs["max"] = today.isoformat()


class PairForm(DayForm):
    """Which cadre helps the household, as what, since when, for which unit."""

    cadre = CadreChoice(
        None, label="帮扶干部", empty_label="请选择", help_text="名单中没有时，请先在“帮扶干部”中登记。"
    )
    kind = forms.ChoiceField(
        label="结对关系", choices=PairingKind.choices, initial=PairingKind.RESPONSIBLE, widget=forms.RadioSelect
    )
    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="帮扶单位", required=False, empty_label="同干部所在单位", help_text="代表其他单位帮扶时选择。"
    )
    started_on = forms.DateField(label="结对日期")
    even_if_full = forms.BooleanField(
        label="仍然结对", required=False, help_text="该干部结对户数已到上限而确需由其结对时勾选。"
    )

    def __init__(self, *args: Any, user: User, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cadre"].queryset = cadres_near(user, union)  # type: ignore[attr-defined]
        units = HelpingUnit.objects.visible_to(user).active().near(union)
        self.fields["unit"].queryset = units.order_by("name")  # type: ignore[attr-defined]


class StartForm(DayForm):
    """From which day on the ticked households are paired."""

    started_on = forms.DateField(label="结对日期")


class EndForm(DayForm):
    """When and why a pairing ends."""

    on = forms.DateField(label="结束日期")
    end_reason = forms.CharField(label="结束原因", max_length=120)


class HandOverForm(DayForm):
    """To whom, from which day on, and why."""

    to = CadreChoice(None, label="移交给", empty_label="请选择", error_messages={"required": "请选择移交给哪位干部。"})
    on = forms.DateField(label="移交日期")
    reason = forms.CharField(
        label="移交原因", max_length=120, required=False, help_text="如 工作调动、退休；不填时记为“移交”。"
    )
    even_if_full = forms.BooleanField(label="仍然移交", required=False, help_text=STILL)

    def __init__(self, *args: Any, user: User, union: Union, leaving: Cadre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = cadres_near(user, union).exclude(pk=leaving.pk)  # type: ignore[attr-defined]
