"""The form of a check by 民政: when it was sent, and item by item what the report says."""

from typing import Any

from django import forms

from core.forms import AmountField, TidyForm
from households.actions.checks import FACTS, Found, Scans, check_version, lines_of
from households.economics import UNITS
from households.enums import COUNTED_ITEMS, EconomicItem
from households.models import EconomicCheck

YES, NO = "yes", "no"
ANSWERS = [("", "报告未列"), (NO, "无"), (YES, "有")]
SCAN = {"accept": "image/jpeg,image/png,application/pdf"}
HINTS = {
    EconomicItem.HOUSING: "坐落、面积、产权人",
    EconomicItem.VEHICLE: "车型、登记时间、所有人",
    EconomicItem.BUSINESS: "字号、经营状态",
    EconomicItem.COMPANY: "企业名称、出资比例、职务",
    EconomicItem.DEPOSIT: "余额截止日期、账户所有人",
    EconomicItem.INSURANCE: "险种、缴费单位、月缴费基数",
    EconomicItem.TAX: "税种、申报收入",
    EconomicItem.LOW_INCOME: "低保、特困、临时救助及月金额",
}


def _item_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for item in EconomicItem:
        fields[f"found_{item}"] = forms.ChoiceField(label=item.label, choices=ANSWERS, required=False)
        if item in COUNTED_ITEMS:
            fields[f"figure_{item}"] = forms.IntegerField(
                label=f"{item.label}数量", min_value=1, max_value=99, required=False
            )
        else:
            fields[f"figure_{item}"] = AmountField(label=f"{item.label}金额", required=False)
        fields[f"text_{item}"] = forms.CharField(
            label=f"{item.label}核对结果",
            max_length=200,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": HINTS[item]}),
        )
    return fields


ItemsForm = type("ItemsForm", (forms.Form,), _item_fields())


class EconomicCheckForm(TidyForm, ItemsForm):  # type: ignore[misc,valid-type]
    """One check; the report may be entered with it or when it comes."""

    authorised_on = forms.DateField(label="授权日期", required=False, help_text="全部成年家庭成员签字的日期。")
    authorisation_file = forms.FileField(
        label="授权书扫描件",
        required=False,
        widget=forms.FileInput(attrs=SCAN),
        help_text="JPG、PNG 或 PDF，10 MB 以内。",
    )
    sent_on = forms.DateField(label="送核对日期")
    report_no = forms.CharField(label="核对报告编号", max_length=40, required=False)
    reported_on = forms.DateField(label="报告日期", required=False)
    valid_until = forms.DateField(label="有效期至", required=False, help_text="报告上写明的；留空则到下一次核对为止。")
    report_file = forms.FileField(
        label="核对报告扫描件",
        required=False,
        widget=forms.FileInput(attrs=SCAN),
        help_text="JPG、PNG 或 PDF，10 MB 以内。",
    )
    remark = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args: Any, check: EconomicCheck | None = None, **kwargs: Any) -> None:
        if check is not None:
            kwargs["initial"] = _stated(check)
        super().__init__(*args, **kwargs)
        self.version = check_version(check) if check is not None else ""
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    def clean(self) -> dict[str, Any]:
        """Say beside the item what contradicts its answer."""
        said = super().clean() or self.cleaned_data
        for item in EconomicItem:
            told = said.get(f"figure_{item}") is not None or said.get(f"text_{item}")
            if told and not said.get(f"found_{item}"):
                self.add_error(f"found_{item}", "填了内容，请选“有”或“无”。")
            if said.get(f"found_{item}") == NO and said.get(f"figure_{item}"):
                self.add_error(f"found_{item}", "选“无”时不填数量和金额。")
            if item in COUNTED_ITEMS and said.get(f"found_{item}") == YES and not said.get(f"figure_{item}"):
                self.add_error(f"figure_{item}", f"请填写几{UNITS[item]}。")
        return said

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def scans(self) -> Scans:
        return Scans(self.cleaned_data["authorisation_file"], self.cleaned_data["report_file"])

    @property
    def lines(self) -> dict[str, Found]:
        """What the report says of each item that it speaks of."""
        said, lines = self.cleaned_data, {}
        for item in EconomicItem:
            if answer := said[f"found_{item}"]:
                figure = said[f"figure_{item}"] if answer == YES else None
                counted = item in COUNTED_ITEMS
                lines[item.value] = Found(
                    answer == YES, figure if counted else None, None if counted else figure, said[f"text_{item}"]
                )
        return lines

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The items for the template."""
        return [
            {
                "item": item,
                "found": self[f"found_{item}"],
                "figure": self[f"figure_{item}"],
                "unit": UNITS.get(item, "元"),
                "text": self[f"text_{item}"],
            }
            for item in EconomicItem
        ]


def _stated(check: EconomicCheck) -> dict[str, Any]:
    stated = {name: getattr(check, name) for name in FACTS}
    for item, said in lines_of(check).items():
        stated |= {
            f"found_{item}": YES if said.found else NO,
            f"figure_{item}": said.amount if said.count is None else said.count,
            f"text_{item}": said.text,
        }
    return stated
