"""Applying without a login: the code, the steps, what is lost (nothing), handing in, papers."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import clock
from core.errors import Conflict
from households.actions.applications import revoke_code, take_application
from households.actions.applying import keep_answers
from households.enums import AttachmentKind, Status
from households.models import ApplicationCode, Household
from households.views import applying as views
from tests.households.conftest import FAMILY, WORKER, member_rows
from tests.support.factories import HouseholdFactory, identity_no, union
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
CONFIRM = "/apply/fill/confirm/"
SON = {"relation": "son", "name": "孙小春", "birth_date": "2010-05-01"}
ADDRESS_LIMIT, CODE_LIMIT = 30, 5


def hand_in(client: Client):
    return client.post(CONFIRM, {"promise": "on"})


def test_a_worker_applies_and_a_draft_is_there(fill, handed, officer):
    page = hand_in(fill(members=(SON,)))
    code = ApplicationCode.objects.get()
    draft = code.household
    assert (draft.status, draft.created_by, draft.union) == (Status.DRAFT, officer, union("532524"))
    assert [(p.name, p.relation) for p in draft.members.all()] == [("孙立春", "self"), ("孙小春", "son")]
    assert (draft.persons, draft.annual_income, draft.secondary_causes) == (2, 21600, ["schooling"])
    assert draft.archive_no in page.content.decode()


def test_the_name_is_that_of_the_code_whatever_is_sent(enter, stranger):
    enter(stranger)
    stranger.post("/apply/fill/worker/", WORKER | {"identity_no": identity_no(), "name": "别人"})
    stranger.post("/apply/fill/members/", member_rows())
    stranger.post("/apply/fill/family/", FAMILY | {"level": "province", "status": "on_file"})
    hand_in(stranger)
    draft = Household.objects.get()
    assert (draft.head_name, draft.level, draft.status) == ("孙立春", "national", "draft")


@pytest.mark.parametrize(("code", "tail"), [("", "0000"), ("7KQF-9M2X-4TRB", "7358"), ("'; --", "7358")])
def test_every_wrong_pair_is_told_in_one_way(enter, stranger, code, tail):
    page = enter(stranger, code, tail)
    assert page.context["form"].errors == {"code": ["申请码或手机号后四位不正确，请核对发放单。"]}
    assert "application" not in stranger.session


def test_after_a_few_wrong_digits_the_right_ones_wait_too(enter, stranger):
    for _try in range(CODE_LIMIT):
        enter(stranger, tail="0000")
    page = enter(stranger)
    assert "15 分钟后再试" in page.content.decode()
    with clock.at(clock.now() + datetime.timedelta(minutes=16)):
        assert enter(stranger).status_code == 302


def test_one_address_guesses_few_codes(enter, stranger):
    for number in range(ADDRESS_LIMIT):
        enter(stranger, code=f"AAAABBBB{number:04d}".replace("0", "Z").replace("1", "Y"))
    assert "15 分钟后再试" in enter(stranger).content.decode()


def test_entering_renews_the_session(enter, stranger):
    stranger.get("/apply/")
    enter(stranger)
    before = stranger.session.session_key
    enter(stranger)
    assert stranger.session.session_key != before


def test_an_expired_or_revoked_code_says_whom_to_ask(enter, stranger, handed, officer):
    with clock.at(handed[0].expires_at):
        assert "重新发放" in enter(stranger).content.decode()
    revoke_code(handed[0], by=officer)
    assert "重新发放" in enter(stranger).content.decode()


def test_what_is_typed_wrongly_is_kept_and_shown(enter, stranger):
    enter(stranger)
    page = stranger.post("/apply/fill/worker/", WORKER | {"identity_no": "123"})
    assert "identity_no" in page.context["form"].errors
    again = Client()
    enter(again)
    page = again.get("/apply/fill/worker/").content.decode()
    assert 'value="123"' in page
    assert "建水紫陶厂" in page


def test_nothing_is_handed_in_with_a_gap(enter, stranger):
    enter(stranger)
    stranger.post("/apply/fill/family/", FAMILY)
    page = hand_in(stranger)
    assert page["Location"] == "/apply/fill/worker/"
    assert not Household.objects.exists()


def test_nothing_is_handed_in_without_the_promise(fill):
    page = fill().post(CONFIRM, {})
    assert "勾选承诺" in page.content.decode()
    assert not Household.objects.exists()


def test_rows_of_members_may_be_emptied_again(fill):
    client = fill(members=(SON, SON | {"name": "孙小冬", "relation": "daughter"}))
    client.post("/apply/fill/members/", member_rows({}, SON) | {"form-INITIAL_FORMS": "2"})
    hand_in(client)
    assert Household.objects.get().members.count() == 2


def test_one_more_member_keeps_the_others(fill):
    client = fill()
    page = client.post("/apply/fill/members/", member_rows(SON) | {"more": "1"}, follow=True)
    assert [row["name"].value() for row in page.context["form"]] == ["孙小春", None]


@pytest.mark.parametrize(
    "rows",
    [
        member_rows(SON | {"name": "<script>alert(1)</script>"}),
        member_rows(SON | {"relation": "self"}),
        member_rows(*[SON] * 11),
        {"form-TOTAL_FORMS": "x"},
        {},
        member_rows(SON | {"identity_no": "110105194912310023"}),
    ],
)
def test_members_that_cannot_be_come_back(enter, stranger, rows):
    enter(stranger)
    page = stranger.post("/apply/fill/members/", rows)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_one_number_twice_in_a_family_is_refused(enter, stranger):
    enter(stranger)
    child = SON | {"identity_no": identity_no()}
    page = stranger.post("/apply/fill/members/", member_rows(child, child | {"name": "孙小冬"}))
    assert "身份证号相同" in page.content.decode()


def test_html_in_the_words_stays_words(fill):
    page = fill(cause_text="<img src=x onerror=alert(1)>").get(CONFIRM).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_too_much_text_is_cut_and_nul_is_dropped(enter, stranger):
    enter(stranger)
    stranger.post("/apply/fill/family/", FAMILY | {"cause_text": "苦\x00" * 5000})
    assert len(ApplicationCode.objects.get().answers["family"]["cause_text"]) == 600


def test_sent_twice_is_one_archive_and_the_last_code_asks(fill, stranger):
    client = fill()
    first, second = hand_in(client), hand_in(client)
    assert Household.objects.count() == 1
    number, codes = Household.objects.get().archive_no, [page.context["query_code"] for page in (first, second)]
    answers = [stranger.post("/apply/status/", {"archive_no": number, "code": code}) for code in codes]
    assert [bool(page.context["standing"]) for page in answers] == [False, True]


def test_the_browser_that_entered_last_writes(fill, enter):
    first, second = fill(), Client()
    enter(second)
    page = first.post("/apply/fill/worker/", WORKER, follow=True)
    assert page.redirect_chain[-1][0] == "/apply/"
    assert hand_in(first)["Location"] == "/apply/"
    assert hand_in(second).status_code == 200
    assert Household.objects.count() == 1


def test_a_write_of_the_other_browser_is_refused_by_the_action(handed, enter, stranger):
    enter(stranger)
    with pytest.raises(Conflict, match="另一台设备"):
        keep_answers(handed[0], holder="made up", step="worker", answers={})
    with pytest.raises(Conflict):
        keep_answers(handed[0], holder="", step="worker", answers={})


def test_a_used_code_is_not_entered_again(fill, enter):
    hand_in(fill())
    page = enter(Client())
    assert "已提交过申请" in page.content.decode()


def test_who_stands_in_an_archive_is_told_to_the_union_alone(fill, handed):
    other = HouseholdFactory(worker="钱多多", union=union("530100"))
    page = hand_in(fill(number=other.members.get().identity_no)).content.decode()
    code = ApplicationCode.objects.get()
    assert "携带身份证和户口簿到建水县总工会办理" in page
    assert not [secret for secret in ("钱多多", other.archive_no, "昆明") if secret in page]
    assert (code.refusals, other.archive_no in code.trouble, code.household) == (1, True, None)


def test_a_member_in_another_archive_leaves_nothing_half_made(fill):
    other = HouseholdFactory(worker="钱多多", union=union("530100"))
    hand_in(fill(members=(SON | {"identity_no": other.members.get().identity_no, "birth_date": ""},)))
    assert Household.objects.count() == 1


def test_after_three_refusals_the_code_tells_nothing_more(fill):
    other = HouseholdFactory(worker="钱多多", union=union("530100"))
    client = fill(number=other.members.get().identity_no)
    for _try in range(4):
        hand_in(client)
    client.post("/apply/fill/worker/", WORKER | {"identity_no": identity_no()})
    assert "办理" in hand_in(client).content.decode()
    assert (Household.objects.count(), ApplicationCode.objects.get().refusals) == (1, 3)


def test_an_officers_own_draft_is_not_written_over(fill, officer):
    draft = HouseholdFactory(worker="孙立春", status=Status.DRAFT, created_by=officer)
    hand_in(fill(number=draft.members.get().identity_no))
    assert (Household.objects.count(), draft.members.count()) == (1, 1)


def test_after_an_hour_the_code_is_asked_for_again(fill, monkeypatch):
    client = fill()
    monkeypatch.setattr(views, "IDLE_SECONDS", -1)
    assert client.get(CONFIRM)["Location"] == "/apply/"


def test_leaving_forgets_the_code_on_this_device(fill):
    client = fill()
    client.post("/apply/", {"leave": "1"})
    assert client.get(CONFIRM)["Location"] == "/apply/"
    assert ApplicationCode.objects.get().answers["worker"]


def test_papers_follow_until_the_union_takes_over(fill, handed, officer):
    client = fill()
    assert client.get("/apply/papers/")["Location"] == "/apply/"
    fill(client)
    hand_in(client)
    client.post("/apply/papers/", {"kind": "identity", "papers": [upload(photo())]})
    paper = Household.objects.get().attachments.get()
    assert (paper.kind, paper.uploaded_by) == (AttachmentKind.IDENTITY, officer)
    take_application(handed[0], by=officer)
    page = client.post("/apply/papers/", {"kind": "income", "papers": [upload(photo())]})
    assert "直接交给工会" in page.content.decode()


def test_what_is_no_paper_is_refused_by_its_content(fill):
    client = fill()
    hand_in(client)
    page = client.post("/apply/papers/", {"kind": "identity", "papers": [upload(b"MZ\x90\x00")]})
    assert "没有上传" in page.content.decode()
    assert not Household.objects.get().attachments.exists()


def test_a_stranger_cannot_fill_the_disk(stranger, officer, as_user):
    def send(client):
        return client.post("/apply/", {"code": "x", "f": SimpleUploadedFile("x.bin", b"\0" * 13 * 1024 * 1024)})

    assert send(stranger).status_code == 400
    assert send(as_user(officer)).status_code == 200


def test_no_search_engine_keeps_the_pages(stranger):
    for path in ("/apply/", "/apply/status/", "/apply/fill/worker/"):
        page = stranger.get(path)
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]


def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/apply/", {"code": "x", "phone_tail": "7358"}).status_code == 403


def test_an_unknown_step_is_not_found(stranger):
    assert stranger.get("/apply/fill/secret/").status_code == 404
