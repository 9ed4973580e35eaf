"""What programs send, described by the forms of the pages: the same fields, and the same words for what is wrong.

A serializer made of a form holds the kinds of values; what the values may be is judged by the form itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from rest_framework import serializers
from rest_framework.request import Request

from core.problems import FieldErrors, Invalid

Field = serializers.Field
MOST_DIGITS = 14


class TrueOrFalse(serializers.BooleanField):
    """true or false alone: what the form reads is what was sent, for which any word such as "no" would mean yes."""

    TRUE_VALUES, FALSE_VALUES, NULL_VALUES = {True}, {False}, {None}  # noqa: RUF012 -- as the library types them


class StrictSerializer(serializers.Serializer):
    """Refuses fields that nothing reads: what was misspelled must not be dropped in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Return what was sent, by field."""
        if isinstance(data, Mapping) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            raise serializers.ValidationError({name[:60]: ["没有这个字段，请对照接口文档。"] for name in unknown})
        return super().to_internal_value(data)


def fields_of(form: Any, *, leave_out: frozenset[str] = frozenset()) -> dict[str, Field]:
    """Return serializer fields for the fields of a form."""
    kept = {name: field for name, field in form.base_fields.items() if name not in leave_out}
    return {
        name: _field(field, getattr(form, "labels_here", {}).get(name, field.label)) for name, field in kept.items()
    }


def serializer_of(name: str, fields: Mapping[str, Field]) -> type[serializers.Serializer]:
    """Return a serializer class with these fields, under the name that the documents give it."""
    return type(name, (StrictSerializer,), dict(fields))


@dataclass(frozen=True)
class Sent:
    """What a program has sent: ``values`` by their kinds, and the same ``typed`` as a form is given it."""

    values: dict[str, Any]
    typed: dict[str, Any]


def read_sent(kind: type[serializers.Serializer], request: Request) -> Sent:
    """Read the body of a request; raises ValidationError for wrong kinds, and for fields that nothing reads."""
    sent = kind(data=request.data)
    sent.is_valid(raise_exception=True)
    return Sent(sent.validated_data, as_typed({name: request.data[name] for name in sent.validated_data}))


def as_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a browser would send them to a form: nothing for null."""
    return {name: "" if value is None else value for name, value in data.items()}


def refuse(form: forms.BaseForm, before: str = "#") -> FieldErrors:
    """Return what a form says is wrong, each with the pointer to its field."""
    return [
        {"detail": str(words), "pointer": before if name == NON_FIELD_ERRORS else f"{before}/{name}"}
        for name, all_words in form.errors.items()
        for words in all_words
    ]


def insist(errors: FieldErrors) -> None:
    """Raise Invalid when anything is wrong."""
    if errors:
        raise Invalid(errors)


def _field(field: forms.Field, label: Any) -> Field:
    words: dict[str, Any] = {"required": False, "label": str(label or ""), "help_text": str(field.help_text or "")}
    match field:
        case forms.BooleanField():
            return TrueOrFalse(**words)
        case forms.DateField():
            return serializers.DateField(allow_null=True, **words)
        case forms.DecimalField():
            return serializers.DecimalField(field.max_digits or MOST_DIGITS, 2, allow_null=True, **words)
        case forms.IntegerField():
            return serializers.IntegerField(allow_null=True, min_value=0, max_value=32767, **words)
        case forms.MultipleChoiceField():
            return serializers.ListField(child=serializers.ChoiceField(_choices(field)), **words)
        case forms.ModelChoiceField():
            return serializers.CharField(max_length=60, **words)
        case forms.ChoiceField():
            return serializers.ChoiceField(_choices(field), allow_blank=True, **words)
        case forms.UUIDField():
            return serializers.UUIDField(**words)
    longest = getattr(field, "max_length", None) or 2000
    return serializers.CharField(max_length=longest, allow_blank=True, **words)


def _choices(field: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value, label in field.choices:
        found += [(v, str(w)) for v, w in label] if isinstance(label, list | tuple) else [(value, str(label))]
    return [(value, label) for value, label in found if value not in ("", None)]
