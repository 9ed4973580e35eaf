"""Logging a visit: what it leaves behind, what is refused, what a second press does."""

import datetime
import uuid

import pytest
from django.utils import timezone

from core.errors import Conflict, DomainError
from households.enums import GrantKind, Need, Status
from households.models import ArchiveGrant
from organizations.enums import Role
from pairing.actions.visits import correct_visit, log_visit
from pairing.enums import Met, VisitMethod
from pairing.models import Cadre, Visit
from tests.support.factories import CadreFactory, DifficultyFactory, HouseholdFactory, user_with
from tests.support.files import photo, upload
from tests.support.life import put

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
FACTS = {"on": DAY, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "病情平稳，能自理。"}


def log(household, by, **facts):
    return log_visit(household, by=by, **({"client_id": uuid.uuid4()} | FACTS | facts))


def test_a_visit_moves_the_rhythm_on(household, cadre):
    log(household, cadre)
    pairing = household.pairings.get()
    assert (pairing.last_home_on, pairing.home_due_on) == (DAY, datetime.date(2026, 6, 2))


def test_a_cadres_visit_carries_the_cadre(household, cadre):
    visit = log(household, cadre)
    assert (visit.cadre.user, visit.visitor_name, visit.created_by) == (cadre, "帮扶干部甲", cadre)


def test_an_officer_logs_for_a_cadre(household, cadre, officer):
    visit = log(household, officer, cadre=cadre.cadre)
    assert (visit.cadre, visit.visitor_name, visit.created_by) == (cadre.cadre, "帮扶干部甲", officer)


def test_an_officer_without_a_cadre_visits_in_the_own_name(household, officer):
    visit = log(household, officer)
    assert (visit.cadre, visit.visitor_name) == (None, "经办员")


def test_a_button_pressed_twice_logs_one_visit(household, cadre):
    pressed = uuid.uuid4()
    found = [{"need": Need.MEDICAL, "description": "透析费用高"}]
    first = log(household, cadre, client_id=pressed, difficulties=found)
    assert log(household, cadre, client_id=pressed, difficulties=found) == first
    assert household.visits.count() == household.difficulties.count() == 1


def test_a_number_used_for_another_household_is_a_conflict(household, cadre, officer):
    pressed = uuid.uuid4()
    log(household, cadre, client_id=pressed)
    with pytest.raises(Conflict, match="另一户"):
        log(HouseholdFactory(), officer, client_id=pressed)


def test_each_difficulty_found_becomes_one_of_the_household(household, cadre):
    found = [
        {"need": Need.MEDICAL, "description": " 透析费用高 "},
        {"need": Need.EDUCATION, "description": "女儿学费"},
    ]
    visit = log(household, cadre, difficulties=found)
    recorded = [(d.number, d.need, d.description, d.found_on) for d in visit.difficulties.order_by("number")]
    assert recorded == [(1, Need.MEDICAL, "透析费用高", DAY), (2, Need.EDUCATION, "女儿学费", DAY)]


def test_photos_become_attachments(household, cadre):
    visit = log(household, cadre, photos=[upload(photo()), upload(photo(colour="blue"))])
    titles = [photo.attachment.title for photo in visit.photos.all()]
    assert titles == ["走访照片 2026-03-02 第 1 张", "走访照片 2026-03-02 第 2 张"]


def test_contents_of_a_health_kit_mean_that_it_was_given(household, cadre):
    assert log(household, cadre, health_kit_contents="口罩").health_kit


