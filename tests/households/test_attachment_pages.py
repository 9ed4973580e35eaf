"""Files of an archive on screen: adding several, looking at one, what the browser may do with it, removing."""

import pytest
from django.urls import reverse

from households.actions.attachments import attach_file
from households.enums import AttachmentKind
from households.models import Attachment
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.files import paper, photo, picture, upload
from tests.support.life import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(household):
    return reverse("household_attachments", args=[household.archive_no])


@pytest.fixture
def attach(household, officer):
    def attach(data=None, kind=AttachmentKind.INCOME, title="工资证明", by=officer):
        return attach_file(household, by=by, kind=kind, title=title, upload=upload(data or photo()))

    return attach


def page(name, attachment):
    return reverse(name, args=[attachment.household.archive_no, attachment.pk])


def test_several_files_are_added_at_once(as_user, officer, household, url):
    papers = [upload(photo(), "首页.jpg"), upload(paper(), "第二页.pdf"), upload(picture(), "第三页.png")]
    response = as_user(officer).post(url, {"kind": AttachmentKind.HOUSEHOLD_BOOK, "papers": papers}, follow=True)
    titles = household.attachments.order_by("id").values_list("title", flat=True)
    assert list(titles) == ["首页", "第二页", "第三页"]
    assert "已上传 3 个附件" in response.content.decode()


def test_what_is_refused_is_named_and_the_rest_is_kept(as_user, officer, household, url):
    papers = [upload(photo(), "好.jpg"), upload(b"<html>", "坏.jpg")]
    response = as_user(officer).post(url, {"kind": AttachmentKind.OTHER, "papers": papers})
    content = response.content.decode()
    assert "“坏.jpg”没有上传：文件内容不是 JPG、PNG 图片或 PDF" in content
    assert "已上传 1 个附件" in content
    assert household.attachments.get().title == "好"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": AttachmentKind.OTHER}, "请上传文件。"),
        ({"papers": [upload(photo())]}, "请选择附件类型。"),
        ({"kind": "virus", "papers": [upload(photo())]}, "所选附件类型不在可选范围内"),
        ({"kind": AttachmentKind.OTHER, "papers": [upload(photo())] * 21}, "一次最多上传 20 个文件"),
    ],
)
def test_what_the_form_asks_for(as_user, officer, url, typed, words):
    assert words in as_user(officer).post(url, typed).content.decode()
    assert not Attachment.objects.exists()


def test_a_file_is_given_under_its_own_type_with_everything_locked(as_user, officer, attach):
    response = as_user(officer).get(page("attachment", attach()))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%E5%B7%A5")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"\xff\xd8\xff")


def test_a_pdf_is_shown_in_the_browsers_own_page_and_saved_when_asked(as_user, officer, attach):
    url = page("attachment", attach(paper()))
    client = as_user(officer)
    shown, saved = client.get(url), client.get(f"{url}?download=1")
    assert (shown["Content-Type"], saved["Content-Type"]) == ("application/pdf",) * 2
    assert "sandbox" not in shown["Content-Security-Policy"]
    assert "sandbox" in saved["Content-Security-Policy"]
    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert saved["Content-Disposition"].endswith(".pdf")


def test_giving_a_file_leaves_a_line_and_a_small_picture_does_not(as_user, officer, attach, household):
    kept, client = attach(), as_user(officer)
    client.get(page("attachment_thumbnail", kept))
    assert not AccessLog.objects.exists()
    client.get(page("attachment", kept))
    line = AccessLog.objects.get()
    assert (line.verb, line.subject, line.detail) == (AccessVerb.DOWNLOAD, household.archive_no, "工资证明")


def test_papers_with_whole_numbers_open_for_those_who_may_see_such_numbers(as_user, officer, registrar, attach, url):
    kept = attach(kind=AttachmentKind.IDENTITY)
    reader = as_user(registrar)
    assert reader.get(page("attachment", kept)).status_code == 403
    assert reader.get(page("attachment_thumbnail", kept)).status_code == 403
    assert page("attachment_thumbnail", kept) not in reader.get(url).content.decode()
    assert as_user(officer).get(page("attachment", kept)).status_code == 200


def test_a_cadre_sees_the_identity_card_that_the_cadre_photographed(as_user, cadre, attach):
    assert as_user(cadre).get(page("attachment", attach(kind=AttachmentKind.IDENTITY, by=cadre))).status_code == 200


def test_a_pdf_has_no_small_picture(as_user, officer, attach):
    assert as_user(officer).get(page("attachment_thumbnail", attach(paper()))).status_code == 404


def test_a_removed_file_is_gone_for_everybody(as_user, officer, attach, url):
    kept, client = attach(), as_user(officer)
    assert client.post(page("attachment_remove", kept)).url == url
    assert client.get(page("attachment", kept)).status_code == 404
    assert client.get(url).context["files"] == []
    assert client.post(page("attachment_remove", kept)).url == url


def test_a_cadre_removes_only_what_the_cadre_has_added(as_user, cadre, attach):
    client = as_user(cadre)
    assert client.post(page("attachment_remove", attach())).status_code == 403
    own = attach(picture(), by=cadre)
    assert client.post(page("attachment_remove", own)).status_code == 302


def test_files_stand_in_the_order_of_the_list_of_papers(as_user, officer, attach, url):
    attach(kind=AttachmentKind.OTHER, title="丙")
    attach(kind=AttachmentKind.IDENTITY, title="甲")
    attach(kind=AttachmentKind.INCOME, title="乙")
    files = as_user(officer).get(url).context["files"]
    assert [item["file"].title for item in files] == ["甲", "乙", "丙"]


def test_a_file_of_an_exited_archive_can_still_be_read(as_user, officer, attach, household):
    kept = attach()
    put(household, "exited")
    assert as_user(officer).get(page("attachment", kept)).status_code == 200
    assert as_user(officer).post(page("attachment_remove", kept)).status_code == 403
