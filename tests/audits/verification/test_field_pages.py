"""The pages of an assessor: errands, the household at the door, the questionnaire without and with its script."""

import datetime

import pytest
from django.urls import reverse

from audits.actions.verification.fieldwork import assign_sample, send_back, submit_interview
from audits.actions.verification.projects import draw_sample
from audits.models import Interview, Verification
from audits.verification.enums import InterviewStatus, PopulationClass, Round
from core import clock
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.factories import AidRecordFactory, HouseholdFactory, union
from tests.support.files import paper, photo, picture, upload
from tests.support.verification import SEED, answers_of, assessors, in_the_field, verification

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
NOTHING = "目前没有您的核查任务"


@pytest.fixture
def people():
    return assessors(2)


@pytest.fixture
def running(provincial, people):
    """Four archives, all in the sample, accepted by two assessors; each asked twice."""
    for number in range(4):
        made = HouseholdFactory(worker=f"样本户{number}")
        AidRecordFactory(household=made, year=2026, amount=3000)
    return in_the_field(provincial, people, blind_share="1", phone_share="1")


@pytest.fixture
def errand(running, people):
    return running.interviews.filter(assessor=people[0], round=Round.FIRST).order_by("pk")[0]


@pytest.fixture
def client(as_user, people):
    return as_user(people[0])


def form_of(errand):
    return reverse("fieldwork_form", args=[errand.pk])


def sent(errand, **more):
    """Return the answers of an errand as its page sends them."""
    data: dict = {"version": errand.version, "act": "submit"}
    for code, said in answers_of(errand, **more).items():
        parts = (
            {f"q-{code}-{key}": value for key, value in said.items()} if isinstance(said, dict) else {f"q-{code}": said}
        )
        data |= parts
    return data


@pytest.mark.parametrize("who", ["other", "officer", "provincial"])
@pytest.mark.parametrize("name", ["household", "form", "call", "leave"])
def test_an_errand_is_found_by_nobody_else(errand, people, officer, provincial, as_user, who, name):
    other = as_user({"other": people[1], "officer": officer, "provincial": provincial}[who])
    assert other.get(reverse(f"fieldwork_{name}", args=[errand.pk])).status_code == 404


def test_all_is_accepted_with_one_press(provincial, people, as_user):
    HouseholdFactory.create_batch(2)
    day = clock.today()
    found = draw_sample(
        verification(provincial, starts_on=day, ends_on=day, blind_share="0", phone_share="0"), by=provincial
    )
    assign_sample(found, by=provincial, assessors=people[:1])
    client = as_user(people[0])
    assert "今天截止" in client.get("/fieldwork/").content.decode()
    told = [client.post(f"/fieldwork/{found.pk}/accept/", follow=True).content.decode() for _press in range(2)]
    assert ["已接收 2 户" in told[0], "没有待接收的任务" in told[1]] == [True, True]
    assert as_user(people[1]).post(f"/fieldwork/{found.pk}/accept/").status_code == 404


def test_what_was_sent_back_stands_first_with_its_reason(running, client, people, provincial):
    mine = list(running.interviews.filter(assessor=people[0]).order_by("pk"))
    last = mine[-1]
    done = submit_interview(last, by=people[0], raw=answers_of(last), version=0)
    send_back(done, by=provincial, reason="请补充收入。")
    page = client.get("/fieldwork/")
    assert (page.context["page"][0].interview, page.context["next"].interview) == (last, last)
    assert "请补充收入。" in page.content.decode()
    counts = {entry["key"]: entry["count"] for entry in page.context["states"]}
    assert counts == {"todo": len(mine), "returned": 1, "new": 0, "open": 0, "done": 0}


def test_the_list_is_narrowed_by_state_round_and_place(running, client, people):
    mine = running.interviews.filter(assessor=people[0])
    place = union("532524").pk
    for query, count in (
        ({"round": "phone"}, mine.filter(round=Round.PHONE).count()),
        ({"round": "first", "place": place}, mine.filter(round=Round.FIRST).count()),
        ({"state": "done"}, 0),
        ({"place": union("530100").pk}, 0),
        ({"state": "x", "round": "x", "place": "9x"}, mine.count()),
    ):
        assert len(client.get("/fieldwork/", query).context["page"]) == count


@pytest.mark.parametrize("days", [-2, 2])
def test_before_and_after_nothing_is_told(running, client, people, errand, days):
    with clock.at(clock.today() + datetime.timedelta(days=days)):
        page = client.get("/fieldwork/").content.decode()
        assert client.get(form_of(errand)).status_code == 404
    assert (NOTHING in page, running.name in page, "样本户" in page) == (True, False, False)