@pytest.mark.parametrize(
    ("facts", "field", "message"),
    [
        ({"on": datetime.date(2999, 1, 1)}, "on", "走访日期不能晚于今天"),
        ({"on": datetime.date(2020, 1, 5)}, "on", "走访日期不能早于建档日期 2020-01-06"),
        ({"situation": " "}, "situation", "请写明走访情况"),
        ({"next_visit_on": DAY}, "next_visit_on", "下次走访日期应晚于本次走访"),
        ({"met": Met.NOBODY, "basics_confirmed": True}, "basics_confirmed", "没有见到人"),
        ({"met": Met.NOBODY, "no_difficulty": True}, "no_difficulty", "没有见到人"),
        (
            {"no_difficulty": True, "difficulties": [{"need": Need.OTHER, "description": "有"}]},
            "no_difficulty",
            "不能同时确认目前没有困难",
        ),
    ],
)
def test_what_is_refused(household, cadre, facts, field, message):
    with pytest.raises(DomainError, match=message) as refusal:
        log(household, cadre, **facts)
    assert refusal.value.field == field
    assert household.visits.count() == 0


def test_no_difficulties_is_refused_while_one_is_open(household, cadre):
    DifficultyFactory(household=household)
    with pytest.raises(DomainError, match="还有 1 项困难没有销号"):
        log(household, cadre, no_difficulty=True)


def test_a_closed_archive_takes_no_visit(household, cadre):
    put(household, Status.EXITED)
    with pytest.raises(DomainError, match="不能再修改"):
        log(household, cadre)


def test_the_day_of_filing_and_today_are_allowed(household, cadre):
    assert log(household, cadre, on=household.filed_on).pk
    assert log(household, cadre, on=timezone.localdate()).pk


def test_what_is_no_picture_is_refused_by_its_name(household, cadre):
    with pytest.raises(DomainError, match="照片“合影.jpg”：") as refusal:
        log(household, cadre, photos=[upload(b"not a picture", "合影.jpg")])
    assert refusal.value.field == "photos"
    assert household.visits.count() == 0


def test_a_tenth_photo_is_refused(household, cadre):
    with pytest.raises(DomainError, match="最多保存 9 张照片"):
        log(household, cadre, photos=[upload(photo()) for _ in range(10)])
    assert household.visits.count() == 0


def test_a_plain_visit_is_cheap(household, cadre, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        log(household, cadre)


def test_correcting_keeps_the_former_words_and_moves_the_rhythm(household, cadre):
    visit = log(household, cadre)
    correct_visit(visit, by=cadre, **FACTS | {"on": DAY + datetime.timedelta(days=1), "situation": "改过"})
    visit.refresh_from_db()
    assert (visit.situation, visit.on.day) == ("改过", 3)
    assert [(event.situation, event.on.day) for event in visit.events.all()] == [("病情平稳，能自理。", 2)]
    assert household.pairings.get().last_home_on.day == 3


def test_correcting_nothing_leaves_no_history(household, cadre):
    visit = log(household, cadre)
    correct_visit(visit, by=cadre, **FACTS)
    assert visit.events.count() == 0


def test_a_correction_does_not_contradict_what_was_found(household, cadre):
    visit = log(household, cadre, difficulties=[{"need": Need.OTHER, "description": "有"}])
    with pytest.raises(DomainError, match="不能同时确认目前没有困难"):
        correct_visit(visit, by=cadre, **FACTS | {"no_difficulty": True})


def test_a_difficulty_found_later_does_not_block_the_correction_of_an_older_visit(household, cadre):
    visit = log(household, cadre, no_difficulty=True)
    DifficultyFactory(household=household)
    assert correct_visit(visit, by=cadre, **FACTS | {"no_difficulty": True, "situation": "改过"}).situation == "改过"


def test_photos_may_be_added_later(household, cadre):
    visit = log(household, cadre, photos=[upload(photo())])
    correct_visit(visit, by=cadre, photos=[upload(photo(colour="blue"))], **FACTS)
    assert visit.photos.count() == 2


def test_two_cadres_may_visit_the_same_household(household, cadre):
    leader = CadreFactory(name="挂包领导", user=user_with(Role.CADRE, username="leader"))
    ArchiveGrant.objects.create(household=household, user=leader.user, kind=GrantKind.PAIRING)
    assert log(household, leader.user).cadre == leader
    assert Visit.objects.count() == 1
    assert Cadre.objects.count() == 2
