"""Archives by the API: the filters, facts, rules and words of the pages; numbers masked; no update lost."""

import datetime

import pytest

from households.enums import Status
from households.history import last_change
from households.models import Household, IncomeLine, IncomeSurvey
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, MemberFactory, identity_no, union, user_with
from tests.support.life import put

pytestmark = pytest.mark.django_db

PATH = "/api/v1/archives/"


@pytest.fixture
def program(officer):
    return Program(officer)


def path_of(household) -> str:
    return f"{PATH}{household.archive_no}/"


def facts(**more):
    """Return what opens a draft."""
    worker = {"name": "钟离秋水", "identity_no": identity_no(), "phone": "199 0000 0001"}
    opening = {"union": "532524", "level": "national", "category": "deep", "main_cause": "illness", "persons": 3}
    return {**opening, "worker": worker, **more}


def logged(verb):
    return list(AccessLog.objects.filter(verb=verb).order_by("id").values_list("subject", "detail"))


def test_the_list_is_the_page_with_its_filters(program, as_user, officer):
    shown, closed = HouseholdFactory(), HouseholdFactory(worker="欧阳修远")
    put(closed, Status.EXITED)
    HouseholdFactory(union=union("530100"))
    for query in ({}, {"status": "open"}, {"status": "exited"}, {"q": "欧阳"}, {"union": "532524"}, {"clear": "no"}):
        rows = program.get(PATH, query).json()["results"]
        page = as_user(officer).get("/households/", query).context["rows"]
        assert {row["archive_no"] for row in rows} == {household.archive_no for household, _cells in page}
    one = program.get(PATH, {"status": "open"}).json()["results"][0]
    assert (one["archive_no"], one["name"], one["status_name"]) == (shown.archive_no, "赵小兰", "在档")


def test_pages_go_on_from_the_last_row_whatever_comes_in(program):
    numbers = [HouseholdFactory(archive_no=f"53252420260010{n}").archive_no for n in range(5)]
    first = program.get(PATH, {"page_size": 2}).json()
    HouseholdFactory(archive_no="532524202600000")
    Household.objects.filter(archive_no=numbers[0]).update(union=union("530100"))
    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()
    told = [row["archive_no"] for page in (first, second, third) for row in page["results"]]
    assert (told, third["next"]) == (numbers, None)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"status": "gone"}, "status"),
        ({"union": "nowhere"}, "union"),
        ({"page_size": "1000"}, "page_size"),
        ({"page_size": "-1"}, "page_size"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"statu": "open"}, "statu"),
    ],
)
def test_nonsense_in_an_address_is_refused(program, query, wrong):
    assert list(errors_of(program.get(PATH, query))) == [wrong]


def test_each_archive_of_a_list_is_logged(program, household):
    program.get(PATH)
    assert logged(AccessVerb.EXPORT) == [(household.archive_no, "接口令牌“对方系统”：接口：档案列表")]


def test_one_archive_with_its_people_and_surveys_masked(program, household):
    MemberFactory(household=household, name="赵一鸣")
    period = {"period_start": datetime.date(2025, 1, 1), "period_end": datetime.date(2025, 12, 31)}
    survey = IncomeSurvey.objects.create(household=household, persons=2, per_head=500, standard=700, **period)
    IncomeLine.objects.create(survey=survey, kind="wages", amount=12000)
    said = program.get(path_of(household)).json()
    assert [(m["name"], m["relation"], m["phone"]) for m in said["members"]] == [
        ("赵小兰", "self", "139****0001"),
        ("赵一鸣", "son", "139****0001"),
    ]
    assert all("********" in member["identity_no"] for member in said["members"])
    assert (said["surveys"][0]["per_head"], said["surveys"][0]["lines"][0]["amount"]) == ("500.00", "12000.00")
    assert logged(AccessVerb.VIEW) == [(household.archive_no, "接口令牌“对方系统”：接口：档案")]


def test_full_numbers_only_by_role_and_scope_and_logged(officer, registrar, household):
    worker = household.members.get()
    said = Program(officer).get(path_of(household), {"in_full": "1"}).json()
    assert said["members"][0]["identity_no"] == worker.identity_no
    assert logged(AccessVerb.REVEAL) == [(household.archive_no, "接口令牌“对方系统”：接口：档案")]
    without = Program(officer, "archives:read").get(path_of(household), {"in_full": "1"})
    assert problem_of(without)[0] == 403
    half = Program(registrar).get(path_of(household), {"in_full": "1"}).json()["members"][0]
    assert (half["phone"], "********" in half["identity_no"]) == (worker.phone, True)


def test_what_is_known_already_is_not_sent_again(program, household, settings):
    answer = program.get(path_of(household))
    again = program.get(path_of(household), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # Nobody else can work it out, and so try the digits that are masked.
    settings.SECRET_KEY = "another key of fifty characters, made up for a test"
    assert program.get(path_of(household))["ETag"] != answer["ETag"]


@pytest.mark.parametrize("act", ["get", "patch"])
def test_an_outsider_finds_nothing(outsider, household, act):
    found = getattr(Program(outsider), act)(path_of(household), headers={"If-Match": "*"})
    assert problem_of(found) == (404, "没有这样的内容，或不在您的数据范围内。")
    assert Program(outsider).get(PATH).json()["results"] == []


def test_a_draft_is_opened_as_on_the_page(program, officer):
    answer = program.send(PATH, facts(address="建水县临安镇朝阳路12号"))
    opened = Household.objects.get()
    said = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, path_of(opened))
    assert (said["status"], said["persons"], said["members"][0]["phone"]) == ("draft", 3, "199****0001")
    assert (opened.created_by, opened.address, opened.head_name) == (officer, "建水县临安镇朝阳路12号", "钟离秋水")
    assert program.get(answer["Location"])["ETag"] == answer["ETag"]


