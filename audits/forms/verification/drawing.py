"""The forms of the draw: the number that was agreed upon in public, and what a sample is narrowed to."""

from typing import Any

from django import forms

from audits.models import SeedPledge
from audits.verification.drawing import is_of_system
from audits.verification.enums import LeftReason, PopulationClass
from core.forms import TidyForm

SEED = "可不填。如公开摇号、开奖的数字；不填由系统产生。抽取后固定，用来重新验证。没有事先约定的，验证页会写明。"
PUBLISHED = "照公布的填写，数字之间用空格隔开；抽取后固定，任何人都可以核对。"
STATES = [
    ("", "全部"),
    ("asked", "在样本中"),
    ("left", "未访，已退出"),
    ("taken", "替换进入"),
    *((reason.value, f"未访：{reason.label}") for reason in LeftReason),
]


class DrawForm(TidyForm, forms.Form):
    """What decides the draw besides the population; of a pledged seed only the public figure is typed in."""

    seed = forms.CharField(label="公开约定的种子", max_length=64, required=False, help_text=SEED)

    def __init__(self, *args: Any, pledge: SeedPledge | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seed"]
        if pledge and not pledge.figure:
            field.widget, field.label = forms.HiddenInput(), ""
        elif pledge:
            field.required, field.label, field.help_text = True, pledge.figure, PUBLISHED
            field.error_messages["required"] = f"请填写约定的公开数字：{pledge.figure}。"

    def clean_seed(self) -> str:
        """Refuse what looks as if the system had made it: the proof says which of the two it was."""
        seed: str = self.cleaned_data["seed"]
        if is_of_system(seed):
            raise forms.ValidationError("种子应是公开约定的数字，如摇号结果；由系统产生的请留空。")
        return seed


class SampleFilter(TidyForm, forms.Form):
    """What the list of a sample is narrowed to; nonsense narrows to nothing in particular."""

    group = forms.ChoiceField(label="核查对象", required=False, choices=[("", "全部"), *PopulationClass.choices])
    state = forms.ChoiceField(label="情况", required=False, choices=STATES)
    stratum = forms.IntegerField(required=False, widget=forms.HiddenInput)
