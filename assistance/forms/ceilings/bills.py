"""The form of one bill."""

from typing import Any

from assistance.models import Bill
from core import clock
from households.forms.sections import SectionForm, money_fields
from households.models import Household


class BillForm(SectionForm):
    """One bill as it lies on the desk."""

    key, title = "bill", "票据"
    wide = ()

    class Meta:
        model = Bill
        fields = ("kind", "number", "total", "self_paid", "issued_on", "issuer", "member", "attachment")
        field_classes = money_fields("total", "self_paid")
        help_texts = {
            "number": "发票（收据）号码。同一张票据全省只能登记一次。",
            "self_paid": "医保、大病保险等报销以后由个人负担的部分。",
            "attachment": "先在“附件”中上传票据影像，再在这里选择。",
        }

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].widget.attrs |= {"max": clock.today().isoformat()}
        present = household.members.present().order_by("position_in_form", "pk")
        self.fields["member"].queryset = present  # type: ignore[attr-defined]
        kept = household.attachments.filter(removed_at=None).order_by("-pk")
        self.fields["attachment"].queryset = kept  # type: ignore[attr-defined]
