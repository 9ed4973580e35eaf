"""The forms of banks: the password of a file, a result to read, and what becomes of a line that failed."""

from dataclasses import replace
from typing import Any

from django import forms

from assistance.bank.again import Account, account_now
from assistance.models import BankLayout, Batch, Payment
from core import clock
from core.forms import TidyForm
from core.identity import normalize_digits
from core.sealing import PASSWORD_HELP

SECRET = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class LayoutChoice(forms.ModelChoiceField):
    """A layout in use with its bank."""

    def label_from_instance(self, layout: BankLayout) -> str:  # type: ignore[override]
        return f"{layout.name}（{layout.bank}）" if layout.bank else layout.name


class BankForm(TidyForm, forms.Form):
    """Names one of the layouts that hold for the union of a batch; the one used last comes first."""

    layout = LayoutChoice(None, label="银行格式", empty_label=None)

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].queryset = BankLayout.objects.holding_for(batch.union)  # type: ignore[attr-defined]


class FileForm(BankForm):
    """What a file to the bank is made with."""

    password = forms.CharField(label="打开密码", widget=SECRET, help_text=PASSWORD_HELP)
    again = forms.CharField(label="再输一次", widget=SECRET)

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ: nobody could open the file."""
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            self.add_error("again", "两次输入的密码不一致。")
        return self.cleaned_data


class ResultForm(BankForm):
    """A result file, and the day of rows that name none."""

    on = forms.DateField(label="入账日期", help_text="文件中没有入账日期的按此登记。")
    book = forms.FileField(
        label="回盘文件",
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.xlsx"}),
        error_messages={"required": "请选择银行的回盘文件。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())


class GiveUpForm(TidyForm, forms.Form):
    """Why a line is not paid again."""

    reason = forms.CharField(
        label="不再补发的原因",
        max_length=200,
        help_text="如 职工已去世，家属放弃。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AccountForm(TidyForm, forms.Form):
    """The account that a line is paid to again."""

    payee_name = forms.CharField(label="户名", max_length=60)
    card_no = forms.CharField(
        label="银行账号",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="不填的按档案现在的银行卡；发到别的账户才在这里填写。",
    )
    bank = forms.CharField(label="开户银行", max_length=40, required=False, help_text="另填账号的填写。")
    bank_branch = forms.CharField(label="支行名称", max_length=60, required=False)
    same = forms.BooleanField(
        label="账户无误，按原账户补发", required=False, help_text="只用于银行系统原因造成的失败。"
    )

    def clean_card_no(self) -> str:
        """Take blanks and full-width digits out of the number."""
        return normalize_digits(self.cleaned_data["card_no"])

    def account_of(self, line: Payment) -> Account:
        """Return the account that was typed, or that of the archive by now."""
        said, now = self.cleaned_data, account_now(line)
        if not said["card_no"]:
            return replace(now, payee_name=said["payee_name"])
        return Account(said["payee_name"], said["bank"], said["bank_branch"], said["card_no"], own=True)
