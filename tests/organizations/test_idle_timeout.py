"""A session without a request for IDLE_MINUTES ends; a page that asks by itself does not keep it alive."""

import time

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as product_urls
from organizations.enums import AccessVerb
from organizations.http import polling
from organizations.middleware import LAST_SEEN
from tests.support.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@polling
def progress(request):
    return HttpResponse("40 %")


urlpatterns = [*product_urls, path("progress/", progress)]


@pytest.fixture
def client(officer):
    browser = Client()
    browser.post("/login/", {"username": "officer", "password": PASSWORD})
    return browser


def let_minutes_pass(client, minutes):
    session = client.session
    session[LAST_SEEN] -= minutes * 60
    session.save()


def test_work_with_short_breaks_goes_on(client):
    for _break in range(3):
        let_minutes_pass(client, 29)
        assert client.get("/me/").status_code == 200


def test_idle_session_ends_and_login_says_why_and_leads_back(client, log_lines):
    let_minutes_pass(client, 31)
    response = client.get("/me/?a=1", follow=True)
    assert response.redirect_chain == [("/login/?next=%2Fme%2F%3Fa%3D1", 302)]
    assert "您已 30 分钟没有操作，为保护档案信息已自动退出，请重新登录。" in response.content.decode()
    assert log_lines(AccessVerb.LOGOUT) == [("officer", "officer", "超时退出")]


def test_form_sent_too_late_leads_back_to_its_own_page(client):
    let_minutes_pass(client, 31)
    response = client.post("/password/", {}, HTTP_REFERER="http://testserver/password/")
    assert response.url == "/login/?next=%2Fpassword%2F"


def test_part_of_a_page_asked_for_too_late_sends_the_whole_page_to_the_login(client):
    let_minutes_pass(client, 31)
    response = client.get("/me/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/unions/?q=a")
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/login/?next=%2Funions%2F%3Fq%3Da")


def test_polling_does_not_keep_a_session_alive(client):
    let_minutes_pass(client, 20)
    assert client.get("/progress/").status_code == 200
    let_minutes_pass(client, 11)
    assert client.get("/progress/").status_code == 302


def test_session_is_written_at_most_once_a_minute(client):
    before = client.session[LAST_SEEN]
    client.get("/me/")
    assert client.session[LAST_SEEN] == before
    let_minutes_pass(client, 2)
    client.get("/me/")
    assert time.time() - client.session[LAST_SEEN] < 10


def test_minutes_are_a_setting(client, settings):
    settings.IDLE_MINUTES = 5
    let_minutes_pass(client, 6)
    assert client.get("/me/").status_code == 302
