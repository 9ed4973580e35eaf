"""Many booklets in one file: fonts once, tags and outline joined, each counted by itself; volumes; single files."""

import io
import zipfile

import pikepdf
import pytest

from households.models import Household
from organizations.enums import Role
from reports.booklet.batch import Leaf, bind, bind_singly, bind_volumes, helpers, leaves_of
from reports.booklet.loading import load_booklets, numbers_for
from reports.booklet.merge import Stamp
from reports.booklet.printing import print_booklet
from tests.reports.booklet_case import embedded_fonts, full_household, is_a, opened, text_of
from tests.support.factories import user_with
from tests.support.once import made_once

pytestmark = pytest.mark.django_db
STAMP = Stamp("户户清表册 3 户", "打印时间 2026-03-02 09:00")


@pytest.fixture(scope="module")
def officer(django_db_setup, django_db_blocker, tmp_path_factory):
    """经办 of 建水县, of all tests of this module, as all that follows."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        yield user_with(Role.OFFICER, "532524", username="officer", name="经办员")


@pytest.fixture(scope="module")
def leaves(officer) -> list[Leaf]:
    for name in ("钱一", "孙二", "李三"):
        full_household(officer, worker=name)
    booklets = load_booklets(Household.objects.all(), in_full=numbers_for(officer))
    return list(leaves_of(booklets, count=3))


@pytest.fixture(scope="module")
def bound(leaves, tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("bound") / "bound.pdf"
    bind(leaves, STAMP, path)
    return path.read_bytes()


def test_fonts_stand_once_however_many_households(bound, leaves, officer):
    single = print_booklet(Household.objects.first(), by=officer)
    assert embedded_fonts(opened(bound)) == embedded_fonts(opened(single))
    assert len(bound) < 1.5 * len(single)


def test_each_booklet_counts_its_own_pages(bound, leaves):
    pages = text_of(bound).replace(" ", "").split("\f")
    assert len(pages) - 1 == 24
    for number, leaf in enumerate(leaves):
        for page in (1, 8):
            text = pages[number * 8 + page - 1]
            assert f"第{page}页共8页" in text
            assert leaf.archive_no in text
        assert leaf.name in pages[number * 8]


def test_the_outline_leads_to_each_household_and_its_parts(bound, leaves):
    with opened(bound).open_outline() as outline:
        assert [entry.title for entry in outline.root] == [f"{leaf.name} {leaf.archive_no}" for leaf in leaves]
        assert [len(entry.children) for entry in outline.root] == [6, 6, 6]


def test_the_tags_of_all_are_joined_and_every_name_is_unique(bound):
    document = opened(bound)
    tree = document.Root.StructTreeRoot
    assert [str(element.S) for element in tree.K] == ["/Document"] * 3
    assert [int(key) for key in list(tree.ParentTree.Nums)[::2]] == list(range(24))
    assert [int(page.StructParents) for page in document.pages] == list(range(24))
    heads = [str(thing.ID) for thing in document.objects if is_a(thing, "/StructElem") and "/ID" in thing]
    assert len(heads) == len(set(heads))


def test_a_tag_names_the_page_that_it_stands_on(bound):
    document = opened(bound)
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    for page, owners in zip(document.pages, numbers[1::2], strict=True):
        assert all(pikepdf.Page(owner.Pg) == page for owner in owners)


def test_a_long_selection_comes_in_volumes(leaves, tmp_path):
    bind_volumes(leaves, STAMP, tmp_path / "all.zip", size=2)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == ["户户清表册-第1册.pdf", "户户清表册-第2册.pdf"]
        assert [len(opened(archive.read(name)).pages) for name in archive.namelist()] == [16, 8]
    assert [path.name for path in tmp_path.glob("all.*")] == ["all.zip"]


def test_singly_each_household_has_a_whole_file(leaves, tmp_path):
    bind_singly(leaves, STAMP, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == [f"{leaf.archive_no}-{leaf.name}.pdf" for leaf in leaves]
        for leaf in leaves:
            document = pikepdf.open(io.BytesIO(archive.read(f"{leaf.archive_no}-{leaf.name}.pdf")))
            assert leaf.archive_no in str(document.docinfo["/Title"])
            assert len(document.pages) == 8


@pytest.mark.slow
def test_helper_processes_set_the_same_pages_as_this_one(leaves, officer, settings, tmp_path):
    settings.EXPORT_ROOT = tmp_path / "elsewhere"
    booklets = load_booklets(Household.objects.all(), in_full=numbers_for(officer))
    again = list(leaves_of(booklets, count=50))
    assert [leaf.archive_no for leaf in again] == [leaf.archive_no for leaf in leaves]
    assert [leaf.body.faces for leaf in again] == [leaf.body.faces for leaf in leaves]


@pytest.mark.slow
def test_no_helper_is_started_when_everything_was_printed_before(leaves, officer):
    booklets = load_booklets(Household.objects.all(), in_full=numbers_for(officer))
    assert len(list(leaves_of(booklets, count=50))) == 3


def test_few_forms_are_set_right_here():
    with helpers(3) as submit:
        assert submit(
            "<html lang='zh-CN'><head><title>x</title></head><body/></html>", "@page { size: A4 }", "x"
        ).done()
