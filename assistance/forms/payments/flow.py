"""Forms of what happens to an approved batch: receipts, refunds, the voucher."""

import uuid
from typing import Any

from django import forms

from core import clock
from core.forms import AmountField, TidyForm


class ReceiptForm(TidyForm, forms.Form):
    """On which day ticked people took their goods or cash."""

    on = forms.DateField(label="签收日期", initial=clock.today)


class NotTakenForm(TidyForm, forms.Form):
    """Why ticked people did not take theirs."""

    on = forms.DateField(label="登记日期", initial=clock.today)
    reason = forms.CharField(label="没有签收的原因", max_length=200)


class RefundForm(TidyForm, forms.Form):
    """Money that came back."""

    amount = AmountField(label="追回金额（元）")
    on = forms.DateField(label="到账日期", initial=clock.today)
    reason = forms.CharField(label="追回原因", max_length=200, help_text="如：发放后查明重复享受、本人退回。")
    doc_no = forms.CharField(label="文号（凭证号）", max_length=60, required=False)
    movement = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("movement", uuid.uuid4())


class VoucherForm(TidyForm, forms.Form):
    """The number of the voucher in the books."""

    voucher_no = forms.CharField(label="记账凭证号", max_length=40)
