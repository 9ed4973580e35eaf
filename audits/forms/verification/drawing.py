"""The forms of the draw: the number that was agreed upon in public, and what a sample is narrowed to."""

from django import forms

from audits.verification.drawing import is_of_system
from audits.verification.enums import LeftReason, PopulationClass
from core.forms import TidyForm

SEED = "如公开摇号、开奖的数字；不填由系统产生。抽取后固定，用来重新验证。"
STATES = [
    ("", "全部"),
    ("asked", "在样本中"),
    ("left", "未访，已退出"),
    ("taken", "替换进入"),
    *((reason.value, f"未访：{reason.label}") for reason in LeftReason),
]


class DrawForm(TidyForm, forms.Form):
    """What decides the draw besides the population."""

    seed = forms.CharField(label="公开约定的种子（可不填）", max_length=64, required=False, help_text=SEED)

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
