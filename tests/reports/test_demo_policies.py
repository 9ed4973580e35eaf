"""The demo library: filled once, honest about what is made up and what was not found."""

import pytest

from assistance.models import Policy
from reports.demo.accounts import ensure_accounts
from reports.demo.policies import CARDS, DOCUMENTS, ensure_policies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library(settings, tmp_path):
    settings.APP_HOME = tmp_path
    ensure_accounts()
    ensure_policies()


def test_it_is_filled_once():
    assert ensure_policies() == 0
    assert Policy.objects.count() == len(DOCUMENTS) + len(CARDS)


def test_what_the_cards_promise_without_a_document_says_that_it_is_made_up():
    on_cards = Policy.objects.in_force().filter(on_card=True)
    assert {policy.title[:3] for policy in on_cards} == {"演示："}
    assert all("不是政策原文" in policy.text for policy in on_cards)


def test_every_document_says_that_its_text_is_not_here():
    assert not Policy.objects.exclude(title__startswith="演示：").exclude(text__contains="没有收录正文").exists()


def test_the_rules_on_money_give_way_to_those_that_followed():
    replaced = Policy.objects.filter(superseded_by__isnull=False).order_by("number")
    assert [(old.number, str(old.superseded_by)) for old in replaced] == [
        ("总工发〔2015〕20号", "中央财政职工困难帮扶资金项目管理实施细则"),
        ("财建〔2006〕468号", "职工困难帮扶资金管理办法"),
    ]
