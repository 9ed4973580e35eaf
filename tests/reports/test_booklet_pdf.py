"""The finished booklet: parts, text, fonts, tags, heads and feet."""

import re

import pikepdf
import pytest

from households.models import Member
from organizations.enums import Role
from pairing.models import Visit
from reports.booklet.printing import print_booklet
from tests.reports.booklet_case import PARTS, embedded_fonts, full_household, is_a, opened, text_of
from tests.support.factories import user_with
from tests.support.once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def officer(django_db_setup, django_db_blocker, tmp_path_factory):
    """经办 of 建水县, of all tests of this module, as all that follows."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        yield user_with(Role.OFFICER, "532524", username="officer", name="经办员")


@pytest.fixture(scope="module")
def household(officer):
    return full_household(officer)


@pytest.fixture(scope="module")
def pdf(household, officer):
    return print_booklet(household, by=officer)


def test_every_part_is_there_on_a_page_of_its_own(pdf):
    pages = text_of(pdf).split("\f")
    assert [next(page for page in range(2, 9) if part in pages[page - 1]) for part in PARTS] == [2, 4, 5, 6, 7, 8]


def test_names_and_figures_can_be_searched(pdf, household):
    text = text_of(pdf)
    worker = Member.objects.get(household=household, relation="self")
    for word in ("赵小兰", "赵一鸣", "王建国", worker.identity_no, "412.50", "3,000.00", "6223690912345678901"):
        assert word in text


def test_each_page_says_which_it_is_and_whose(pdf, household):
    pages = text_of(pdf).split("\f")[:8]
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共8页" in page.replace(" ", "")
        assert household.archive_no in page
        assert re.search(r"打印时间.\d{4}-\d\d-\d\d \d\d:\d\d", page)
        assert "经办员" in page


def test_it_is_tagged_for_accessibility_in_chinese_with_a_title(pdf, household):
    document = opened(pdf)
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "zh-CN"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert household.archive_no in metadata["dc:title"]


def test_every_mark_of_the_text_belongs_to_a_tag(pdf):
    document = opened(pdf)
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    owners = dict(zip([int(key) for key in list(numbers)[::2]], list(numbers)[1::2], strict=True))
    for page in document.pages:
        marks = {
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        }
        assert marks == set(range(len(owners[int(page.StructParents)])))


def test_tables_have_heads_that_cells_refer_to(pdf):
    document = opened(pdf)
    heads = [str(thing.ID) for thing in document.objects if is_a(thing, "/StructElem") and "/ID" in thing]
    named = {
        str(head)
        for thing in document.objects
        if is_a(thing, "/StructElem") and "/A" in thing
        for head in thing.A.get("/Headers", [])
    }
    assert len(heads) == len(set(heads)) > 100
    assert named <= set(heads)


def test_all_fonts_are_embedded_once(pdf):
    fonts = embedded_fonts(opened(pdf))
    assert len(fonts) == len(set(fonts)) > 0


def test_the_head_of_a_table_is_repeated_and_no_row_is_broken(household, officer):
    first = household.visits.first()
    for day in range(1, 29):
        first.pk = None
        first.client_id = f"00000000-0000-0000-0000-{day:012d}"
        first.on = first.on.replace(day=day)
        first.situation = f"开始{day}" + "走访情况较长需要好几行" * 6 + f"结束{day}"
        Visit(**{field.attname: getattr(first, field.attname) for field in Visit._meta.concrete_fields}).save()
    pages = text_of(print_booklet(household, by=officer), "-raw").split("\f")
    log = [re.sub(r"\s", "", page) for page in pages if "走访情况" in page]
    assert len(log) >= 3
    for page in log:
        assert "职工签字" in page
        assert re.findall(r"开始(\d+)走", page) == re.findall(r"结束(\d+)", page)


def test_the_masked_print_does_not_hold_a_number_anywhere(household):
    worker = Member.objects.get(household=household, relation="self")
    text = text_of(print_booklet(household, by=None))
    assert worker.identity_no not in text
    assert "13987300001" not in text
    assert worker.masked_identity_no in text


def test_markup_in_a_name_is_only_text(household, officer):
    Member.objects.filter(household=household, relation="son").update(name="<b>赵&一鸣</b>")
    assert "<b>赵&一鸣</b>" in re.sub(r"\s", "", text_of(print_booklet(household, by=officer)))
