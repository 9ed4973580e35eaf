"""The form of a token of the API."""

import datetime
from typing import Any

from django import forms

from core import clock
from core.forms import TidyForm
from organizations.actions.passwords import new_press
from organizations.actions.tokens import LONGEST_DAYS, USUAL_DAYS, USUAL_PER_MINUTE
from organizations.enums import ApiScope
from organizations.models.tokens import MOST_PER_MINUTE

SCOPES_HELP = "只勾选用得到的。“读取报表”也包括逐户的名单、走访、部门任务和发放明细。"


class TokenForm(TidyForm, forms.Form):
    """What a new token is for, what it opens, until when; ``press`` marks one press of the button."""

    name = forms.CharField(label="用途", max_length=60, help_text="写明哪个系统用来做什么，如“民政核对平台取档案”。")
    scopes = forms.MultipleChoiceField(
        label="权限", choices=ApiScope.choices, widget=forms.CheckboxSelectMultiple, help_text=SCOPES_HELP
    )
    expires_on = forms.DateField(label="到期日期", help_text="到期自动失效；最长一年。")
    per_minute = forms.IntegerField(label="每分钟请求上限", min_value=1, max_value=MOST_PER_MINUTE)
    press = forms.CharField(widget=forms.HiddenInput, initial=new_press)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {
            "expires_on": today + datetime.timedelta(days=USUAL_DAYS),
            "per_minute": USUAL_PER_MINUTE,
        }
        super().__init__(*args, **kwargs)
        last = today + datetime.timedelta(days=LONGEST_DAYS)
        self.fields["expires_on"].widget.attrs |= {"min": f"{today:%Y-%m-%d}", "max": f"{last:%Y-%m-%d}"}


class TokenFilter(forms.Form):
    """What the list of tokens is narrowed to; nonsense narrows to nothing in particular."""

    STATES = (("", "在用"), ("ended", "已停用或到期"), ("all", "全部"))

    state = forms.ChoiceField(required=False, choices=STATES)