def test_the_household_is_shown_masked_and_the_look_is_logged(client, errand):
    worker = errand.sample.unit.household.members.get()
    page = client.get(reverse("fieldwork_household", args=[errand.pk])).content.decode()
    assert (worker.masked_identity_no in page, worker.identity_no in page, worker.phone in page) == (True, False, False)
    full = client.post(reverse("fieldwork_reveal", args=[errand.pk])).content.decode()
    call = client.get(reverse("fieldwork_call", args=[errand.pk]))
    assert (worker.phone in full, call["Location"]) == (True, f"tel:{worker.phone}")
    logged = AccessLog.objects.filter(subject=errand.sample.unit.key).order_by("pk").values_list("verb", flat=True)
    assert list(logged) == [AccessVerb.VIEW, AccessVerb.REVEAL, AccessVerb.CALL]


def test_without_a_script_answers_are_kept_right_or_not_and_missing_ones_are_named(client, errand):
    answer = client.post(form_of(errand), {"version": "0", "act": "submit", "q-persons": "many"})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert ['href="#q-persons"' in words, "请填写整数。" in words, 'value="many"' in words] == [True] * 3
    errand.refresh_from_db()
    assert (errand.answers, errand.status, errand.version) == ({"persons": "many"}, InterviewStatus.IN_FIELD, 1)
    kept = client.post(form_of(errand), {"version": "1", "act": "save", "q-persons": "3"}, follow=True)
    assert "已保存，尚未提交" in kept.content.decode()


def test_it_is_handed_in_once_however_often_one_presses(client, errand):
    for _press in range(2):
        assert client.post(form_of(errand), sent(errand)).headers["Location"] == "/fieldwork/"
    errand.refresh_from_db()
    assert (errand.status, errand.version) == (InterviewStatus.SUBMITTED, 1)
    page = client.get(form_of(errand)).content.decode()
    assert ["不能再改" in page, "3,000.00 元" in page, "<form id" in page] == [True, True, False]
    refused = client.post(form_of(errand), {"act": "save"}, **JSON).json()
    assert "不能再改" in refused["refused"]


def test_the_second_window_is_told_and_may_then_go_on(client, errand):
    first = client.post(form_of(errand), {"version": "0", "q-persons": "2"}, **JSON).json()
    clash = client.post(form_of(errand), {"version": "0", "q-persons": "3"}, **JSON).json()
    assert (first["version"], clash["version"], "另一个窗口" in clash["conflict"]) == (1, 1, True)
    plain = client.post(form_of(errand), {"version": "0", "q-persons": "3"})
    assert (plain.status_code, 'name="version" value="1"' in plain.content.decode()) == (409, True)
    client.post(form_of(errand), {"version": "1", "q-persons": "3"}, **JSON)
    errand.refresh_from_db()
    assert errand.answers == {"persons": "3"}


def test_the_second_visit_begins_with_an_empty_sheet_and_hears_of_no_other(client, as_user, errand, people):
    client.post(form_of(errand), sent(errand, remark="屋顶漏雨"))
    second = Interview.objects.get(sample=errand.sample, round=Round.BLIND)
    other = as_user(second.assessor)
    pages = [
        other.get(form_of(second)),
        other.get(reverse("fieldwork_household", args=[second.pk])),
        other.get("/fieldwork/"),
    ]
    words = "".join(page.content.decode() for page in pages)
    assert not [mark for mark in ("屋顶漏雨", errand.assessor.name, form_of(errand), "checked") if mark in words]
    assert [entry["count"] for entry in pages[2].context["states"] if entry["key"] == "done"] == [0]


def test_on_the_telephone_a_script_and_fewer_questions_are_shown(running, client, people):
    call = running.interviews.filter(assessor=people[0], round=Round.PHONE)[0]
    page = client.get(form_of(call)).content.decode()
    assert ["通话要点" in page, 'id="q-satisfaction"' in page] == [True, True]
    assert not [part for part in ('id="q-met"', "amount_wages", 'id="papers"') if part in page]


