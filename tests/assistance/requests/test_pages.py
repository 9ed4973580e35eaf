"""The pages of single applications."""

import uuid

import pytest
from django.urls import reverse

from assistance.models import AidRequest
from organizations.models import AccessLog
from reviews.actions.deciding import return_review
from tests.support.aid_requests import asked, item_with_rule
from tests.support.batches import BatchFactory, LineFactory
from tests.support.ceilings import bill
from tests.support.factories import HouseholdFactory, union


def form_of(item, **facts) -> dict:
    return {"item": item.pk, "amount": "800", "reason": "住院", "client_id": str(uuid.uuid4())} | facts


def test_an_officer_applies_on_the_page_with_bills(household, officer, as_user):
    paper, item = bill(household, 500, by=officer), item_with_rule()
    url = reverse("aid_request_create", args=[household.archive_no])
    page = as_user(officer).post(url, form_of(item, reason=""))
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["reason"])
    page = as_user(officer).post(url, form_of(item, bills=[paper.pk]), follow=True)
    request = AidRequest.objects.get()
    assert list(request.bills.all()) == [paper]
    assert f"已提交赵小兰的“生活救助”申请，编号 {request.number}。" in page.content.decode()


def test_what_the_rule_gives_is_shown_beside(household, officer, as_user):
    url = reverse("aid_request_proposal", args=[household.archive_no])
    client, item = as_user(officer), item_with_rule()
    assert "选好帮扶项目后" in client.post(url).content.decode()
    page = client.post(url, {"item": item.pk, "amount": "1500"}).content.decode()
    assert "1,000.00" in page
    assert "超过标准" in page
    assert "超过标准" not in client.post(url, {"item": item.pk}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(officer, as_user, count, django_assert_num_queries):
    item = item_with_rule()
    for _number in range(count):
        asked(HouseholdFactory(), officer, item=item)
    client = as_user(officer)
    with django_assert_num_queries(8):
        page = client.get(reverse("aid_requests"), {"status": "under_review"})
    assert len(page.context["page"]) == count


def test_the_page_of_one_is_logged_and_closed_to_others(household, officer, reviewer, outsider, cadre, as_user):
    request = asked(household, officer)
    url = request.get_absolute_url()
    assert as_user(outsider).get(url).status_code == 404
    assert as_user(cadre).get(url).status_code == 403
    page = as_user(reviewer).get(url)
    assert ["测算金额", "1,000.00 元"] in page.context["measured"]
    assert AccessLog.objects.filter(user=reviewer, subject=household.archive_no, detail="单户帮扶申请").exists()


def test_a_line_leads_to_its_batch_for_who_may_see_that(household, officer, as_user):
    request = asked(household, officer)
    own, above = LineFactory(household=household, request=request), BatchFactory(union=union("532500"))
    far = LineFactory(batch=above, household=household, request=request, once_key="made up")
    lines = {line: line.sees_batch for line in as_user(officer).get(request.get_absolute_url()).context["payments"]}
    assert lines == {own: True, far: False}
    page = as_user(officer).get(request.get_absolute_url()).content.decode()
    assert f'href="{own.batch.get_absolute_url()}"' in page
    assert f'href="{above.get_absolute_url()}"' not in page


def test_a_decider_reads_what_it_rests_on(household, officer, reviewer, as_user):
    request = asked(household, officer, item=item_with_rule(papers=["medical"]), amount=1200)
    page = as_user(reviewer).get(reverse("aid_request_evidence", args=[request.review_id]))
    assert "超过标准上限 1,000.00 元" in page.context["beyond"]
    assert len(page.context["missing"]) == 1
    review = as_user(reviewer).get(request.review.get_absolute_url())
    assert (review.context["evidence_url"], review.context["subject_url"]) == (
        f"/reviews/{request.review_id}/aid-request/",
        request.get_absolute_url(),
    )


def test_a_returned_one_is_corrected_on_the_page(household, officer, reviewer, as_user):
    request = asked(household, officer)
    url, client = reverse("aid_request_edit", args=[request.pk]), as_user(officer)
    assert client.get(url).status_code == 403
    step = request.review.procedure.steps.get(number=1)
    return_review(request.review, by=reviewer, to_step=step, reason="请核对金额")
    seen = client.get(url).context["form"].seen
    answer = client.post(url, {"amount": "600", "reason": "住院自付", "stage": "", "seen": seen})
    assert answer.url == request.review.get_absolute_url()
    assert AidRequest.objects.get().amount == 600


def test_the_tab_of_the_household_leads_there(household, officer, registrar, as_user):
    request = asked(household, officer)
    url = reverse("household_aid", args=[household.archive_no])
    page = as_user(officer).get(url).content.decode()
    assert reverse("aid_request_create", args=[household.archive_no]) in page
    assert request.number in page
    assert (
        reverse("aid_request_create", args=[household.archive_no]) not in as_user(registrar).get(url).content.decode()
    )
