"""The public form: few questions, in words that need no explanation."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from audits.actions.grievances.receiving import Said
from audits.forms.grievances import StatementForm, long_text, nearby_unions
from audits.models.grievances import LONGEST
from core.errors import DomainError
from core.forms import LongSelect, TidyForm
from organizations.models import Union

PICTURES = {"accept": "image/jpeg,image/png"}


class PlaceChoices(ModelChoiceIterator):
    """The unions by prefecture or system, each first in its group, the province before all."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        unions = list(self.queryset)
        for _path, found in groupby(unions, key=lambda union: union.path[: Union.steplen * 2]):
            first, *rest = found
            yield (first.name, [*map(self.choice, [first, *rest])]) if rest else self.choice(first)


class PlaceField(forms.ModelChoiceField):
    """Where somebody works or lives: any union that takes grievances."""

    widget = LongSelect
    iterator = PlaceChoices

    def label_from_instance(self, union: Any) -> str:
        """Write the name only."""
        return str(union.name)


class VoiceForm(StatementForm):
    """A grievance as anybody sends it, by name or without."""

    undone = "尚未提交"
    union: forms.ModelChoiceField[Any] = PlaceField(
        None,
        label="请哪里的工会处理",
        to_field_name="code",
        empty_label="请选择",
        error_messages={"required": "请选择由哪里的工会处理。"},
        help_text="一般选您单位所在的县（市、区）；反映县级工会的，可以选州市总工会。",
    )
    text = forms.CharField(
        label="要反映的事情",
        max_length=LONGEST,
        widget=long_text(7),
        help_text="什么时候、在哪里、什么事，希望怎么解决。最多 2000 字。",
    )
    about = forms.CharField(
        label="反映的是哪位工作人员",
        max_length=60,
        required=False,
        help_text="写姓名，此人不会办理这件事，也看不到。不针对个人的不填。",
    )
    phone = forms.CharField(label="手机号", max_length=20, required=False, help_text="核实情况时联系您，不公开。")
    # Nobody sees this field; who fills it in reads no page.
    spare = forms.CharField(
        required=False, label="不要填写", widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    field_order = ("union", "category", "text", "about", "name", "phone", "is_secret", "papers", "sent_key", "spare")

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anonymous = anonymous
        self.fields["union"].queryset = nearby_unions()  # type: ignore[attr-defined]
        self.fields["category"].label = "哪方面的事"
        self.fields["is_secret"].label = "请保密：只有受理负责人和承办人能看到"
        if anonymous:
            del self.fields["name"], self.fields["phone"]
            self.fields["papers"].label = "照片"
            self.fields["papers"].help_text = "最多 3 张，可以不附。照片中的拍摄地点等信息会自动去掉。"
            self.fields["papers"].widget.attrs.update(PICTURES)
        else:
            self.fields["name"].required = self.fields["phone"].required = True
            self.fields["papers"].label = "照片或 PDF"
            self.fields["papers"].help_text = "最多 3 个，合计不超过 10 MB，可以不附。"
        self.fields["papers"].widget.attrs["class"] = "form-control"

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that people fill in."""
        return [bound for bound in self.visible_fields() if bound.name != "spare"]

    @property
    def said(self) -> Said:
        """What was said; raises DomainError for a machine that filled in what nobody sees."""
        if self.cleaned_data["spare"]:
            raise DomainError("没有提交成功，请刷新页面后重新填写。")
        return self.said_as(anonymous=self.anonymous)


class AskForm(TidyForm, forms.Form):
    """The number and the code of a grievance."""

    undone = "没有查到"
    number = forms.CharField(
        label="编号",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="10 位数字。",
    )
    code = forms.CharField(
        label="查询码",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="8 位，不分大小写。",
    )


class SayAgainForm(TidyForm, forms.Form):
    """What somebody says against an answer."""

    undone = "尚未提交"
    text = forms.CharField(
        label="对答复不满意的原因", max_length=LONGEST, widget=long_text(5), help_text="由没有办理过此事的另一人复查。"
    )
