"""Pages are packed for the way; files go as they are, with their length."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.test import RequestFactory

from core.middleware import PackedPages

PAGE = "困难职工档案" * 200


def answered(response):
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    return PackedPages(lambda request: response)(request)


def test_a_page_is_packed():
    answer = answered(HttpResponse(PAGE))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == PAGE


@pytest.mark.parametrize("rows", [HttpResponse(PAGE, content_type="text/csv"), JsonResponse({"rows": PAGE})])
def test_what_is_no_page_goes_as_it_is(rows):
    assert "Content-Encoding" not in answered(rows)


def test_a_file_keeps_its_length(tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(bytes(5000))
    with path.open("rb") as file:
        assert answered(FileResponse(file))["Content-Length"] == "5000"
