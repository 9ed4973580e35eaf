"""The form that binds the seed of a draw beforehand."""

from django import forms

from core.forms import TidyForm

FIGURE = "可不填。写明到期公布、谁也不能预知的数字，如“双色球第 2026140 期红球号码”；抽样时照公布的填写。"


class PledgeForm(TidyForm, forms.Form):
    """A public figure that is to stand before the sealed seed, and when it comes out; both may be left out."""

    figure = forms.CharField(label="约定的公开数字", max_length=80, required=False, help_text=FIGURE)
    known_on = forms.DateField(
        label="公布日期", required=False, help_text="须在今天以后；公布以前可以改约，公布以后不能再改。"
    )
