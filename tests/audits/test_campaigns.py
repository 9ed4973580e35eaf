"""专项行动: targets fixed at the start, what was done before it counted, days kept, closing, two at once."""

import uuid

import pytest

from audits.actions.campaigns import close_campaign, keep_day, keep_days
from audits.models import Campaign, CampaignTarget
from core import clock
from core.errors import DomainError, NotAllowed
from households.enums import Status
from households.models import Household
from pairing.actions.visits import log_visit
from pairing.models import Visit
from tests.support.campaigns import DAY, kept, recounted, started
from tests.support.factories import HouseholdFactory, union
from tests.support.races import at_once, one_before_the_other

pytestmark = pytest.mark.django_db


def visit(household, by, days_ago=0):
    facts = {"on": clock.today() - days_ago * DAY, "method": "home", "met": "worker", "situation": "平稳。"}
    return log_visit(household, by=by, client_id=uuid.uuid4(), **facts)


def test_the_targets_are_the_archives_in_care_of_that_day(household, provincial):
    HouseholdFactory(level="grassroots")
    HouseholdFactory(union=union("530100"))
    HouseholdFactory(status=Status.EXITED)
    campaign = started(provincial)
    assert campaign.targets.count() == 2
    HouseholdFactory()
    assert started(provincial) == campaign
    assert campaign.targets.count() == 2
    target = campaign.targets.get(household=household)
    assert (target.level, target.category, target.union_path) == ("national", "deep", household.union_path)


def test_a_campaign_may_be_about_some_levels(household, provincial):
    HouseholdFactory(level="grassroots")
    assert started(provincial, levels=["grassroots"]).targets.count() == 1


def test_what_was_done_since_its_first_day_is_counted_at_the_start(household, provincial, officer):
    visit(household, officer, 5)
    visit(household, officer, 11)
    Household.objects.filter(pk=household.pk).update(clear_mask=5)
    target = started(provincial).targets.get()
    assert (target.visits, target.visited, target.clear_mask) == (1, True, 5)
    assert kept(target) == recounted(target)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"name": " "}, "name", "."),
        ({"ends_on": clock.today() - 11 * DAY}, "", "截止日期不能早于开始日期"),
        ({"visit_methods": []}, "visit_methods", "."),
        ({"visits_wanted": 0}, "visits_wanted", "."),
        ({"levels": ["grassroots"]}, "", "没有这些标准的在档或渐退期档案"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused(household, provincial, facts, field, words):
    with pytest.raises(DomainError, match=words) as refused:
        started(provincial, **facts)
    assert refused.value.field == field
    assert not Campaign.objects.exists()


def test_who_is_no_officer_there_may_not(household, provincial, officer, reviewer, outsider):
    campaign = started(provincial)
    for by in (officer, reviewer, outsider):
        with pytest.raises(NotAllowed):
            started(by, name="另一次")
        with pytest.raises(NotAllowed):
            close_campaign(campaign, by=by)


def test_closing_twice_changes_nothing_and_nothing_is_counted_after(household, provincial, officer):
    campaign = started(provincial)
    closed = close_campaign(campaign, by=provincial)
    assert close_campaign(campaign, by=provincial).closed_at == closed.closed_at
    visit(household, officer)
    assert (campaign.targets.get().visits, keep_day(campaign, clock.today())) == (0, 0)


def test_a_day_is_kept_for_each_county(household, provincial, officer):
    HouseholdFactory(union=union("532501"))
    campaign = started(provincial)
    visit(household, officer)
    assert (keep_day(campaign, clock.today()), keep_day(campaign, clock.today())) == (2, 2)
    days = campaign.days.values_list("day", "union_path", "targets", "visited", "visits")
    yesterday, here, there = clock.today() - DAY, household.union_path, union("532501").path
    assert set(days) == {
        (yesterday, here, 1, 0, 0), (yesterday, there, 1, 0, 0),
        (clock.today(), here, 1, 1, 1), (clock.today(), there, 1, 0, 0),
    }  # fmt: skip


def test_the_worker_keeps_each_day_once_when_it_is_over(household, provincial):
    campaign = started(provincial)
    assert keep_days() == 0
    with clock.at(clock.today() + DAY):
        assert (keep_days(), keep_days()) == (1, 0)
    close_campaign(campaign, by=provincial)
    with clock.at(clock.today() + 2 * DAY):
        assert keep_days() == 0


def test_the_database_keeps_targets(household, provincial):
    with pytest.raises(Exception, match="Cannot delete rows"):
        started(provincial).targets.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_visit_under_way_while_a_campaign_starts_is_counted(reference, household, provincial, officer):
    one_before_the_other(lambda: visit(household, officer), lambda: started(provincial))
    assert CampaignTarget.objects.get().visits == 1
    one_before_the_other(lambda: started(provincial, name="第二次"), lambda: visit(household, officer))
    assert list(CampaignTarget.objects.values_list("visits", flat=True)) == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_visits_at_the_same_moment_are_all_counted(reference, household, provincial, officer):
    target = started(provincial).targets.get()
    bare = {"household": household, "on": clock.today(), "method": "home", "met": "worker", "situation": "平稳。"}
    at_once(*[lambda: Visit.objects.create(**bare)] * 4, *[lambda: visit(household, officer)] * 4)
    assert (kept(target)["visits"], household.visits.count()) == (8, 8)


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_what_is_being_counted(reference, household, provincial, officer):
    campaign = started(provincial)
    one_before_the_other(lambda: visit(household, officer), lambda: close_campaign(campaign, by=provincial))
    assert campaign.days.get(day=clock.today()).visits == 1


def test_another_campaign_of_the_same_name_is_told_of_the_first(household, provincial):
    campaign = started(provincial)
    with pytest.raises(DomainError, match="已有同名的专项行动（.*，正在进行）") as refused:
        started(provincial, visits_wanted=3)
    assert refused.value.field == "name"
    close_campaign(campaign, by=provincial)
    with pytest.raises(DomainError, match="已结束），请换一个名称"):
        started(provincial)
