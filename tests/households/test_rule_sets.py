"""The identification rules as dated data: what is shipped, which version holds, and that a published one stands."""

import datetime

import pytest
from django.db import Error, transaction

from core import clock
from households.eligibility.shipped import CASES, VETOES
from households.enums import RuleVersion
from households.models import RuleCase, RuleSet, VetoRule
from tests.support.factories import union

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


def published(code, since, regime=RuleVersion.B2020):
    made = RuleSet.objects.create(union=union(code), regime=regime, name=f"{code} {since}", valid_from=day(since))
    RuleSet.objects.filter(pk=made.pk).update(published_at=clock.now())
    return made


def test_both_regimes_are_shipped_as_the_provinces_own():
    shipped = RuleSet.objects.order_by("valid_from").with_parts()
    assert [(row.regime, row.union.code, f"{row.valid_from}") for row in shipped] == [
        ("A2016", "530000", "2016-01-01"),
        ("B2020", "530000", "2020-01-01"),
    ]
    for row in shipped:
        assert row.is_published
        assert [case.name for case in row.cases.all()] == [case["name"] for case in CASES[row.regime]]
        assert [(v.code, v.label, v.in_force) for v in row.vetoes.all()] == list(VETOES)


@pytest.mark.parametrize(
    ("on", "regime"),
    [("2015-12-31", None), ("2016-01-01", "A2016"), ("2019-12-31", "A2016"), ("2020-01-01", "B2020")],
)
def test_the_version_of_the_day_holds(on, regime):
    found = RuleSet.objects.in_force_for(union("532524"), day(on)).first()
    assert (found and found.regime) == regime


def test_the_nearest_owner_comes_first_and_others_are_left_alone():
    own = published("532500", "2021-07-01")
    RuleSet.objects.create(union=union("532500"), regime="B2020", name="草稿", valid_from=day("2022-01-01"))

    def holds(code, on):
        return RuleSet.objects.in_force_for(union(code), day(on)).first().name

    assert holds("532524", "2021-06-30") == holds("530100", "2025-01-01") == "困难职工认定规则（2020 年版）"
    assert holds("532524", "2021-07-01") == holds("532500", "2025-01-01") == own.name


@pytest.mark.parametrize(
    "change",
    [
        lambda rules: RuleSet.objects.filter(pk=rules.pk).update(counts_union_aid=True),
        lambda rules: RuleSet.objects.filter(pk=rules.pk).update(published_at=None),
        lambda rules: RuleSet.objects.filter(pk=rules.pk).delete(),
        lambda rules: RuleCase.objects.filter(rule_set=rules).update(limit=3),
        lambda rules: RuleCase.objects.filter(rule_set=rules).delete(),
        lambda rules: RuleCase.objects.create(rule_set=rules, position=9, name="多一种", category="deep", limit=9),
        lambda rules: VetoRule.objects.filter(rule_set=rules).update(in_force=False),
        lambda rules: VetoRule.objects.filter(rule_set=rules).delete(),
    ],
)
def test_the_database_keeps_a_published_version_as_it_is(change):
    rules = RuleSet.objects.get(regime="B2020")
    with pytest.raises(Error, match="frozen|Cannot"), transaction.atomic():
        change(rules)


def test_a_case_is_not_moved_out_of_a_published_version_or_into_it():
    rules = RuleSet.objects.get(regime="B2020")
    draft = RuleSet.objects.create(union=union("530000"), regime="B2020", name="草稿", valid_from=day("2030-01-01"))
    loose = RuleCase.objects.create(rule_set=draft, position=1, name="一", category="deep", limit=1)
    for moved, target in ((loose, rules), (rules.cases.first(), draft)):
        with pytest.raises(Error, match="frozen"), transaction.atomic():
            RuleCase.objects.filter(pk=moved.pk).update(rule_set=target, position=8)
    draft.delete()
    assert not RuleCase.objects.filter(pk=loose.pk).exists()
