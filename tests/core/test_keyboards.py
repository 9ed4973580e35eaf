"""A phone shows the keyboard that a field wants, and a browser offers nobody's numbers to the next one."""

import pytest
from django import forms

from core.forms import AmountField, TidyForm


class Typing(TidyForm, forms.Form):
    """One field of each kind that a phone types."""

    new_phone = forms.CharField()
    identity_no = forms.CharField()
    card_no = forms.CharField()
    postcode = forms.CharField()
    persons = forms.IntegerField()
    hours = forms.DecimalField()
    amount = AmountField()
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


@pytest.mark.parametrize(
    ("name", "keyboard", "completes"),
    [
        ("new_phone", "tel", "off"),
        ("identity_no", None, "off"),
        ("card_no", "numeric", "off"),
        ("postcode", "numeric", "off"),
        ("persons", "numeric", None),
        ("hours", "decimal", None),
        ("amount", "decimal", "off"),
        ("password", None, "new-password"),
    ],
)
def test_a_field_brings_its_keyboard(name, keyboard, completes):
    attrs = Typing().fields[name].widget.attrs
    assert (attrs.get("inputmode"), attrs.get("autocomplete")) == (keyboard, completes)
