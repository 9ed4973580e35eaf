"""验证抽样: the same sample from the files alone, in another process, and what changed since said by name."""

import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from audits.actions.verification.projects import draw_sample
from audits.models import PopulationUnit
from audits.verification import proving
from households.enums import Category
from households.models import Household
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, union
from tests.support.verification import verification

pytestmark = pytest.mark.django_db
SEEDS = ["2026-11-20 4 8 15 16 23 42", 'it\'s $(5) "公开"']


@pytest.fixture
def archives():
    return [*HouseholdFactory.create_batch(6), *HouseholdFactory.create_batch(3, union=union("530100"))]


@pytest.fixture
def client(provincial):
    made = Client()
    made.force_login(provincial)
    return made


def files(client, found, folder) -> str:
    """Keep the downloads in a folder; return what the instructions say."""
    for name in ("population", "strata", "how"):
        answer = client.get(reverse(f"verification_{name}", args=[found.pk]))
        kept = {"population": proving.POPULATION_FILE, "strata": proving.STRATA_FILE, "how": proving.HOW_FILE}[name]
        (folder / kept).write_bytes(answer.content)
    return answer.content.decode()


def told(command: str, folder) -> list[str]:
    """Run a line of the instructions in a shell of its own."""
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=True, text=True
    ).stdout.split()


@pytest.mark.parametrize("seed", SEEDS)
def test_another_process_draws_the_same_sample_from_the_files(archives, provincial, client, tmp_path, seed):
    found = draw_sample(verification(provincial, margin="0.4"), by=provincial, seed=seed)
    how = files(client, found, tmp_path)
    assert proving.hash_command() in how
    assert told(proving.hash_command(), tmp_path)[0] == found.snapshot_sha256
    assert proving.draw_command(seed, 1, found.strata.order_by("pk")[0].sampled) in how
    for number, stratum in enumerate(found.strata.order_by("pk"), start=1):
        sample = PopulationUnit.objects.filter(sampled__stratum=stratum).order_by("place").values_list("key", flat=True)
        assert told(proving.draw_command(seed, number, stratum.sampled), tmp_path) == list(sample)


def test_the_page_proves_a_draw_and_finds_nothing_changed(archives, provincial, client):
    found = draw_sample(verification(provincial, margin="0.4"), by=provincial)
    page = client.get(reverse("verification_proof", args=[found.pk]), {"check": ""})
    assert page.context["proof"].holds
    assert "完全相同" in page.content.decode()


def test_the_page_says_of_a_changed_archive_what_changed(archives, provincial, client):
    found = draw_sample(verification(provincial), by=provincial)
    Household.objects.filter(pk=archives[0].pk).update(category=Category.RELATIVE)
    new = HouseholdFactory()
    page = client.get(reverse("verification_proof", args=[found.pk]), {"check": ""})
    assert page.context["changed"] == 2
    words = page.content.decode()
    assert "困难类别：深度困难职工 → 相对困难职工" in words
    assert new.archive_no in words
    assert page.context["proof"].holds


def test_a_download_leaves_a_line_in_the_log(archives, provincial, client, tmp_path):
    files(client, draw_sample(verification(provincial), by=provincial), tmp_path)
    assert AccessLog.objects.filter(user=provincial, detail__startswith="抽样验证").count() == 3


@pytest.mark.parametrize(("seed", "source"), [(SEEDS[0], "由抽样人填写"), ("", "由系统产生")])
def test_the_page_says_who_made_the_seed_and_what_else_was_drawn_and_left(archives, provincial, client, seed, source):
    draw_sample(verification(provincial, name="不合意的一次"), by=provincial)
    found = draw_sample(verification(provincial), by=provincial, seed=seed)
    said = client.get(reverse("verification_proof", args=[found.pk])).content.decode()
    assert [source in said, "不合意的一次" in said] == [True, True]
