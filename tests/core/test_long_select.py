"""The select for hundreds of options writes what Django's own writes."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from core.forms import LongSelect

CHOICES = [
    ("", "全部单位"),
    ("532524", "建水县总工会"),
    ("昆明市", [("530102", "五华区<总工会>"), ("530103", '"盘龙区"')]),
    (7, "七"),
]


@pytest.mark.parametrize("value", ["", None, "532524", "530103", 7, "无此"])
def test_it_writes_the_same_html(value):
    look = {"class": "form-select", "aria-label": "建档单位"}
    usual, quick = (widget(choices=CHOICES, attrs=look) for widget in (forms.Select, LongSelect))
    asked = ("union", value, {"id": "id_union", "required": True})
    assertHTMLEqual(quick.render(*asked), usual.render(*asked))
