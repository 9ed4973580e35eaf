"""The forms of lines: changing one, and sending a workbook of them."""

from typing import Any

from django import forms

from assistance.ceilings.enums import Per
from assistance.models import Payment
from core.forms import AmountField, TidyForm
from core.identity import normalize_digits
from households.forms.sections import SectionForm


class LineForm(SectionForm):
    """Amount, person and account of one line; the number stands there in full, since it is checked against the card."""

    key, title = "line", "发放明细"
    amount = AmountField(label="金额（元）")

    class Meta:
        model = Payment
        fields = ("amount", "member", "stage", "payee_name", "bank", "bank_branch", "card_no")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.instance.household.members.filter(departed_on__isnull=True)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        by_person = self.instance.batch.item.per == Per.PERSON
        self.fields["member"].required, self.fields["member"].empty_label = by_person, "全户"  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = _named  # type: ignore[attr-defined]
        if not by_person and not self.instance.stage:
            del self.fields["stage"]
            self.seen = self.seen if self.is_bound else self.version
        self.fields["card_no"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_card_no(self) -> str:
        """Forgive blanks and full-width digits."""
        return normalize_digits(self.cleaned_data["card_no"])


def _named(member: Any) -> str:
    return f"{member.name}（{member.get_relation_display()}）"


class BookForm(TidyForm, forms.Form):
    """A workbook with lines of a batch."""

    book = forms.FileField(label="表格", widget=forms.FileInput(attrs={"accept": ".xlsx"}))
