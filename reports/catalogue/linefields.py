"""What the registers of lines share: columns of place, archive and worker, and words for codes."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

import django_filters
from django.db import models

from households.enums import Category, Level
from organizations.enums import Number
from reports.catalogue.base import RUNNING, Field
from reports.catalogue.periods import PeriodForm
from reports.catalogue.query import Query
from reports.catalogue.roster import day_words
from reports.registers.data import Cell, Kind

IDENTITY, PHONE = "identity_no", "phone"


def words_for(choices: type[models.TextChoices]) -> dict[str, str]:
    """Return code → words, with no words for no code."""
    return {"": "", **{str(choice.value): str(choice.label) for choice in choices}}


def worded(name: str, words: Mapping[str, str]) -> Callable[[Any], str]:
    """Return a reader of a column of codes."""
    value = attrgetter(name)
    return lambda line: words[value(line) or ""]


def dated(name: str) -> Callable[[Any], Cell]:
    """Return a reader of a column of days; empty for none."""
    value = attrgetter(name)
    return lambda line: day_words(value(line))


LINE_FIELDS = (
    RUNNING,
    Field("prefecture", "州市", 31, Kind.WORD, attrgetter("prefecture")),
    Field("county", "县（市、区）", 24, Kind.WORD, attrgetter("county")),
    Field("union", "建档单位", 34, Kind.TEXT, attrgetter("union")),
    Field("archive_no", "职工编号", 29, Kind.CODE, attrgetter("archive_no")),
    Field("name", "姓名", 16, Kind.WORD, attrgetter("name")),
    Field(IDENTITY, "身份证号", 34, Kind.CODE, attrgetter("identity_no"), number=Number.IDENTITY, needs=IDENTITY),
    Field(PHONE, "手机号码", 24, Kind.CODE, attrgetter("phone"), number=Number.PHONE, needs=PHONE),
    Field("category", "困难类别", 20, Kind.WORD, worded("category", words_for(Category))),
    Field("level", "建档\n标准", 13, Kind.WORD, worded("level", words_for(Level))),
)


class LineFilter(django_filters.FilterSet):
    """What registers of lines have in common: days, which the source reads, and the level and category of archives."""

    start = django_filters.DateFilter(label="日期从", method="as_they_are")
    end = django_filters.DateFilter(label="日期至", method="as_they_are")
    level = django_filters.ChoiceFilter(
        label="建档标准", field_name="household__level", choices=Level.choices, empty_label="全部"
    )
    category = django_filters.ChoiceFilter(
        label="困难类别", field_name="household__category", choices=Category.choices, empty_label="全部"
    )

    class Meta:
        form = PeriodForm
        fields: list[str] = []

    def __init__(self, query: Query, rows: Any) -> None:
        super().__init__(query.data, rows)

    def as_they_are(self, rows: Any, name: str, value: Any) -> Any:
        """Leave it to the source."""
        return rows
