"""The rules of data quality: each finds what is planted for it, and nothing in an archive that is sound."""

import datetime

import pytest

from assistance.payments.received import settle
from audits.models import Fault, FaultDay, QualityRun
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.repairing import OFFICERS, PAGES, WORKERS, repair_of
from audits.quality.running import find, run_rules
from core import clock
from households.enums import Status
from households.models import DuplicateSuspicion, Household, StatusChange
from tests.audits.quality.planting import PLANTED, ago, archive, sound
from tests.audits.quality.planting_patterns import PATTERNS
from tests.support.batches import LineFactory, batch_of, locked
from tests.support.factories import UserFactory
from tests.support.life import put
from tests.support.source import ROOT

pytestmark = pytest.mark.django_db
PAID = "paid-while-exited"  # planted below: it takes a batch
ELSEWHERE = {PAID}
ALL = PLANTED | PATTERNS


def test_there_is_something_to_plant_for_each_rule():
    assert set(ALL) | ELSEWHERE == set(BY_CODE)
    assert len(BY_CODE) == len(RULES) >= 60


def test_every_rule_is_written_out():
    page = (ROOT / "docs/algorithms/quality-rules.md").read_text(encoding="utf-8")
    lines = [f"| `{rule.code}` | {rule.group.label} | {rule.severity.label} | {rule.title} |" for rule in RULES]
    assert [line for line in lines if line not in page] == []


def test_no_rule_finds_anything_in_a_sound_archive():
    sound()
    for rule in RULES:
        find(rule, clock.today())
    assert list(Fault.objects.values_list("rule", "detail")) == []


@pytest.mark.parametrize("code", ALL)
def test_each_rule_finds_what_is_planted_and_leads_an_officer_to_its_repair(code, as_user, officer):
    ALL[code](sound())
    find(BY_CODE[code], clock.today())
    fault = Fault.objects.filter(rule=code, gone_on__isnull=True).exclude(detail="").first()
    repair = repair_of(fault.kind, fault.household.archive_no, fault.subject, officer=True, works=True)
    answer = as_user(officer).get(repair.url, follow=True)
    assert (answer.status_code, bool(repair.action)) == (200, True)


@pytest.mark.parametrize("who", ["cadre", "reviewer"])
def test_nobody_is_led_to_a_page_that_does_not_open(as_user, cadre, reviewer, household, who):
    user, works = {"cadre": (cadre, True), "reviewer": (reviewer, False)}[who]
    rules = [rule for rule in RULES if not PAGES[rule.repair].of_part]
    repairs = {rule.repair: repair_of(rule, household.archive_no, "", officer=False, works=works) for rule in rules}
    assert all(repair.url or repair.action in (OFFICERS, WORKERS) for repair in repairs.values())
    opened = {repair.url: as_user(user).get(repair.url).status_code for repair in repairs.values() if repair.url}
    assert set(opened.values()) == {200}


def test_archives_that_are_not_of_one_family_are_no_longer_found(reviewer):
    household = sound()
    PATTERNS["person-twice"](household)
    other = Household.objects.exclude(pk=household.pk).get()
    assert find(BY_CODE["person-twice"], clock.today()) == 2
    decided = {"status": "different", "decided_by": reviewer, "decided_at": clock.now(), "decision": "堂姐妹"}
    DuplicateSuspicion.objects.update_or_create(first=household, second=other, defaults={"reasons": []} | decided)
    assert find(BY_CODE["person-twice"], clock.today()) == 0


def test_of_the_other_archive_nothing_but_its_union_is_told():
    household = sound()
    PATTERNS["person-twice"](household)
    find(BY_CODE["person-twice"], clock.today())
    words = "与建水县总工会另一份档案中的人姓名相同、出生日期相同、身份证号只差一处、电话相同"
    assert Fault.objects.get(household=household).detail.endswith(words)


def test_who_was_paid_after_leaving_is_found():
    household = sound()
    batch = batch_of(0)
    LineFactory(batch=batch, household=household)
    settle(locked(batch).payments.all(), on=clock.today(), by=UserFactory())
    put(household, Status.EXITED)
    facts = {"union_path": household.union_path, "level": household.level, "category": household.category}
    StatusChange.objects.create(
        household=household, from_status=Status.ON_FILE, to_status=Status.EXITED, on=ago(30), at=clock.now(), **facts
    )
    assert find(BY_CODE[PAID], clock.today()) == 1


def fault_of(rule="card-shape"):
    return Fault.objects.get(rule=rule)


def test_what_is_mended_is_gone_and_what_comes_back_is_found_anew():
    household, rule, today = sound(), BY_CODE["card-shape"], clock.today()
    archive(card_no="6222")(household)
    assert (find(rule, today), fault_of().found_on) == (1, today)
    archive(card_no="62220")(household)
    later = today + datetime.timedelta(days=1)
    find(rule, later)
    assert (fault_of().detail, fault_of().found_on) == ("银行卡号共 5 位", today)
    archive(card_no="")(household)
    assert (find(rule, later), fault_of().gone_on) == (0, later)
    archive(card_no="6222")(household)
    find(rule, later)
    assert (fault_of().found_on, fault_of().gone_on) == (later, None)


def test_a_run_keeps_its_day_and_how_long_each_rule_took():
    household, seen = sound(), []
    archive(card_no="6222")(household)
    rules = [BY_CODE["card-shape"], BY_CODE["name-short"]]
    for _twice in range(2):
        run = run_rules(rules=rules, watch=lambda done, total: seen.append((done, total)))
    assert (run.found, set(run.seconds), seen[:2]) == (1, {"card-shape", "name-short"}, [(1, 2), (2, 2)])
    assert list(FaultDay.objects.values_list("day", "rule", "faults")) == [(clock.today(), "card-shape", 1)]
    assert QualityRun.objects.count() == 2


def test_a_fault_is_seen_in_the_scope_of_its_archive(officer, outsider):
    archive(card_no="6222")(sound())
    find(BY_CODE["card-shape"], clock.today())
    assert [Fault.objects.visible_to(user).count() for user in (officer, outsider)] == [1, 0]
    assert Household.objects.count() == 1