def test_sent_again_it_is_the_same_draft(program):
    sent = facts()
    first, again = (program.send(PATH, sent, key="one-key") for _time in range(2))
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert (first.json(), first["ETag"]) == (again.json(), again["ETag"])
    assert Household.objects.count() == 1
    status, words = problem_of(program.send(PATH, facts(), key="one-key"))
    assert (status, words) == (422, "这个 Idempotency-Key 已用于另一个请求，请换一个新的编号。")


def test_what_was_refused_is_tried_anew_under_the_same_key(program):
    assert program.send(PATH, facts(level=""), key="one-key").status_code == 400
    assert program.send(PATH, facts(), key="one-key").status_code == 201


def test_everything_that_is_wrong_is_said_at_once_in_the_words_of_the_page(program):
    sent = facts(filed_on="2099-01-01", secondary_causes=["illness"], worker={"name": "", "identity_no": "1234"})
    errors = errors_of(program.send(PATH, sent))
    assert errors.pop("#/worker/identity_no")
    assert errors == {
        "#/filed_on": "建档日期不能晚于今天。",
        "#/secondary_causes": "次要致困原因不能与主要致困原因相同。",
        "#/worker/name": "请填写姓名。",
    }


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"adress": "建水县"}, "#/adress"),
        ({"address": {"a": 1}}, "#/address"),
        ({"persons": "many"}, "#/persons"),
        ({"worker": []}, "#/worker"),
        ({"worker": {"nam": "钟离秋水"}}, "#/worker/nam"),
        ({"union": "530100"}, "#/union"),
        ({"address": "\ud800"}, "#/address"),
        ({"housing": "\ud800"}, "#/housing"),
        ({"is_migrant": "no"}, "#/is_migrant"),
        ({"annual_income": 1e30}, "#/annual_income"),
    ],
)
def test_wrong_kinds_and_unknown_fields_are_refused(program, sent, pointer):
    assert pointer in errors_of(program.send(PATH, facts(**sent)))


def test_a_person_in_another_archive_is_refused_by_the_action(program, household):
    worker = {"name": "赵小兰", "identity_no": household.members.get().identity_no}
    errors = errors_of(program.send(PATH, facts(worker=worker)))
    assert errors["#/worker/identity_no"].startswith(f"赵小兰已在另一份在档档案中：{household.archive_no}")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.REGISTRAR, Role.CADRE])
def test_only_officers_open_and_change(role, household):
    program = Program(user_with(role, "532524"))
    assert problem_of(program.send(PATH, facts())) == (403, "只有经办人员可以新建档案。")
    if role != Role.CADRE:
        assert problem_of(program.change(path_of(household), {"persons": 2}))[0] == 403


def test_what_is_sent_changes_and_nothing_else(program, household, officer):
    answer = program.change(path_of(household), {"persons": 4, "worker": {"phone": "19900000002"}})
    household.refresh_from_db()
    assert (answer.status_code, household.persons, household.members.get().phone) == (200, 4, "19900000002")
    assert (household.address, household.main_cause) == ("建水县临安镇朝阳路12号", "illness")
    assert last_change(household).startswith("经办员 于 ")
    assert answer["ETag"] == program.get(path_of(household))["ETag"]


def test_nobody_overwrites_what_was_saved_meanwhile(program, household, reviewer):
    seen = program.get(path_of(household))["ETag"]
    assert program.change(path_of(household), {"persons": 4}, seen=seen).status_code == 200
    status, words = problem_of(program.change(path_of(household), {"persons": 5}, seen=seen))
    assert (status, words.startswith("经办员 于 "), "请重新读取" in words) == (412, True, True)
    assert problem_of(program.patch(path_of(household), "{}", content_type="application/json"))[0] == 428
    household.refresh_from_db()
    assert household.persons == 4
    assert program.change(path_of(household), {"persons": 5}).status_code == 200


def test_a_change_below_a_mask_is_a_change(program, household):
    seen = program.get(path_of(household))["ETag"]
    household.members.update(phone="13987200001")
    assert program.get(path_of(household)).json()["members"][0]["phone"] == "139****0001"
    assert program.change(path_of(household), {"persons": 5}, seen=seen).status_code == 412


def test_on_file_level_and_category_change_by_review_alone(program, household):
    errors = errors_of(program.change(path_of(household), {"level": "county"}))
    assert errors["#/level"].startswith("在档后建档标准和困难类别须经审核调整")


def test_a_closed_archive_is_not_changed(program, household):
    put(household, Status.EXITED)
    assert problem_of(program.change(path_of(household), {"persons": 2}))[0] == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(program, rows, django_assert_num_queries):
    HouseholdFactory.create_batch(rows)
    program.get(PATH)
    with django_assert_num_queries(5):
        program.get(PATH)
    number = Household.objects.first().archive_no
    with django_assert_num_queries(7):
        program.get(f"{PATH}{number}/")
