"""Suspected duplicates: what makes one, when it is gone, who sees it, who decides it."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import Conflict, DomainError, NotAllowed
from households.actions.archives import open_archive
from households.actions.duplicates import compare_changed, decide_duplicate, lift_decision
from households.enums import Category, Cause, Level, Likeness, Status, SuspicionStatus
from households.models import DuplicateStale, DuplicateSuspicion, Household, Member
from households.verdicts import verdicts_of
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, MemberFactory, identity_no, union

pytestmark = pytest.mark.django_db
BORN = datetime.date(1979, 4, 12)
SAME, DIFFERENT = SuspicionStatus.SAME, SuspicionStatus.DIFFERENT


def archive(name: str, *, born=BORN, phone="", code="532524", **facts) -> Household:
    """Make an archive on file whose worker has this name, birth date and phone."""
    worker = {"worker__birth_date": born, "worker__phone": phone}
    return HouseholdFactory(worker=name, union=union(code), **worker, **facts)


def pairs(status=SuspicionStatus.OPEN) -> list[tuple[str, str, list[str]]]:
    compare_changed()
    found = DuplicateSuspicion.objects.filter(status=status).order_by("pk").select_related("first", "second")
    return [(row.first.head_name, row.second.head_name, row.reasons) for row in found]


@pytest.fixture
def pair(db):
    archive("赵小兰"), archive("赵晓兰")
    compare_changed()
    return DuplicateSuspicion.objects.get()


def test_alike_names_of_one_birthday_are_a_suspicion(db):
    archive("赵小兰"), archive("赵晓兰"), archive("钱多多")
    assert pairs() == [("赵小兰", "赵晓兰", [Likeness.NAME])]


def test_not_of_another_birthday(db):
    archive("赵小兰"), archive("赵晓兰", born=BORN + datetime.timedelta(days=1))
    assert pairs() == []


def test_a_worker_is_found_among_the_members_of_another_household(db):
    archive("孙建国")
    MemberFactory(household=archive("钱多多", born=None), name="孙建国", birth_date=BORN, identity_no="", phone="")
    assert pairs() == [("孙建国", "钱多多", [Likeness.NAME])]


def test_of_two_children_only_equal_names_count(db):
    one, two = archive("孙一", born=None), archive("钱二", born=None)
    for household, name in ((one, "孙明轩"), (two, "孙铭轩")):
        MemberFactory(household=household, name=name, birth_date=BORN, identity_no="", phone="")
    assert pairs() == []
    Member.objects.filter(name="孙铭轩").update(name="孙明轩")
    assert pairs() == [("孙一", "钱二", [Likeness.NAME])]


def test_a_phone_or_an_account_in_common_is_a_suspicion(db):
    archive("孙一", phone="13987311111", card_no="6217000000000001")
    archive("钱二", phone="13987311111", card_no="6217000000000001")
    assert pairs() == [("孙一", "钱二", [Likeness.PHONE, Likeness.CARD])]


@pytest.mark.parametrize(("names", "found"), [("孙钱李周吴", 10), ("孙钱李周吴郑", 0)])
def test_the_phone_of_an_office_is_none(names, found):
    for name in names:
        archive(name, phone="08737654321")
    assert len(pairs()) == found


@pytest.mark.parametrize("status", [Status.EXITED, Status.REJECTED, Status.CANCELLED])
def test_closed_archives_are_not_compared(status):
    archive("赵小兰"), archive("赵小兰", status=status)
    assert pairs() == []


def test_who_has_left_is_not_compared(db):
    archive("孙建国")
    gone = {"departed_on": datetime.date(2026, 1, 5), "departed_why": "death"}
    MemberFactory(
        household=archive("钱多多", born=None), name="孙建国", birth_date=BORN, identity_no="", phone="", **gone
    )
    assert pairs() == []


def test_a_corrected_birth_date_takes_the_suspicion_away_and_brings_it_back(pair):
    worker = Member.objects.filter(household=pair.second)
    worker.update(birth_date=datetime.date(1980, 1, 1))
    assert pairs() == []
    assert len(pairs(SuspicionStatus.GONE)) == 1
    worker.update(birth_date=BORN)
    assert len(pairs()) == 1


def test_what_is_decided_stays_decided(pair, officer):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="双胞胎，已核对户口簿")
    Member.objects.filter(household=pair.second).update(birth_date=datetime.date(1980, 1, 1))
    assert pairs(DIFFERENT) == [("赵小兰", "赵晓兰", [Likeness.NAME])]


def test_only_what_changed_is_compared_anew(pair):
    assert not DuplicateStale.objects.exists()
    Household.objects.filter(pk=pair.first_id).update(address="临安镇", clear_mask=3, status=Status.ON_FILE)
    assert not DuplicateStale.objects.exists()
    Household.objects.filter(pk=pair.first_id).update(card_no="6217000000000009")
    assert list(DuplicateStale.objects.values_list("pk", flat=True)) == [pair.first_id]


def test_closing_an_archive_and_removing_a_member_mark_it_as_changed(pair):
    pair.first.members.update(archive_open=False)  # as the trigger does when the archive is closed
    pair.second.members.all().delete()
    assert set(DuplicateStale.objects.values_list("pk", flat=True)) == {pair.first_id, pair.second_id}


def test_opening_an_archive_compares_it_at_once(officer):
    archive("赵小兰", born=datetime.date(1975, 5, 1))
    facts = {"level": Level.NATIONAL, "category": Category.DEEP, "main_cause": Cause.ILLNESS}
    worker = {"name": "赵晓兰", "identity_no": identity_no(), "birth_date": datetime.date(1975, 5, 1)}
    open_archive(by=officer, union=union("532524"), facts=facts, worker=worker)
    assert DuplicateSuspicion.objects.get().reasons == [Likeness.NAME]


def test_the_database_keeps_a_pair_once_and_in_order(pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicateSuspicion.objects.create(first=pair.second, second=pair.first, reasons=[Likeness.NAME])
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicateSuspicion.objects.create(first=pair.first, second=pair.second, reasons=[Likeness.NAME])


def test_a_decision_says_who_when_and_why_and_is_kept_in_the_history(pair, officer, reviewer):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="已电话核实")
    decided = decide_duplicate(pair, by=reviewer, status=SAME, decision="同一户口簿", seen=DIFFERENT)
    assert (decided.status, decided.decided_by, decided.decision) == (SAME, reviewer, "同一户口簿")
    events = DuplicateSuspicion.pgh_event_model.objects.order_by("pgh_id")
    assert [event.status for event in events] == [SuspicionStatus.OPEN, DIFFERENT]


def test_the_same_decision_again_changes_nothing(pair, officer, reviewer):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="已电话核实")
    again = decide_duplicate(pair, by=reviewer, status=DIFFERENT, decision="已电话核实")
    assert again.decided_by == officer


def test_who_decides_second_is_told_who_was_first(pair, officer, reviewer):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="已电话核实", seen=SuspicionStatus.OPEN)
    with pytest.raises(Conflict, match="经办员 已将这一条改为“不是同一户”"):
        decide_duplicate(pair, by=reviewer, status=SAME, decision="同一户", seen=SuspicionStatus.OPEN)


@pytest.mark.parametrize(("status", "decision"), [(SAME, " "), ("gone", "原因"), ("open", "原因")])
def test_no_decision_without_a_reason_and_none_that_is_none(pair, officer, status, decision):
    with pytest.raises(DomainError):
        decide_duplicate(pair, by=officer, status=status, decision=decision)


@pytest.mark.parametrize("who", ["registrar", "outsider", "sysadmin"])
def test_others_decide_nothing(request, pair, who):
    with pytest.raises(NotAllowed):
        decide_duplicate(pair, by=request.getfixturevalue(who), status=SAME, decision="同一户")


def test_a_pair_across_two_prefectures_is_decided_above_both(officer, provincial):
    archive("赵小兰"), archive("赵晓兰", code="530100")
    compare_changed()
    pair = DuplicateSuspicion.objects.get()
    with pytest.raises(NotAllowed):
        decide_duplicate(pair, by=officer, status=SAME, decision="同一户")
    assert decide_duplicate(pair, by=provincial, status=SAME, decision="同一户").status == SAME


def test_a_wrong_decision_is_lifted_with_a_reason_and_stays_in_the_history(pair, officer, reviewer):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="双胞胎")
    lifted = lift_decision(pair, by=reviewer, lifted_why=" 核对户口簿，是同一人 ", seen=DIFFERENT)
    assert (lifted.status, lifted.decided_by, lifted.lifted_by) == (SuspicionStatus.OPEN, None, reviewer)
    assert [(said.by, said.what, said.why) for said in verdicts_of(lifted)] == [
        (reviewer, "撤销了判定", "核对户口簿，是同一人"),
        (officer, "判定为“不是同一户”", "双胞胎"),
    ]
    assert lift_decision(pair, by=officer, lifted_why="再撤").lifted_by == reviewer
    decide_duplicate(pair, by=officer, status=SAME, decision="同一户口簿")
    assert [said.what[:3] for said in verdicts_of(DuplicateSuspicion.objects.get())] == ["判定为", "撤销了", "判定为"]


def test_what_is_no_longer_alike_is_gone_when_its_decision_is_lifted(pair, officer):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="双胞胎")
    Member.objects.filter(household=pair.second).update(birth_date=datetime.date(1980, 1, 1))
    assert lift_decision(pair, by=officer, lifted_why="误判").status == SuspicionStatus.GONE


@pytest.mark.parametrize(
    ("who", "facts", "refusal"),
    [
        ("officer", {"lifted_why": " "}, DomainError),
        ("officer", {"lifted_why": "误判", "seen": SAME}, Conflict),
        ("registrar", {"lifted_why": "误判"}, NotAllowed),
        ("outsider", {"lifted_why": "误判"}, NotAllowed),
    ],
)
def test_no_decision_is_lifted_without_reason_or_right(request, pair, officer, who, facts, refusal):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="双胞胎")
    with pytest.raises(refusal):
        lift_decision(pair, by=request.getfixturevalue(who), **facts)
    pair.refresh_from_db()
    assert pair.status == DIFFERENT


def test_the_page_lifts_a_decision_and_comes_back_filled_without_a_reason(pair, officer, as_user):
    decide_duplicate(pair, by=officer, status=DIFFERENT, decision="双胞胎")
    client, url = as_user(officer), reverse("duplicate_lift", args=[pair.pk])
    assert list(client.post(url, {"lifted_why": "", "seen": DIFFERENT}).context["lift"].errors) == ["lifted_why"]
    page = client.post(url, {"lifted_why": "核对户口簿", "seen": DIFFERENT}, follow=True).content.decode()
    assert "撤销了原来的判定：核对户口簿" in page
    assert "判定经过" in page


def test_a_page_of_the_decision_compares_masked_and_logs_both_looks(pair, officer, as_user):
    page = as_user(officer).get(pair.get_absolute_url()).content.decode()
    numbers = Member.objects.values_list("identity_no", flat=True)
    assert "赵晓兰" in page
    assert not [number for number in numbers if number in page]
    assert set(AccessLog.objects.filter(user=officer).values_list("subject", flat=True)) == {
        pair.first.archive_no,
        pair.second.archive_no,
    }


def test_of_an_archive_elsewhere_only_its_union_is_told(officer, as_user):
    archive("赵小兰")
    other = archive("赵晓兰", code="530100", address="昆明市五华区人民中路9号")
    compare_changed()
    client = as_user(officer)
    for url in (reverse("duplicates"), DuplicateSuspicion.objects.get().get_absolute_url()):
        page = client.get(url).content.decode()
        assert other.union.name in page
        assert not [words for words in ("赵晓兰", other.archive_no, "人民中路") if words in page]


def test_nobody_elsewhere_finds_the_pair(pair, outsider, as_user):
    client = as_user(outsider)
    assert client.get(pair.get_absolute_url()).status_code == 404
    assert client.get(reverse("duplicates")).context["rows"] == []


def test_the_form_keeps_the_decision(pair, officer, as_user):
    said = {"status": SAME, "decision": "同一户口簿", "seen": "open"}
    page = as_user(officer).post(pair.get_absolute_url(), said, follow=True).content.decode()
    assert "申请注销" in page
    pair.refresh_from_db()
    assert pair.status == SAME


def test_without_a_reason_the_form_comes_back_filled(pair, officer, as_user):
    page = as_user(officer).post(pair.get_absolute_url(), {"status": SAME, "decision": "", "seen": "open"})
    assert list(page.context["form"].errors) == ["decision"]
    assert page.context["form"]["status"].value() == SAME


def test_a_registrar_posts_no_decision(pair, registrar, as_user):
    said = {"status": SAME, "decision": "同一户", "seen": "open"}
    assert as_user(registrar).post(pair.get_absolute_url(), said).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_reads_the_same_however_many_pairs(officer, as_user, count, django_assert_num_queries):
    for number in range(count):
        born = BORN + datetime.timedelta(days=number)
        archive("赵小兰", born=born), archive("赵晓兰", born=born)
    compare_changed()
    client = as_user(officer)
    with django_assert_num_queries(4):
        assert len(client.get(reverse("duplicates")).context["rows"]) == count


def test_the_page_of_the_archive_leads_to_the_pair(pair, reviewer, cadre, as_user):
    url = reverse("household", args=[pair.first.archive_no])
    assert pair.get_absolute_url() in as_user(reviewer).get(url).content.decode()


def test_every_search_goes_by_an_index(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename IN ('households_member', 'households_household')"
        )
        names = {name for (name,) in cursor.fetchall()}
    assert {"member_birth", "member_phone", "household_card"} <= names
