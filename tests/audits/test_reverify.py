"""The guided re-verification: it asks what may have changed, writes it by the real actions, and all or nothing."""

import datetime

import pytest
from django.urls import reverse

from audits.actions.rechecks import start_recheck
from audits.enums import ReverifyOutcome
from audits.models import Reverification
from households.enums import Departure, LineKind, Status
from households.models import Household, IncomeLine, IncomeSurvey, Member
from tests.audits.reverify_case import answers, page_of
from tests.support.factories import DifficultyFactory, HouseholdFactory, MemberFactory

D = datetime.date
pytestmark = pytest.mark.django_db


@pytest.fixture
def family(household):
    """赵小兰 with a son, last year's survey and one difficulty."""
    Household.objects.filter(pk=household.pk).update(persons=2)
    household.refresh_from_db()
    MemberFactory(household=household, name="赵一鸣", position_in_form=1)
    DifficultyFactory(household=household, number=1, found_on=D(2020, 1, 1))
    survey = IncomeSurvey.objects.create(
        household=household, period_start=D(2019, 1, 1), period_end=D(2019, 12, 31), persons=2, per_head=500
    )
    IncomeLine.objects.create(survey=survey, kind=LineKind.WAGES, amount=12000, note="工资单")
    return household


@pytest.fixture
def client(as_user, officer):
    return as_user(officer)


def send(client, household, follow=False, **changed):
    path = reverse("reverify", args=[household.archive_no])
    return client.post(path, answers(client, household, **changed), follow=follow)


def son_of(household) -> Member:
    return household.members.get(name="赵一鸣")


def test_the_page_begins_with_what_is_on_file(client, family):
    said = answers(client, family)
    assert (said["amount_wages"], said["note_wages"], said["persons"]) == ("12000.00", "工资单", "2")
    assert said[f"m{son_of(family).pk}-state"] == "same"
    assert "没有收支调查" not in page_of(client, family)
    assert "最近一次收支调查在 2019-12-31，已满 12 个月。" in page_of(client, family)


def test_nothing_new_is_one_survey_and_one_row(client, family, officer):
    response = send(client, family)
    assert response.status_code == 302
    made = Reverification.objects.get()
    assert (made.outcome, made.by, made.changes) == (
        ReverifyOutcome.KEEP,
        officer,
        ["家庭月人均纯收入 500.00 元（上次 500.00 元）"],
    )
    assert family.surveys.count() == 2
    assert not Member.events.rel.related_model.objects.exists()


def test_every_change_is_written_where_it_belongs(client, family):
    son, worker, number = son_of(family), family.members.workers().get(), family.difficulties.get()
    said = {
        f"m{son.pk}__state": "left", f"m{son.pk}__departed_on": "2020-05-01", f"m{son.pk}__departed_why": "married",
        f"m{worker.pk}__state": "changed", f"m{worker.pk}__position": "退休", f"m{worker.pk}__phone": "138 8730 0009",
        "home__lives": "no", "home__new_address": "建水县临安镇新街1号", "persons": "1", "amount_wages": "24,000",
        f"d{number.pk}__state": "no", f"d{number.pk}__closed_reason": "已报销",
        "found-0-need": "housing", "found-0-description": "房屋漏雨",
    }  # fmt: skip
    page = send(client, family, follow=True, **said).content.decode()
    family.refresh_from_db()
    worker.refresh_from_db()
    assert (family.address, family.persons) == ("建水县临安镇新街1号", 1)
    assert (worker.position, worker.phone) == ("退休", "13887300009")
    assert son_of(family).departed_why == Departure.MARRIED
    assert [d.is_open for d in family.difficulties.order_by("number")] == [False, True]
    changes = Reverification.objects.get().changes
    assert changes[:3] == ["赵小兰：身份、手机号码", "赵一鸣 结婚分出，2020-05-01 离户", "家庭住址"]
    assert changes[3:] == ["销号困难 1", "新登记困难 2", "家庭月人均纯收入 2,000.00 元（上次 500.00 元）"]
    assert "已登记 赵小兰 户的年度复核：继续在档。" in page


def test_what_a_rule_refuses_writes_nothing_and_keeps_what_was_typed(client, family):
    son = son_of(family)
    said = {f"m{son.pk}__state": "left", f"m{son.pk}__departed_on": "2999-01-01", f"m{son.pk}__departed_why": "died"}
    response = send(client, family, persons="1", amount_wages="24000", home__bank="邮政储蓄", **said)
    page = response.content.decode()
    assert response.status_code == 200
    assert "离户日期不能晚于今天。" in page or "年份应在" in page
    assert 'value="24000"' in page
    assert not Reverification.objects.exists()
    assert (family.surveys.count(), son_of(family).is_present) == (1, True)


def test_persons_are_counted_again_when_somebody_left(client, family):
    son = son_of(family)
    said = {f"m{son.pk}__state": "left", f"m{son.pk}__departed_on": "2020-05-01", f"m{son.pk}__departed_why": "died"}
    assert "登记离户后本户为 1 人，请核对共同生活人口。" in send(client, family, **said).content.decode()


def test_an_outcome_other_than_keep_asks_why(client, family):
    assert "请写明不再继续在档或需要变更的理由。" in send(client, family, end__outcome="exit").content.decode()
    send(client, family, end__outcome="exit", end__note="子女就业，人均收入超过低保标准")
    assert Reverification.objects.get().outcome == ReverifyOutcome.EXIT


def test_sent_twice_it_is_one(client, family):
    said = answers(client, family)
    path = reverse("reverify", args=[family.archive_no])
    assert [client.post(path, said).status_code for _ in range(2)] == [302, 302]
    assert Reverification.objects.count() == 1


def test_who_changed_a_person_meanwhile_is_told_and_the_next_save_counts(client, family):
    son = son_of(family)
    said = answers(client, family, **{f"m{son.pk}__state": "changed", f"m{son.pk}__position": "本科"})
    Member.objects.filter(pk=son.pk).update(position="大专")
    path = reverse("reverify", args=[family.archive_no])
    page = client.post(path, said).content.decode()
    assert "您填写期间" in page
    seen = page.split(f'name="m{son.pk}-seen" value="')[1].split('"')[0]
    assert client.post(path, said | {f"m{son.pk}-seen": seen}).status_code == 302
    assert son_of(family).position == "本科"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.UNDER_REVIEW, Status.EXITED])
def test_only_archives_in_care_are_reverified(client, status):
    household = HouseholdFactory(status=status)
    assert client.get(reverse("reverify", args=[household.archive_no])).status_code == 403


def test_a_reader_is_refused_and_an_outsider_finds_nothing(family, as_user, registrar, cadre, outsider):
    path = reverse("reverify", args=[family.archive_no])
    assert [as_user(user).post(path).status_code for user in (registrar, cadre, outsider)] == [403, 403, 404]


def test_the_database_keeps_reverifications(client, family):
    send(client, family)
    with pytest.raises(Exception, match="Cannot update or delete rows"):
        Reverification.objects.update(note="改")


def test_in_an_open_campaign_it_gives_the_outcome(client, family, provincial):
    facts = {"name": "回头看", "starts_on": D(2020, 1, 1), "ends_on": D(2020, 2, 1)}
    campaign = start_recheck(by=provincial, union=family.union, **facts)
    send(client, family, end__outcome="change", end__note="收入上升")
    assert campaign.entries.get(household=family).outcome == "level"
