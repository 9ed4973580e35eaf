"""Forms of notices and objections."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from core import clock
from core.forms import TidyForm, tidy
from reviews.actions.objections import LONGEST, Said
from reviews.actions.wording import Wording
from reviews.enums import ObjectionKind
from reviews.models import Notice, NoticeLine
from reviews.notice_lines import name_on

CHOICES = 200  # lines to choose from; of a longer notice the number is asked for
PICTURES = forms.FileInput(attrs={"accept": "image/*"})


def long_text(rows: int = 4) -> forms.Textarea:
    """Return a box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


def start_field(days: int, **kwargs: Any) -> forms.DateField:
    """Return the field of the start, which asks for the end of so many working days as soon as it changes."""
    attrs = {
        "hx-get": f"{reverse('notice_end')}?days={days}",
        "hx-trigger": "load, input changed delay:200ms",
        "hx-target": "[data-notice-end]",
        "hx-swap": "innerHTML",
    }
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control", **attrs})
    return forms.DateField(label="公示开始日期", widget=widget, **kwargs)


class NoticeForm(TidyForm, forms.Form):
    """What the office puts on a notice, and the planned start."""

    title = forms.CharField(label="标题", max_length=100)
    doc_number = forms.CharField(label="文号", max_length=40, required=False, help_text="没有编文号的不填。")
    hotline = forms.CharField(label="监督电话", max_length=40, help_text="印在公示上，填单位的办公电话。")

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"] = start_field(days, initial=clock.today)

    @property
    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in ("title", "doc_number", "hotline")})


class PostingForm(TidyForm, forms.Form):
    """Where and when a notice was put up, with a photo of it."""

    place = forms.CharField(label="张贴地点", max_length=100, help_text="如：厂区大门公示栏、县总工会一楼公告栏。")
    photo = forms.FileField(
        label="张贴照片",
        required=False,
        widget=PICTURES,
        help_text="用手机拍下张贴好的公示（能看清标题和名单）。没有照片公示不能结束；可以稍后补。",
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = start_field(notice.days, initial=notice.starts_on or clock.today())
        self.fields = {"starts_on": start, **self.fields}


class PhotoForm(TidyForm, forms.Form):
    """The photo of a posting, later."""

    photo = forms.FileField(label="张贴照片", widget=PICTURES)


class WithdrawForm(TidyForm, forms.Form):
    """Why a notice is taken down."""

    reason = forms.CharField(label="撤下原因", max_length=200, widget=long_text(3))


class LineChoice(forms.ModelChoiceField):
    """Whom of a notice an objection is about."""

    def label_from_instance(self, obj: NoticeLine) -> str:  # type: ignore[override]
        return name_on(obj)


class LineNumber(forms.IntegerField):
    """Whom of a long notice an objection is about, by the number on the paper; cleans to the line."""

    def __init__(self, lines: QuerySet[NoticeLine], **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)
        self.lines = lines

    def clean(self, value: Any) -> NoticeLine | None:  # type: ignore[override]
        """Return the line; raises ValidationError for a number that does not stand there."""
        number = super().clean(value)
        if number is None:
            return None
        if line := self.lines.filter(position=number).first():
            return line
        raise ValidationError(f"名单上没有第 {number} 项，请核对序号。", code="line")


class ObjectionForm(TidyForm, forms.Form):
    """An objection, as anybody sends it from the public page."""

    kind = forms.ChoiceField(
        label="反映方式", choices=ObjectionKind.choices, initial=ObjectionKind.NAMED, widget=forms.RadioSelect
    )
    line = LineChoice(None, label="反映对象", required=False, empty_label="整个公示（不针对个别对象）")
    text = forms.CharField(
        label="异议内容", max_length=LONGEST, widget=long_text(), help_text="写明事实，最多 1000 字。"
    )
    name = forms.CharField(label="您的姓名", max_length=40, required=False, help_text="实名反映填写，不公开。")
    contact = forms.CharField(
        label="联系方式", max_length=40, required=False, help_text="便于核实和回复，不公开；匿名反映可以不填。"
    )
    sent_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = notice.lines.standing()
        if lines.order_by()[: CHOICES + 1].count() > CHOICES:
            facts = {"label": "反映对象的序号", "required": False, "help_text": "名单上的序号；针对整个公示的不填。"}
            self.fields["line"] = LineNumber(lines, **facts)
            tidy("line", self.fields["line"])
        else:
            self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.initial.setdefault("sent_key", uuid.uuid4())

    @property
    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("text", "kind", "name", "contact", "line")})


class EnteredObjectionForm(ObjectionForm):
    """An objection that came by letter, call or visit, written down by staff."""

    received_on = forms.DateField(label="收到日期", initial=clock.today)
    field_order = ["received_on", "kind", "line", "text", "name", "contact", "sent_key"]

    @property
    def day(self) -> datetime.date:
        return self.cleaned_data["received_on"]


class AnswerForm(TidyForm, forms.Form):
    """What was found out about an objection, what is answered, and whether it was right."""

    investigation = forms.CharField(
        label="调查情况", max_length=LONGEST, widget=long_text(), help_text="何时、向谁、查了什么；只供内部查阅。"
    )
    answer = forms.CharField(
        label="答复", max_length=LONGEST, widget=long_text(), help_text="反映人凭查询码可以看到；不要写他人的个人信息。"
    )
    upheld = forms.TypedChoiceField(
        label="调查结论",
        choices=[("no", "不成立，公示继续"), ("yes", "成立，该对象须退回或不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class LookUpForm(TidyForm, forms.Form):
    """The number and the code of an objection, to read its answer."""

    number = forms.CharField(label="查询号", max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    code = forms.CharField(
        label="查询码", max_length=12, widget=forms.TextInput(attrs={"autocapitalize": "characters"})
    )
