"""The policy library: who keeps it, what it refuses, what takes the place of what, and what a reader finds."""

import datetime

import pytest
from django.urls import reverse

from assistance.actions.policies import edit_policy, publish_policy, reinstate_policy, supersede_policy
from assistance.models import Policy
from core import clock, files
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Department, Role
from tests.support.factories import union, user_with
from tests.support.files import paper, photo, upload

pytestmark = pytest.mark.django_db
DAY = datetime.date(2019, 6, 1)


def facts_of(**other) -> dict:
    facts = {"title": "困难职工档案管理办法", "number": "", "issuer": "红河州总工会", "group": "local"}
    facts |= {"department": Department.UNION, "union": union("532500"), "valid_from": DAY}
    return facts | other


@pytest.fixture
def prefect(db):
    return user_with(Role.OFFICER, "532500", username="prefect")


def written(prefect, **other) -> Policy:
    return publish_policy(by=prefect, facts=facts_of(**other))


def names(client, **query) -> list[str]:
    return [policy.title for policy in client.get(reverse("policies"), query).context["page"]]


def test_a_document_is_kept_with_its_file(prefect):
    made = publish_policy(by=prefect, facts=facts_of(), upload=upload(paper(), "办法.pdf"))
    assert (made.created_by, made.file_name, made.state) == (prefect, "办法.pdf", "in_force")
    assert files.path_of(made.file_sha256).stat().st_size == made.file_size


def test_only_officers_from_prefectures_up_keep_it(officer, outsider, registrar, prefect):
    for user in (officer, outsider, registrar):
        with pytest.raises(NotAllowed, match="经办人员维护"):
            publish_policy(by=user, facts=facts_of())
    with pytest.raises(NotAllowed):
        publish_policy(by=officer, facts=facts_of(union=union("532524")))
    made = written(prefect)
    for act in (
        lambda: edit_policy(made, by=officer, facts={"title": "改名"}),
        lambda: reinstate_policy(made, by=officer),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_document_does_not_leave_the_region_of_who_edits_it(prefect):
    with pytest.raises(NotAllowed):
        edit_policy(written(prefect), by=prefect, facts={"union": union("530000")})


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"valid_to": datetime.date(2019, 1, 1)}, ""),
        ({"on_card": True}, "benefit"),
        ({"title": ""}, "title"),
    ],
)
def test_what_does_not_hold_together_is_refused_with_its_field(prefect, other, field):
    with pytest.raises(DomainError) as refused:
        written(prefect, **other)
    assert refused.value.field == field


def test_the_same_title_from_the_same_day_is_entered_once(prefect):
    written(prefect)
    with pytest.raises(DomainError, match="已有同名"):
        written(prefect)


def test_a_picture_is_no_original(prefect):
    with pytest.raises(DomainError, match="请上传 PDF") as refused:
        publish_policy(by=prefect, facts=facts_of(), upload=upload(photo()))
    assert refused.value.field == "file"


def test_an_edit_writes_what_differs_and_keeps_the_file(prefect):
    made = publish_policy(by=prefect, facts=facts_of(), upload=upload(paper(), "办法.pdf"))
    saved = edit_policy(made, by=prefect, facts=facts_of(number="红工发〔2019〕8号"))
    assert (saved.number, saved.file_name) == ("红工发〔2019〕8号", "办法.pdf")
    again = edit_policy(made, by=prefect, facts=facts_of(), upload=upload(paper(pages=2), "新办法.pdf"))
    assert (again.file_name, again.file_sha256 != made.file_sha256) == ("新办法.pdf", True)


def test_the_history_keeps_what_a_document_said_and_who_changed_it(prefect):
    made = written(prefect)
    edit_policy(made, by=prefect, facts={"number": "红工发〔2019〕8号"})
    event = made.events.get()
    assert (event.number, event.pgh_context.metadata["user"]) == ("", prefect.pk)
    with pytest.raises(Conflict, match="修改了这一部分"):
        edit_policy(made, by=prefect, facts={"title": "另一个名称"}, seen="an older one")


def test_one_document_takes_the_place_of_another_until_that_is_taken_back(prefect):
    old, new = written(prefect), written(prefect, title="新办法")
    assert supersede_policy(old, by=prefect, successor=new).state == "superseded"
    assert supersede_policy(old, by=prefect, successor=new).superseded_by == new
    assert list(Policy.objects.in_force()) == [new]
    assert reinstate_policy(old, by=prefect).state == reinstate_policy(old, by=prefect).state == "in_force"


def test_no_document_takes_the_place_of_what_replaced_it(prefect):
    first, second, third = (written(prefect, title=title) for title in "甲乙丙")
    supersede_policy(first, by=prefect, successor=second)
    supersede_policy(second, by=prefect, successor=third)
    with pytest.raises(DomainError, match="不能反过来"):
        supersede_policy(third, by=prefect, successor=first)
    with pytest.raises(DomainError, match="已登记被《乙》取代"):
        supersede_policy(first, by=prefect, successor=third)
    with pytest.raises(DomainError, match="不能反过来"):
        supersede_policy(third, by=prefect, successor=third)


def test_what_holds_only_in_a_part_replaces_nothing_that_holds_in_the_whole(prefect, provincial):
    whole = publish_policy(by=provincial, facts=facts_of(union=union("530000")))
    with pytest.raises(DomainError, match="全部范围"):
        supersede_policy(whole, by=provincial, successor=written(prefect))


