"""Adding a file to an archive: what is kept, what is dropped from it, what is refused."""

import io
import time

import pytest
from PIL import Image

from core import files
from core.errors import DomainError
from households.actions.attachments import attach_file, remove_attachment
from households.enums import AttachmentKind, Status
from households.models import Attachment
from tests.support.factories import HouseholdFactory
from tests.support.files import (
    paper,
    paper_bomb,
    paper_with_script,
    photo,
    photo_with_place,
    picture,
    picture_bomb,
    upload,
)

pytestmark = pytest.mark.django_db
HTML = b"<!doctype html><script>alert(1)</script>"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(24)


@pytest.fixture
def attach(household, officer):
    def attach(data, *, kind=AttachmentKind.IDENTITY, title="", name="身份证.jpg"):
        return attach_file(household, by=officer, kind=kind, title=title, upload=upload(data, name))

    return attach


def test_a_photo_is_kept_under_the_name_of_its_content(attach, officer, settings):
    kept = attach(photo(), title="赵小兰身份证")
    assert (kept.title, kept.content_type, kept.uploaded_by) == ("赵小兰身份证", "image/jpeg", officer)
    assert kept.path.read_bytes() == files.Content(kept.path.read_bytes(), "image/jpeg").data
    assert files.Content(kept.path.read_bytes(), "").sha256 == kept.sha256 == kept.path.name
    assert kept.size == kept.path.stat().st_size
    assert kept.path.is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("户口簿首页.jpg", "户口簿首页"),
        ("赵小兰53252419900101001X身份证.jpg", "赵小兰532524********001X身份证"),
        ("13987301234_6228480402564890018.jpg", "139****1234_***************0018"),
        ("532524202600001 IMG_20261126_123456.jpg", "532524202600001 IMG_20261126_123456"),
    ],
)
def test_a_file_without_a_title_is_called_as_it_was_but_for_the_numbers_of_people(attach, name, title):
    assert attach(photo(), name=name).title == title


def test_a_photo_loses_the_place_where_it_was_taken_and_stands_upright(attach):
    kept = attach(photo_with_place())
    with Image.open(kept.path) as image:
        assert image.size == (240, 320)
        assert not image.getexif()
        assert "comment" not in image.info
    assert b"GPS" not in kept.path.read_bytes()
    assert b"Secret phone" not in kept.path.read_bytes()


def test_what_hangs_behind_a_picture_is_dropped(attach):
    kept = attach(photo() + HTML)
    assert b"script" not in kept.path.read_bytes()


def test_a_very_large_photo_is_made_smaller(attach):
    kept = attach(photo(size=(5000, 2500)))
    with Image.open(kept.path) as image:
        assert image.size == (4000, 2000)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "I;16"])
def test_every_kind_of_png_is_taken(attach, mode):
    assert attach(picture(mode)).content_type == "image/png"


def test_a_pdf_is_kept_byte_for_byte(attach):
    original = paper(pages=2)
    kept = attach(original, name="核对报告.pdf")
    assert (kept.content_type, kept.path.read_bytes()) == ("application/pdf", original)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (HTML, "只改扩展名没有用"),
        (b"MZ\x90\x00" + bytes(100), "只改扩展名没有用"),
        (b"GIF89a" + HTML, "只改扩展名没有用"),
        (b" " + paper(), "只改扩展名没有用"),
        (WEBP, "WebP"),
        (HEIC, "HEIC 格式的照片"),
        (b"PK\x03\x04" + bytes(60), "请另存为 PDF"),
        (b"\xff\xd8\xff\xe0" + HTML, "文件已损坏"),
        (photo(size=(640, 480))[:2500], "文件已损坏"),
        (b"%PDF-1.7\n" + HTML, "文件已损坏"),
        (paper(pages=0), "文件已损坏"),
        (paper(password="secret"), "打开密码"),
        (paper(script=True), "带有脚本"),
        (photo() + bytes(files.MAX_BYTES), "超过 10 MB"),
        (picture_bomb(), "图片尺寸过大"),
        (picture_bomb(side=9_000), "图片尺寸过大"),
    ],
)
def test_what_is_no_picture_or_pdf_is_refused(attach, data, message, settings):
    with pytest.raises(DomainError, match=message) as refusal:
        attach(data, name="照片.jpg")
    assert refusal.value.field == "file"
    assert Attachment.objects.count() == 0
    assert not list(settings.MEDIA_ROOT.rglob("*"))


@pytest.mark.parametrize("place", ["page", "link", "second step", "program", "file", "form"])
def test_a_script_is_found_wherever_it_hangs(attach, place):
    with pytest.raises(DomainError, match="带有脚本或内嵌文件"):
        attach(paper_with_script(place), name="扫描件.pdf")


def test_a_pdf_of_endless_parts_is_refused(attach, monkeypatch):
    monkeypatch.setattr(files, "MOST_PARTS", 2)
    with pytest.raises(DomainError, match="文件已损坏"):
        attach(paper(), name="扫描件.pdf")


def test_a_pdf_that_unpacks_without_end_is_refused_at_once(attach):
    bomb, started = paper_bomb(), time.process_time()
    with pytest.raises(DomainError, match="文件已损坏"):
        attach(bomb, name="扫描件.pdf")
    assert time.process_time() - started < 2


def test_the_same_paper_again_is_the_same_attachment(attach):
    assert attach(photo()) == attach(photo())
    assert attach(photo(), kind=AttachmentKind.OTHER) != attach(photo())


def test_the_same_photo_may_stand_on_two_visits(attach):
    first, second = attach(photo(), kind=AttachmentKind.PHOTO), attach(photo(), kind=AttachmentKind.PHOTO)
    assert (first.pk != second.pk, first.path) == (True, second.path)


def test_a_closed_archive_takes_no_files(officer):
    closed = HouseholdFactory(status=Status.EXITED)
    with pytest.raises(DomainError, match="不能再修改"):
        attach_file(closed, by=officer, kind=AttachmentKind.OTHER, title="", upload=upload(photo()))


def test_removing_hides_the_row_and_keeps_the_file(attach, household, officer):
    kept = attach(photo())
    removed = remove_attachment(kept, by=officer)
    assert (removed.removed_by, household.attachments.present().count()) == (officer, 0)
    assert removed.path.exists()


def test_removing_twice_changes_nothing(attach, officer, provincial):
    kept = remove_attachment(attach(photo()), by=officer)
    assert remove_attachment(kept, by=provincial).removed_by == officer


def test_a_removed_paper_can_be_added_again(attach, household, officer):
    remove_attachment(attach(photo()), by=officer)
    attach(photo())
    assert household.attachments.present().count() == 1


def test_a_thumbnail_is_small_and_made_once(attach):
    kept = attach(photo(size=(1600, 800)))
    path = files.small_picture(kept.sha256)
    stamp = path.stat().st_mtime_ns
    with Image.open(io.BytesIO(path.read_bytes())) as image:
        assert image.size == (200, 100)
    assert files.small_picture(kept.sha256).stat().st_mtime_ns == stamp