def test_a_household_is_left_out_with_reason_and_words_and_its_replacement_appears(provincial, people, as_user):
    HouseholdFactory.create_batch(20)
    found = in_the_field(provincial, people, margin="0.22", blind_share="0", phone_share="0")
    client, errand = as_user(people[0]), found.interviews.filter(assessor=people[0])[0]
    path, before = reverse("fieldwork_leave", args=[errand.pk]), len(client.get("/fieldwork/").context["page"])
    assert "必填" in client.post(path, {"reason": "moved", "note": ""}).content.decode()
    for _press in range(2):
        left = client.post(path, {"reason": "moved", "note": "邻居证实已迁走。"}, follow=True)
    assert ["未访。有替换户的" in left.content.decode(), len(left.context["page"])] == [True, before]
    assert [one.interview.sample.replaces_id for one in left.context["page"] if one.interview.sample.replaces_id] == [
        errand.sample_id
    ]


def test_a_household_of_an_outside_list_is_asked_what_it_can_answer(provincial, people, as_user):
    found = verification(provincial, classes=[PopulationClass.NOT_FILED], blind_share="0", phone_share="0")
    facts = {"name": "名单户", "phone": "13987300002", "address": "临安镇", "source": "民政低收入名单"}
    found.outside.create(number="M001", union=union("532524"), **facts)
    draw_sample(found, by=provincial, seed=SEED)
    day = clock.today()
    Verification.objects.filter(pk=found.pk).update(starts_on=day, ends_on=day)
    assign_sample(found, by=provincial, assessors=people[:1])
    client, errand = as_user(people[0]), found.interviews.get()
    client.post(f"/fieldwork/{found.pk}/accept/")
    page = client.get(reverse("fieldwork_household", args=[errand.pk])).content.decode()
    assert ["名单户" in page, "民政低收入名单" in page, "档案登记" in page] == [True, True, False]
    assert 'id="q-aid"' not in client.get(form_of(errand)).content.decode()
    assert client.get(reverse("fieldwork_call", args=[errand.pk]))["Location"] == "tel:13987300002"


@pytest.mark.parametrize("count", [1, 3])
def test_the_errands_cost_the_same_for_one_and_for_three(provincial, people, as_user, django_assert_num_queries, count):
    HouseholdFactory.create_batch(count)
    in_the_field(provincial, people[:1], blind_share="0", phone_share="0")
    client = as_user(people[0])
    with django_assert_num_queries(8):
        assert len(client.get("/fieldwork/").context["page"]) == count


def test_the_sheet_costs_the_same_for_one_payment_and_for_three(errand, client, django_assert_num_queries):
    for _more in range(2):
        with django_assert_num_queries(9):
            client.get(form_of(errand))
        AidRecordFactory.create_batch(2, household=errand.sample.unit.household, year=2026, amount=300)


def photographed(client, errand, content, name="门口.jpg", kind="photo", **more):
    return client.post(
        reverse("fieldwork_photo_add", args=[errand.pk]), {"kind": kind, "file": upload(content, name)}, **more
    )


def test_a_photo_is_added_shown_and_taken_back_with_a_script_and_without(client, errand):
    shown = photographed(client, errand, photo(), **JSON).json()["html"]
    kept = errand.photos.get()
    path = reverse("fieldwork_photo", args=[kept.pk])
    assert path in shown
    assert [client.get(path)["Content-Type"], client.get(f"{path}?small=1").status_code] == ["image/jpeg", 200]
    signed = photographed(client, errand, picture(), "签字.png", kind="signature", follow=True)
    assert "已保存。" in signed.content.decode()
    assert errand.photos.present().count() == 2
    gone = client.post(reverse("fieldwork_photo_remove", args=[kept.pk]), **JSON).json()["html"]
    assert (path in gone, client.get(path).status_code) == (False, 404)


def test_what_is_no_photo_is_refused_in_words(client, errand):
    assert "JPG 或 PNG" in photographed(client, errand, paper(), "a.pdf", **JSON).json()["refused"]
    assert "JPG 或 PNG" in photographed(client, errand, paper(), "a.pdf", follow=True).content.decode()
    empty = client.post(reverse("fieldwork_photo_add", args=[errand.pk]), {"kind": "photo"}, follow=True)
    assert "请选择照片" in empty.content.decode()
    client.post(form_of(errand), sent(errand))
    assert "不能再改" in photographed(client, errand, photo(), **JSON).json()["refused"]


def test_who_runs_the_verification_sees_the_photo_and_the_union_under_check_does_not(
    client, errand, provincial, officer, as_user
):
    photographed(client, errand, photo())
    path = reverse("fieldwork_photo", args=[errand.photos.get().pk])
    assert [as_user(who).get(path).status_code for who in (provincial, officer)] == [200, 404]


def test_what_no_text_can_hold_is_refused_and_no_fault_of_the_system(client, errand):
    assert client.post(form_of(errand), {"version": 0, "q-remark": "a\x00b"}).status_code == 400
