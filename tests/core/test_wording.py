"""What forms say is wrong: the field by its name, and what to do, in one place for every form of the product."""

from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.utils.functional import Promise

from core.forms import AmountField, TidyForm
from core.templatetags.components import form_errors
from core.wording import STALE, name_of, word

CHOICES = [("a", "甲"), ("b", "乙")]
# What narrows a list, half-typed questions, and buttons: whatever is wrong in them, no field is blamed on the page.
NEVER_REFUSE = {"TypedForm", "AccountFilter", "TokenFilter", "BehindForm", "NumberForm", "PurposeMixin", "RevealForm"}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(label="联系电话"), "", "请填写联系电话。"),
        (forms.CharField(label="再次输入新密码"), "", "请再次输入新密码。"),
        (forms.CharField(label="您对此事怎么看？"), "", "请填写。"),
        (forms.CharField(label="名称", error_messages={"required": "请起一个名称。"}), "", "请起一个名称。"),
        (forms.CharField(label="事由", max_length=3), "一二三四", "事由最多 3 个字，现在有 4 个，请删减。"),
        (forms.CharField(label="事由"), "甲\x00乙", "事由中有无法识别的字符，请重新填写。"),
        (forms.DateField(label="走访日期"), "", "请填写走访日期。"),
        (forms.DateField(label="自评截止"), "", "请填写自评截止日期。"),
        (forms.DateField(label="有效期至"), "", "请填写有效期至哪一天。"),
        (forms.DateField(label="走访日期"), "下周三", "走访日期填写有误，请按“2026-03-08”的格式填写。"),
        (forms.IntegerField(label="名额"), "十", "名额应是整数，如 12。"),
        (forms.IntegerField(label="名额", max_value=9), "10", "名额不能大于 9，请核对。"),
        (forms.DecimalField(label="学时", decimal_places=1), "1.25", "学时最多 1 位小数，请核对。"),
        (AmountField(label="金额（元）"), "", "请填写金额。"),
        (AmountField(label="金额（元）"), "很多", "请填写金额，如 1500 或 1,500.00。"),
        (forms.ChoiceField(label="责任部门", choices=CHOICES), "", "请选择责任部门。"),
        (forms.ChoiceField(label="责任部门", choices=CHOICES), "c", "所选责任部门不在可选范围内，请重新选择。"),
        (forms.MultipleChoiceField(label="权限", choices=CHOICES), [], "请至少选择一项权限。"),
        (forms.BooleanField(label="情况属实"), "", "请勾选“情况属实”。"),
        (forms.FileField(label="签到表"), None, "请上传签到表。"),
        (forms.FileField(label="签到表"), SimpleUploadedFile("空.xlsx", b""), "文件是空的，请重新选择签到表。"),
        (forms.UUIDField(widget=forms.HiddenInput), "甲", STALE),
    ],
)
def test_what_is_wrong_names_the_field_and_says_what_to_do(field, typed, words):
    word(field)
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [words]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("金额（元）", "金额"),
        ("全省低保标准（元/人·月）", "全省低保标准"),
        ("从", ""),
        ("请哪里的工会处理", ""),
        (None, ""),
    ],
)
def test_a_label_gives_its_field_a_name_that_fits_a_sentence(label, name):
    assert name_of(label) == name


def forms_below(kind: type) -> Iterator[type]:
    """Return every form class of the product, each model's and each page's."""
    for one in kind.__subclasses__():
        yield from forms_below(one)
        if not one.__module__.startswith(("django", "rest_framework", "treebeard", "tests.", "core.")):
            yield one


def test_no_form_of_the_product_speaks_the_words_of_the_framework():
    assert get_resolver().url_patterns  # which imports every page, and its forms
    found = [form for form in forms_below(forms.BaseForm) if form.__name__ not in NEVER_REFUSE]
    assert [form for form in found if not issubclass(form, TidyForm)] == []
    for field in (field for form in found for field in form.base_fields.values()):
        word(field)
        assert [said for said in field.error_messages.values() if isinstance(said, Promise)] == [], field.label


class Asking(TidyForm, forms.Form):
    """A form with a field whose words name it, one whose do not, and one that nobody sees."""

    phone = forms.CharField(label="联系电话")
    note = forms.CharField(label="备注", error_messages={"required": "请写明。"})
    key = forms.UUIDField(widget=forms.HiddenInput)


def test_the_list_at_the_top_says_each_name_once_and_what_nobody_sees_of_the_whole():
    said = form_errors(Asking({}))
    assert [(bound.name, words, is_named) for bound, words, is_named, _heading in said["items"]] == [
        ("phone", "请填写联系电话。", True),
        ("note", "请写明。", False),
    ]
    assert said["general"] == [STALE]
