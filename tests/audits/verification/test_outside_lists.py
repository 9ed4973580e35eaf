"""Lists of households without an archive: every fault by row and column, good rows kept, a second time harmless."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audits.actions.verification.outside import remove_outside, take_outside_list
from audits.actions.verification.projects import draw_sample
from audits.models import OutsideHousehold
from audits.verification.enums import PopulationClass
from audits.verification.outsidebook import (
    ADDRESS,
    IDENTITY,
    NAME,
    NUMBER,
    PHONE,
    UNION,
    WIDTHS,
    make_template,
    rows_of,
)
from audits.verification.population import outside_of
from core.errors import DomainError, NotAllowed
from tests.support.factories import HouseholdFactory, identity_no
from tests.support.verification import verification

pytestmark = pytest.mark.django_db
SOURCE = "红河州民政局低保边缘家庭名单"


def book(*rows: dict) -> SimpleUploadedFile:
    """Fill the heads of the template with rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet("未建档名单")
        for place, row in enumerate([dict(zip(WIDTHS, WIDTHS, strict=True)), *rows]):
            for column, head in enumerate(WIDTHS):
                sheet.write_string(place, column, row.get(head, ""))
    return SimpleUploadedFile("名单.xlsx", content.getvalue())


def home(number: str, **more) -> dict:
    return {NUMBER: number, NAME: "钱大海", UNION: "532524", **more}


@pytest.fixture
def found(provincial):
    return verification(provincial, code="532500", classes=list(PopulationClass))


@pytest.fixture
def take(found, provincial):
    return lambda *rows, source=SOURCE: take_outside_list(found, book(*rows), by=provincial, source=source)


def test_rows_are_taken_over_once_and_corrected_by_the_next_file(take, found):
    rows = [home("MZ-1", **{IDENTITY: identity_no(), PHONE: "13987654321"}), home("MZ-2", **{UNION: "建水县总工会"})]
    assert (take(*rows).added, take(*rows).present) == (2, 2)
    corrected = take({**rows[0], ADDRESS: "建水县临安镇 3 号"}, rows[1])
    assert (corrected.added, corrected.changed, corrected.present) == (0, 1, 1)
    first, second = found.outside.order_by("number")
    assert (first.address, first.source, second.union.code) == ("建水县临安镇 3 号", SOURCE, "532524")


def test_every_fault_of_every_row_is_named_and_the_good_row_kept(take, found):
    filed = HouseholdFactory()
    identity = filed.members.workers().get().identity_no
    take(home("OLD-1"), source="另一份名单")
    wrong = {NUMBER: "MZ-2", IDENTITY: "53252419700421831", UNION: "昆明市总工会"}
    more = [home("MZ-1"), home(filed.archive_no), home("MZ-5", **{IDENTITY: identity}), home("OLD-1"), home("MZ|7")]
    result = take(home("MZ-1"), wrong, *more)
    named = [(fault.row, fault.column) for fault in result.faults]
    assert named[:3] == [(3, NAME), (3, IDENTITY), (3, UNION)]
    assert named[3:] == [(4, NUMBER), (5, NUMBER), (6, IDENTITY), (7, NUMBER), (8, NUMBER)]
    assert filed.archive_no in result.faults[5].reason
    assert (result.added, found.outside.filter(source=SOURCE).get().number) == (1, "MZ-1")


def test_the_number_of_a_row_is_nobodys_own_since_all_may_draw_again_with_it(take, found):
    wrong = [home(number) for number in (identity_no(), f"低{identity_no()}", "13987654321")]
    assert [(fault.row, fault.column) for fault in take(*wrong, home("MZ-1")).faults] == [
        (row, NUMBER) for row in (2, 3, 4)
    ]
    assert found.outside.get().number == "MZ-1"


def test_the_template_can_be_filled_in_and_read(db):
    assert rows_of(SimpleUploadedFile("模板.xlsx", make_template())) == []


def test_what_is_no_such_workbook_is_said(found, provincial):
    with pytest.raises(DomainError) as refusal:
        take_outside_list(found, SimpleUploadedFile("名单.xlsx", b"no workbook"), by=provincial, source=SOURCE)
    assert refusal.value.field == "book"


def test_the_statements_do_not_grow_with_the_rows(take, django_assert_num_queries):
    for many in (1, 5):
        with django_assert_num_queries(9):
            take(*(home(f"{many}-{place}") for place in range(many)), source=f"名单{many}")


def test_a_drawn_list_is_neither_added_to_nor_removed_from(take, found, provincial, officer):
    take(home("MZ-1"))
    with pytest.raises(NotAllowed):
        remove_outside(found, by=officer)
    found.classes = [PopulationClass.NOT_FILED]
    found.save(update_fields=["classes"])
    draw_sample(found, by=provincial)
    with pytest.raises(DomainError, match="不能再改"):
        take(home("MZ-2"))
    with pytest.raises(DomainError, match="不能再改"):
        remove_outside(found, by=provincial)


def test_the_page_takes_shows_masked_and_removes(found, provincial):
    client, address = Client(), reverse("verification_outside", args=[found.pk])
    client.force_login(provincial)
    number = identity_no()
    page = client.post(address, {"source": SOURCE, "book": book(home("MZ-1", **{IDENTITY: number}), home("MZ-2"))})
    assert page.context["result"].added == 2
    assert number not in page.content.decode()
    client.post(reverse("outside_remove", args=[found.pk]), {"number": ["MZ-1"]})
    assert list(OutsideHousehold.objects.values_list("number", flat=True)) == ["MZ-2"]
    client.post(reverse("outside_remove", args=[found.pk]), {"all": "1"})
    assert not OutsideHousehold.objects.exists()


def test_who_came_on_file_since_the_list_was_taken_is_not_drawn_from_it(take, found):
    known = identity_no()
    take(home("MZ-1", **{IDENTITY: known}), home("MZ-2"))
    HouseholdFactory().members.update(identity_no=known)
    assert [one.number for one in outside_of(found)] == ["MZ-2"]