def test_states_follow_the_day(prefect):
    made = written(prefect, valid_to=datetime.date(2019, 12, 31))
    for day, state in ((DAY - datetime.timedelta(1), "coming"), (DAY, "in_force"), (datetime.date(2020, 1, 1), "over")):
        with clock.at(day):
            assert made.state == state
            assert list(Policy.objects.in_state(state)) == [made]


def test_the_list_is_found_by_state_shelf_and_words(prefect, officer, outsider, as_user):
    written(prefect, number="红工发〔2019〕8号", text="第一条 为规范档案管理")
    written(prefect, title="旧办法", valid_to=DAY, group="core")
    client = as_user(officer)
    assert names(client) == ["困难职工档案管理办法"]
    assert names(client, state="over", group="core") == ["旧办法"]
    assert names(client, state="", words="规范 红工发") == ["困难职工档案管理办法"]
    assert names(client, state="nonsense", department="nonsense", words="没有这个词") == []
    assert names(as_user(outsider), state="") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_few_and_many(prefect, officer, as_user, count, django_assert_num_queries):
    for number in range(count):
        old = written(prefect, title=f"办法{number}")
        supersede_policy(old, by=prefect, successor=written(prefect, title=f"新办法{number}"))
    client = as_user(officer)
    with django_assert_num_queries(5):
        client.get(reverse("policies"), {"state": ""})


def test_a_page_shows_the_chain_from_the_oldest_to_the_newest(prefect, as_user):
    titles = ["甲办法", "乙办法", "丙办法", "丁办法"]
    made = [written(prefect, title=title, valid_from=DAY.replace(day=n)) for n, title in enumerate(titles, 1)]
    for old, new in zip(made, made[1:], strict=False):
        supersede_policy(old, by=prefect, successor=new)
    for one in made:
        chain = as_user(prefect).get(one.get_absolute_url()).context["chain"]
        assert [policy.title for policy in chain] == titles


def test_the_file_is_served_as_a_pdf_and_not_outside_the_region(prefect, officer, outsider, as_user):
    sent = paper()
    made = publish_policy(by=prefect, facts=facts_of(), upload=upload(sent, "办法.pdf"))
    url = reverse("policy_file", args=[made.pk])
    response = as_user(officer).get(url)
    assert (response["Content-Type"], response.content) == ("application/pdf", sent)
    assert as_user(outsider).get(url).status_code == 404
    assert as_user(officer).get(reverse("policy_file", args=[written(prefect, title="无原件").pk])).status_code == 404


def form_of(**other) -> dict:
    sent = {
        "union": "532500",
        "group": "local",
        "title": "助学办法",
        "issuer": "红河州总工会",
        "department": "education",
    }
    return sent | {"valid_from": "2019-09-01"} | other


def test_the_form_enters_a_document_for_chosen_households(prefect, as_user):
    sent = form_of(needs=["education"], on_card="on", benefit="助学金", file=upload(paper(), "助学.pdf"))
    response = as_user(prefect).post(reverse("policy_create"), sent)
    made = Policy.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.needs, made.causes, made.on_card, made.file_name) == (["education"], [], True, "助学.pdf")
    assert made.is_for == [("针对的困难", "就学")]


def test_the_form_comes_back_filled_when_a_rule_refuses(prefect, as_user):
    response = as_user(prefect).post(reverse("policy_create"), form_of(on_card="on", file=upload(photo())))
    assert "请上传 PDF" in response.content.decode()
    assert 'value="助学办法"' in response.content.decode()
    assert not Policy.objects.exists()


def test_the_pages_edit_replace_and_take_back(prefect, as_user):
    old, new, client = written(prefect), written(prefect, title="新办法"), as_user(prefect)
    url, sent = reverse("policy_edit", args=[old.pk]), form_of(title="改过的办法")
    sent["seen_policy"] = client.get(url).context["form"].seen
    client.post(url, sent)
    told = client.post(url, again := sent | {"title": "再改的办法"})
    assert "修改了这一部分" in told.content.decode()
    client.post(url, again | {"seen_policy": told.context["form"].seen})
    client.post(reverse("policy_supersede", args=[old.pk]), {"successor": new.pk})
    old.refresh_from_db()
    assert (old.title, old.superseded_by) == ("再改的办法", new)
    assert "已被" in client.get(old.get_absolute_url()).content.decode()
    client.post(reverse("policy_reinstate", args=[old.pk]))
    old.refresh_from_db()
    assert old.superseded_by is None


def test_a_document_keeps_to_a_region_in_which_what_it_replaced_holds(prefect, provincial, as_user):
    old, new = written(prefect), written(provincial, title="省级办法", union=union("530000"))
    supersede_policy(old, by=prefect, successor=new)
    with pytest.raises(DomainError, match="须在其全部范围内施行") as refused:
        edit_policy(new, by=provincial, facts={"union": union("530100")})
    assert refused.value.field == "union"
    Policy.objects.filter(pk=new.pk).update(union=union("532500"))
    with pytest.raises(DomainError, match="施行范围以外"):
        edit_policy(old, by=provincial, facts={"union": union("530100")})


def test_the_page_of_a_document_opens_when_what_replaced_it_is_out_of_sight(prefect, as_user):
    old, new = written(prefect), written(prefect, title="新办法")
    supersede_policy(old, by=prefect, successor=new)
    Policy.objects.filter(pk=new.pk).update(union=union("530100"))
    assert as_user(prefect).get(reverse("policy", args=[old.pk])).status_code == 200
