"""Choosing a union; narrowing a list to a part of the tree, and saying what a list is narrowed to, all in the URL."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict

from core.forms import LongSelect
from organizations.models import Union, User
from organizations.scope import LEVELS_OFFERED


class UnionChoices(ModelChoiceIterator):
    """Unions as a list of groups: each union below the top with those below it."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        unions = list(self.queryset)
        top = min((union.depth for union in unions), default=1)
        for _path, found in groupby(unions, key=lambda union: union.path[: Union.steplen * (top + 1)]):
            first, *rest = found
            if not rest:
                yield self.choice(first)
            else:
                yield first.name, [(first.code, f"{first.name}（含下级）"), *map(self.choice, rest)]


class UnionChoice(forms.ModelChoiceField):
    """A union, set in by its depth in the tree."""

    widget = LongSelect

    def label_from_instance(self, union: Union) -> str:
        """Write the name with one wide blank for each level."""
        return "　" * (union.depth - 1) + union.name


class UnionField(forms.ModelChoiceField):
    """A choice among the unions of the user's scope."""

    widget = LongSelect
    iterator = UnionChoices

    def __init__(self, *args: Any, null_label: str | None = None, null_value: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def label_from_instance(self, union: models.Model) -> str:
        """Show the name only; the group says what it lies below."""
        return str(union)


class PersonChoice(forms.ModelChoiceField):
    """A person of those who may be asked, with union and position."""

    def label_from_instance(self, person: User) -> str:  # type: ignore[override]
        """Write name, union and position."""
        return f"{person.name}（{person.union.name}{person.position}）"


class UnionFilter(django_filters.ModelChoiceFilter):
    """A union, which stands for everything below it."""

    field_class = UnionField

    def filter(self, rows: models.QuerySet, union: Union | None) -> models.QuerySet:
        """Narrow to the rows of the union's subtree."""
        return rows.filter(union_path__startswith=union.path) if union else rows


def unions_in_scope(user: User, *, asked: str = "") -> models.QuerySet[Union]:
    """Return the unions that the list can be narrowed to, in tree order: those of the scope, two levels deep.

    ``asked`` is the code of one more, if it lies in the scope: a link may lead to any union.
    """
    tops = [len(path) // Union.steplen for _role, path in user.scope.places]
    near = models.Q(is_active=True, depth__lte=min(tops, default=0) + LEVELS_OFFERED)
    return Union.objects.visible_to(user).filter(near | models.Q(code=asked))


@dataclass(frozen=True)
class Chip:
    """One thing that the list is narrowed to, and the query of the list without it."""

    label: str
    value: str
    without: str


def chips(filterset: django_filters.FilterSet, query: QueryDict) -> list[Chip]:
    """Return what is set, in the order of the bar."""
    found = []
    for name, value in filterset.form.cleaned_data.items():
        if value in (None, ""):
            continue
        rest = query.copy()
        for key in (name, "page"):
            rest.pop(key, None)
        found.append(Chip(str(filterset.form.fields[name].label), _words(filterset, name, value), rest.urlencode()))
    return found


def _words(filterset: django_filters.FilterSet, name: str, value: Any) -> str:
    choices = getattr(filterset.filters[name].field, "choices", None)
    if name in {"q", "union"} or choices is None:
        return str(value)
    flat = {key: label for entry in choices for key, label in (entry[1] if isinstance(entry[1], list) else [entry])}
    return str(flat.get(value, value))
