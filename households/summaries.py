"""Keeping the summary columns of archives, which lists and search read, in step with the people behind them."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Value

from core import pinyin
from households import search
from households.models import Household, IncomeSurvey, Member


def vector_of(tokens: list[str]) -> Func:
    """Return the expression that makes a search vector of ready tokens."""
    return Func(
        Value(tokens, output_field=ArrayField(models.TextField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
    )


def summary_of(archive_no: str, members: Iterable[Member]) -> dict[str, object]:
    """Return the summary columns that follow from the people of an archive."""
    people = list(members)
    worker = next((person for person in people if person.is_worker), None)
    head = worker.name if worker else ""
    unit = worker.workplace if worker else ""
    tokens = search.tokens(
        names=[person.name for person in people],
        work_unit=unit,
        archive_no=archive_no,
        identity_nos=[person.identity_no for person in people],
    )
    return {"head_name": head, "head_sort": pinyin.sort_key(head)[:200], "work_unit": unit, "search": vector_of(tokens)}


def refresh_summary(household: Household) -> Household:
    """Write the summary columns of one archive anew, from its members and latest survey; the caller holds the lock."""
    columns = summary_of(household.archive_no, household.members.all())
    latest = IncomeSurvey.objects.filter(household=household).order_by("-period_end", "-id").first()
    columns["per_head"] = latest.per_head if latest else None
    Household.objects.filter(pk=household.pk).update(**columns)
    for name in ("head_name", "head_sort", "work_unit", "per_head"):
        setattr(household, name, columns[name])
    return household
