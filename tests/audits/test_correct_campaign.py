"""Correcting an open campaign: what is counted anew, what may not be changed, who may, and what stays in sight."""

import pytest

from audits.actions.campaign_corrections import correct_campaign, version
from audits.actions.campaigns import close_campaign, keep_days
from audits.models import CampaignCorrection
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from tests.audits.test_campaigns import visit
from tests.support.campaigns import DAY, kept, recounted, started
from tests.support.factories import HouseholdFactory, union

pytestmark = pytest.mark.django_db


def stands(campaign, **facts):
    return {name: getattr(campaign, name) for name in ("name", "starts_on", "ends_on")} | {"reason": "写错了"} | facts


def corrected(campaign, by, **facts):
    return correct_campaign(campaign, by=by, **stands(campaign, **facts))


@pytest.fixture
def campaign(household, provincial, officer):
    """Return a campaign of which a day was kept; one visit is before its first day."""
    visit(household, officer, 5)
    visit(household, officer, 11)
    campaign = started(provincial)
    with clock.at(clock.today() + DAY):
        keep_days()
    return campaign


def test_an_earlier_first_day_counts_what_was_done_since(campaign, provincial):
    target = corrected(campaign, provincial, starts_on=campaign.starts_on - 3 * DAY).targets.get()
    assert target.visits == 2
    assert kept(target) == recounted(target)


def test_a_correction_stays_in_sight_with_who_and_why(campaign, provincial, as_user):
    for _time in range(2):
        corrected(campaign, provincial, name="户户清大走访", ends_on=clock.today())
    assert CampaignCorrection.objects.count() == 1
    page = as_user(provincial).get(campaign.get_absolute_url()).content.decode()
    for words in (
        "更正记录",
        "户户清行动 → 户户清大走访",
        f"→ {clock.today():%Y-%m-%d}",
        "原因：写错了",
        provincial.name,
    ):
        assert words in page


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": clock.today() - 9 * DAY}, "starts_on"),
        ({"ends_on": clock.today() - DAY}, "ends_on"),
        ({"visits_wanted": 2}, "visits_wanted"),
        ({"levels": ["national"]}, "levels"),
        ({"name": "另一个", "reason": " "}, "reason"),
    ],
)
def test_what_would_falsify_what_was_counted_is_refused(campaign, provincial, facts, field):
    before = kept(campaign.targets.get())
    with pytest.raises(DomainError) as refused:
        corrected(campaign, provincial, **facts)
    assert (refused.value.field, kept(campaign.targets.get())) == (field, before)


def test_on_its_first_day_all_of_it_may_be_corrected(household, provincial):
    HouseholdFactory(union=union("530100"))
    campaign = started(provincial)
    corrected(campaign, provincial, union=union("530000"), visits_wanted=2, starts_on=campaign.starts_on + DAY)
    assert (campaign.targets.count(), sum(campaign.days.values_list("targets", flat=True))) == (2, 2)
    with pytest.raises(DomainError, match="没有这些标准"):
        corrected(campaign, provincial, levels=["grassroots"])
    assert campaign.targets.count() == 2


def test_who_may_not_and_a_closed_one_are_refused(campaign, provincial, officer, outsider):
    for by in (officer, outsider):
        with pytest.raises(NotAllowed):
            corrected(campaign, by, name="另一个")
    close_campaign(campaign, by=provincial)
    with pytest.raises(DomainError, match="已结束"):
        corrected(campaign, provincial, name="另一个")


def test_of_two_who_correct_at_once_the_second_is_told(campaign, provincial):
    seen = version(campaign)
    corrected(campaign, provincial, name="先改的")
    with pytest.raises(Conflict, match=f"您填写期间，{provincial.name} 于"):
        corrected(campaign, provincial, name="后改的", seen=seen)


def test_the_page_comes_back_filled_and_then_saves(campaign, provincial, as_user):
    client, path = as_user(provincial), f"{campaign.get_absolute_url()}correct/"
    assert "对象和计数办法不再变动" in client.get(path).content.decode()
    said = stands(campaign, ends_on=clock.today() - DAY, reason="延期一周")
    page = client.post(path, said).content.decode()
    assert "截止日期不能早于今天" in page
    assert "延期一周" in page
    said["ends_on"] = clock.today() + 27 * DAY
    assert "已更正" in client.post(path, said, follow=True).content.decode()
