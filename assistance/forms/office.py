"""The forms of an office: answering a line, looking for one, sending a filled-in workbook back."""

import uuid
from typing import Any

from django import forms

from assistance.enums import AnswerKind, TaskStatus
from assistance.models import Task
from assistance.querysets import offices_to_hand_to
from core import clock
from core.files import MAX_BYTES
from core.forms import AmountField, TidyForm
from organizations.models import Office

MEGABYTES = MAX_BYTES // 1024 // 1024


class OfficeChoice(forms.ModelChoiceField):
    """An office with the place that it is at, since names repeat from county to county."""

    def label_from_instance(self, office: Office) -> str:  # type: ignore[override]
        return f"{office}（{office.union}）"


class AnswerForm(TidyForm, forms.Form):
    """What the office answers to one line, under a number that the page has made: pressed twice, it is one answer."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="办理情况", widget=forms.RadioSelect)
    on_day = forms.DateField(label="日期", help_text="签收、落实或答复的日期，不早于交办日期。")
    amount = AmountField(label="落实金额（元）", required=False, help_text="没有金额的不填；分次落实的填本次金额。")
    to_office = OfficeChoice(None, label="转交部门", required=False, empty_label="请选择")
    note = forms.CharField(
        label="情况说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="部分落实的写明落实了什么、还差什么；不予办理的写明原因。",
    )
    evidence = forms.FileField(
        label="佐证材料",
        required=False,
        help_text=f"JPG、PNG 图片或 PDF，不超过 {MEGABYTES} MB，如到账凭证、审批表。",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed_for = task.status != TaskStatus.SENT
        again = {AnswerKind.ACCEPTED: "正在办理，补充说明"} if signed_for else {}
        kinds = [(kind, again.get(kind, kind.label)) for kind in AnswerKind]
        self.fields["kind"].choices = [*kinds[1:], kinds[0]] if signed_for else kinds  # type: ignore[attr-defined]
        self.fields["to_office"].queryset = offices_to_hand_to(task)  # type: ignore[attr-defined]
        today = clock.today().isoformat()
        self.fields["on_day"].widget.attrs |= {"max": today, "min": f"{task.task_list.sent_on:%Y-%m-%d}"}
        self.initial.update(client_id=uuid.uuid4(), on_day=today)
        self.initial.setdefault("kind", AnswerKind.DONE if signed_for else AnswerKind.ACCEPTED)


class AnswerBookForm(TidyForm, forms.Form):
    """The workbook of a list, filled in."""

    book = forms.FileField(
        label="填好的清单",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择填好的清单工作簿（.xlsx）。"},
    )
