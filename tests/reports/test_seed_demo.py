"""Demo households: the same in every run, written once, and in nobody's way."""

import datetime
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core.files import PDF, Content, check_pdf, kind_of
from core.identity import clean_identity_no, is_card_plausible
from households.clearmask import ALL_CLEAR
from households.models import Attachment, Household, Member
from organizations.models import User
from pairing.models import Cadre, Pairing, Visit
from reports.demo.accounts import ACCOUNTS, ensure_accounts
from reports.demo.places import Places
from reports.demo.seeding import Seeder
from tests.support.factories import HouseholdFactory
from tests.support.workbooks import SAMPLE

SIZE = 60
# What waits for these roles has no pages yet, or is no business data.
WITHOUT_HOUSEHOLDS = {"liaison", "liaison-medical", "assessor", "assessor-second", "sysadmin", "secadmin", "auditadmin"}


@pytest.fixture
def home(db, settings, tmp_path):
    """A home of its own, empty but for the unions."""
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, ""


@pytest.fixture
def seed(home, capsys):
    """Return a function that seeds by the command and returns the last line that it prints."""

    def run(households: int, seed: int = 1, **options) -> str:
        call_command("seed_demo", households=households, seed=seed, **options)
        return capsys.readouterr().out.splitlines()[-1]

    return run


def drawn(seed: int) -> list[tuple]:
    drafts = [Seeder(seed).draft(slot) for slot in Places().slots(5)]
    return [(d.household.archive_no, [(m.name, m.identity_no, m.phone) for m in d.members], d.cadre) for d in drafts]


def test_the_same_seed_makes_the_same_people_and_another_seed_makes_others(home):
    ensure_accounts()
    first, second, other = drawn(1), drawn(1), drawn(2)
    assert [row[:2] for row in first] == [row[:2] for row in second]
    assert [row[0] for row in first] == [row[0] for row in other]
    assert all(mine[1] != theirs[1] for mine, theirs in zip(first, other, strict=True))


def test_a_second_run_says_so_and_writes_nothing(seed):
    assert seed(10).startswith("已生成演示档案 10 户")
    before = [(model, model.objects.count()) for model in (Household, Member, Visit, Cadre, Pairing, User)]
    assert seed(10) == "演示数据（10 户，seed 1）已在库中，未写入。"
    assert before == [(model, model.objects.count()) for model, _count in before]


def test_a_larger_number_adds_to_what_is_there(seed):
    seed(5)
    kept = set(Household.objects.values_list("pk", flat=True))
    assert seed(8).startswith("已生成演示档案 3 户")
    assert kept < set(Household.objects.values_list("pk", flat=True))


def test_a_home_with_archives_of_others_is_left_alone_unless_told(seed):
    HouseholdFactory()
    with pytest.raises(CommandError, match="已有 1 份不是演示数据的档案"):
        seed(3)
    assert Household.objects.count() == 1
    assert seed(3, beside=True).startswith("已生成演示档案 3 户")


def test_another_seed_is_refused_where_one_is_there(seed):
    seed(3)
    with pytest.raises(CommandError, match="另一个 --seed"):
        seed(4, seed=2)
    assert Household.objects.count() == 3


def test_every_number_is_well_formed_and_given_once(seed):
    seed(SIZE)
    today = timezone.localdate()
    numbers = list(Member.objects.values_list("identity_no", flat=True))
    assert [clean_identity_no(number, today=today) for number in numbers] == numbers
    assert len(set(numbers)) == len(numbers)
    assert all(is_card_plausible(card) for card in Household.objects.values_list("card_no", flat=True))
    assert not Member.objects.exclude(phone="").exclude(phone__startswith="154").exists()


def test_papers_are_of_the_day_of_their_archive_lie_in_files_and_no_two_archives_share_one(seed):
    seed(10)
    papers = list(Attachment.objects.select_related("household"))
    assert len(papers) > 20
    for paper in papers:
        content = Content(paper.path.read_bytes(), paper.content_type)
        assert (content.sha256, len(content.data)) == (paper.sha256, paper.size)
        assert timezone.localdate(paper.uploaded_at) == paper.household.filed_on
        assert kind_of(content.data) == paper.content_type
    assert len({(paper.household_id, paper.sha256) for paper in papers}) == len({paper.sha256 for paper in papers})
    check_pdf(next(paper for paper in papers if paper.content_type == PDF).path.read_bytes())


def test_the_workbook_of_an_office_is_loaded_beside_them_as_into_an_empty_home(seed, capsys):
    seed(SIZE)
    for accepted, unchanged in ((140, 0), (0, 140)):
        call_command("import_archives", str(SAMPLE), by="province", json=True)
        result = json.loads(capsys.readouterr().out.splitlines()[-1])
        found = (result["accepted"], result["unchanged"], len(result["refused"]), len(result["flagged"]))
        assert found == (accepted, unchanged, 10, 4)
    assert seed(SIZE).endswith("未写入。")


def test_every_account_with_households_sees_some(seed, as_user):
    seed(SIZE)
    for user in User.objects.exclude(username__in=WITHOUT_HOUSEHOLDS):
        seen = Household.objects.visible_to(user).first()
        assert as_user(user).get(reverse("household", args=[seen.archive_no])).status_code == 200
    assert set(User.objects.values_list("username", flat=True)) == {account[0] for account in ACCOUNTS}


def test_the_demo_cadre_owns_a_dozen_in_every_state(seed):
    seed(SIZE)
    soon = timezone.localdate() + datetime.timedelta(days=settings.VISIT_DUE_SOON_DAYS)
    mine = Pairing.objects.active().of_user(User.objects.get(username="cadre")).in_care().with_due()
    assert mine.count() == 12
    assert mine.overdue().exists()
    assert mine.due_soon().exists()
    assert mine.filter(due_on__gt=soon).exists()
    masks = set(mine.values_list("household__clear_mask", flat=True))
    assert ALL_CLEAR in masks
    assert len(masks) > 2
