"""What people see when something went wrong, and what watches the system."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as product_urls
from core.errors import Conflict, DomainError, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    *product_urls,
    path("refused/", raising(DomainError("档案已注销，不能再登记走访。"))),
    path("conflict/", raising(Conflict("经办员刚刚已登记。"))),
    path("not-allowed/", raising(NotAllowed("须由审核人员办理。"))),
    path("act/", require_POST(raising(ZeroDivisionError()))),
    path("forbidden/", raising(PermissionDenied)),
    path("broken/", raising(ZeroDivisionError())),
]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refused/", 400, "档案已注销，不能再登记走访。"),
        ("/conflict/", 409, "经办员刚刚已登记。"),
        ("/not-allowed/", 403, "须由审核人员办理。"),
        ("/act/", 405, "这个地址只用来提交"),
        ("/forbidden/", 403, "您的角色不能打开这个页面"),
        ("/nowhere/", 404, "没有这个页面，或者它不在您的工作范围内"),
    ],
)
def test_refusals_are_pages_in_words(as_user, officer, address, status, words):
    answer = as_user(officer).get(address)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


@pytest.mark.parametrize(("method", "kept"), [("get", False), ("post", True)])
def test_only_who_sent_a_form_is_told_that_it_is_still_there(as_user, officer, method, kept):
    page = getattr(as_user(officer), method)("/refused/").content.decode()
    assert ("填写的内容还在" in page, "回到首页" in page) == (kept, not kept)


def test_page_that_does_not_exist_needs_no_login_to_say_so(client):
    answer = client.get("/nowhere/")
    assert (answer.status_code, "没有找到" in answer.content.decode()) == (404, True)


def test_fault_of_the_system_says_what_to_do(as_user, officer):
    client = as_user(officer)
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert (answer.status_code, "请联系系统管理员" in answer.content.decode()) == (500, True)


def test_form_from_an_old_page_says_what_to_do(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post("/password/", {"old_password": "x"})
    assert (answer.status_code, "页面已过期，尚未保存" in answer.content.decode()) == (403, True)


def test_health_needs_no_login(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "queued": 0})


def test_health_without_a_database_says_so(client):
    with transaction.atomic():
        transaction.set_rollback(True)  # from here on the database answers nothing
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})


@pytest.mark.parametrize("address", ["/households/%00/", "/households/?union=%00", "/accounts/%00/"])
def test_what_no_text_can_hold_is_no_fault_of_the_system(as_user, officer, address):
    answer = as_user(officer).get(address)
    assert (answer.status_code, "无法识别的字符" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("address", ["/", "/households/", "/nowhere/", "/refused/", "/not-allowed/"])
def test_no_browser_keeps_a_page(as_user, officer, address):
    assert "no-store" in as_user(officer).get(address)["Cache-Control"]
