"""What is said of other archives while somebody types a person."""

import datetime

import pytest
from django.urls import reverse

from households.enums import Likeness, Status
from tests.support.factories import HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db
BORN = datetime.date(1979, 4, 12)
URL = "/duplicates/typed/"


@pytest.fixture
def there(db):
    worker = {"worker__birth_date": BORN, "worker__phone": "13987311111"}
    return HouseholdFactory(worker="赵小兰", card_no="6217000000000001", **worker)


@pytest.fixture
def typed(officer, as_user):
    client = as_user(officer)
    return lambda **said: client.post(URL, said)


def test_the_same_number_stops(there, typed):
    number = there.members.get().identity_no
    page = typed(identity_no=f" {number.lower()} ", name="另一个名字")
    assert page.context["same"].household == there
    assert "不能重复建档" in page.content.decode()
    assert number not in page.content.decode()


def test_a_number_half_typed_finds_nothing(there, typed):
    page = typed(identity_no=there.members.get().identity_no[:17])
    assert page.content.decode().strip() == ""


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"name": "赵晓兰", "birth_date": "1979-04-12"}, [Likeness.NAME]),
        ({"phone": "139-8731-1111"}, [Likeness.PHONE]),
        ({"card_no": "6217 0000 0000 0001"}, [Likeness.CARD]),
        (
            {"name": "赵小兰", "birth_date": "1979-04-12", "phone": "13987311111", "card_no": "6217000000000001"},
            [Likeness.NAME, Likeness.PHONE, Likeness.CARD],
        ),
    ],
)
def test_what_is_alike_warns_with_the_reasons(there, typed, said, reasons):
    [hit] = typed(**said).context["hits"]
    assert (hit.household, list(hit.reasons)) == (there, reasons)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": "赵小兰"},
        {"birth_date": "1979-04-12"},
        {"name": "赵小兰", "birth_date": "1979-13-45"},
        {"name": "赵小兰", "birth_date": "1980-04-12"},
        {"name": "钱多多", "birth_date": "1979-04-12"},
        {"phone": "1111"},
        {"name": "赵\x00", "birth_date": "x" * 500, "phone": "'; --", "card_no": "<b>"},
    ],
)
def test_what_says_nothing_finds_nothing(there, typed, said):
    page = typed(**said)
    assert (page.status_code, page.content.decode().strip()) == (200, "")


def test_numbers_are_shown_masked(there, typed):
    page = typed(phone="13987311111").content.decode()
    assert "139****1111" in page
    assert "13987311111" not in page


def test_a_closed_archive_is_no_hit(typed):
    HouseholdFactory(worker="赵小兰", status=Status.EXITED, worker__birth_date=BORN)
    assert typed(name="赵小兰", birth_date="1979-04-12").context["hits"] == []


def test_of_an_archive_elsewhere_only_the_union_is_told(typed):
    other = HouseholdFactory(worker="钱多多", union=union("530100"), worker__birth_date=BORN)
    number = other.members.get().identity_no
    for page in (typed(name="钱多多", birth_date="1979-04-12"), typed(identity_no=number)):
        words = page.content.decode()
        assert other.union.name in words
        assert not [secret for secret in ("钱多多", other.archive_no, number[:6]) if secret in words]


def test_an_archive_is_no_duplicate_of_itself(there, typed):
    said = {"name": "赵小兰", "birth_date": "1979-04-12", "identity_no": there.members.get().identity_no}
    page = typed(beside=there.archive_no, **said)
    assert (page.context["same"], page.context["hits"]) == (None, [])


def test_beside_an_archive_elsewhere_means_nothing(typed):
    other = HouseholdFactory(worker="钱多多", union=union("530100"), worker__birth_date=BORN)
    page = typed(beside=other.archive_no, name="钱多多", birth_date="1979-04-12")
    assert len(page.context["hits"]) == 1


def test_a_child_is_compared_as_a_child(there, typed):
    MemberFactory(household=there, name="赵明轩", birth_date=BORN, identity_no="", phone="")
    child = {"relation": "son", "birth_date": "1979-04-12"}
    assert typed(name="赵铭轩", **child).context["hits"] == []
    assert len(typed(name="赵明轩", **child).context["hits"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_do_not_grow_with_the_hits(typed, count, django_assert_num_queries):
    for _number in range(count):
        HouseholdFactory(worker="赵小兰", card_no="6217000000000001", worker__birth_date=BORN)
    said = {"name": "赵小兰", "birth_date": "1979-04-12", "card_no": "6217000000000001"}
    with django_assert_num_queries(7):
        assert len(typed(**said).context["hits"]) == count


@pytest.mark.parametrize("who", ["reviewer", "cadre", "registrar", "sysadmin"])
def test_only_officers_ask(request, as_user, who):
    assert as_user(request.getfixturevalue(who)).post(URL).status_code == 403


def test_the_forms_ask_while_one_types(officer, as_user, household):
    client = as_user(officer)
    for url in (reverse("household_create"), reverse("member_add", args=[household.archive_no])):
        assert f'hx-post="{URL}"' in client.get(url).content.decode()


def test_two_archives_are_compared_side_by_side(there, household, officer, as_user):
    url = reverse("household_compare", args=[household.archive_no, there.archive_no])
    page = as_user(officer).get(url)
    rows = {row.label: row for section in page.context["sections"] for row in section.rows}
    assert (rows["姓名"].is_same, rows["身份证号"].differs) == (True, True)
    assert household.members.get().identity_no not in page.content.decode()
