"""Seeds that are bound before the draw: sealed by the system, with a public figure or without; and what it shows."""

import datetime
import subprocess

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audits.actions.verification.pledging import pledge_seed, seal_of
from audits.actions.verification.projects import draw_sample
from audits.models import SeedPledge, Verification
from audits.verification.checking import prove_draw
from audits.verification.enums import ProjectStatus
from audits.verification.proving import instructions, seal_command
from core import clock
from core.errors import DomainError, NotAllowed
from tests.support.factories import HouseholdFactory
from tests.support.verification import SEED, verification

pytestmark = pytest.mark.django_db
FIGURE, NUMBERS = "双色球第 2026140 期红球号码", "03 08 15 22 27 31"


@pytest.fixture
def draft(provincial):
    HouseholdFactory.create_batch(3)
    return verification(provincial)


def in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def test_a_sealed_seed_is_what_is_drawn_with_and_its_hash_is_made_again_in_a_shell(draft, provincial):
    pledge = pledge_seed(draft, by=provincial).pledges.get()
    with pytest.raises(DomainError, match="不能另填"):
        draw_sample(draft, by=provincial, seed=SEED)
    drawn = draw_sample(draft, by=provincial)
    assert (drawn.seed, prove_draw(drawn).holds) == (pledge.secret, True)
    assert seal_command(pledge) in instructions(drawn)
    again = subprocess.run(["bash", "-c", seal_command(pledge)], capture_output=True, check=True, text=True)
    assert again.stdout.split()[0] == pledge.sha256 == seal_of(drawn.seed)


def test_a_public_figure_is_typed_in_once_it_is_out(draft, provincial):
    pledge_seed(draft, by=provincial, figure=FIGURE, known_on=in_days(2))
    with pytest.raises(DomainError, match="公布以后才能抽样"):
        draw_sample(draft, by=provincial, seed=NUMBERS)
    with clock.at(in_days(2)):
        with pytest.raises(DomainError, match="请填写约定的公开数字"):
            draw_sample(draft, by=provincial)
        drawn = draw_sample(draft, by=provincial, seed=NUMBERS)
        assert draw_sample(draft, by=provincial, seed=NUMBERS) == drawn
    assert drawn.seed == f"{NUMBERS} {drawn.pledges.get().secret}"
    assert f"请核对种子前面的“{NUMBERS}”" in instructions(drawn)


def test_what_was_agreed_is_changed_while_nothing_is_known_and_stays_on_record(draft, provincial):
    pledge_seed(draft, by=provincial)
    for _press in range(2):
        pledge_seed(draft, by=provincial, figure=FIGURE, known_on=in_days(2))
    assert draft.pledges.count() == 2
    with clock.at(in_days(2)), pytest.raises(DomainError, match="不能再改约定"):
        pledge_seed(draft, by=provincial)
    with clock.at(in_days(2)):
        drawn = draw_sample(draft, by=provincial, seed=NUMBERS)
    with pytest.raises(DomainError, match="已经抽取"):
        pledge_seed(drawn, by=provincial)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"figure": FIGURE}, "known_on"), ({"known_on": 3}, "figure"), ({"figure": FIGURE, "known_on": 0}, "known_on")],
)
def test_a_figure_that_may_be_known_binds_nothing(draft, provincial, facts, field):
    if "known_on" in facts:
        facts = facts | {"known_on": in_days(facts["known_on"])}
    with pytest.raises(DomainError) as refusal:
        pledge_seed(draft, by=provincial, **facts)
    assert refusal.value.field == field


def test_only_who_runs_it_seals(draft, officer):
    with pytest.raises(NotAllowed):
        pledge_seed(draft, by=officer)


def test_the_database_holds_to_the_pledge(draft, provincial):
    pledge_seed(draft, by=provincial)
    drawn = {"status": ProjectStatus.DRAWN, "seed": SEED, "snapshot_sha256": "0" * 64, "drawn_at": clock.now()}
    with pytest.raises(DatabaseError, match="pledged"), transaction.atomic():
        Verification.objects.filter(pk=draft.pk).update(**drawn)
    draw_sample(draft, by=provincial)
    with pytest.raises(DatabaseError, match="is drawn"), transaction.atomic():
        SeedPledge.objects.create(verification=draft, secret="0" * 32, sha256="0" * 64, by=provincial)


def test_the_pages_show_the_hash_to_all_and_the_seed_to_nobody_before_the_draw(draft, provincial, officer, as_user):
    as_user(provincial).post(reverse("verification_pledge", args=[draft.pk]), {"figure": "", "known_on": ""})
    pledge = draft.pledges.get()
    for user in (provincial, officer):
        page = as_user(user).get(draft.get_absolute_url()).content.decode()
        assert (pledge.sha256 in page, pledge.secret in page) == (True, False)
    as_user(provincial).post(reverse("verification_draw", args=[draft.pk]))
    proof = as_user(provincial).get(reverse("verification_proof", args=[draft.pk])).content.decode()
    assert pledge.secret in proof
