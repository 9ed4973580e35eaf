"""The pages of effects: confirming after a visit, what waits for that, and what a visit left open."""

import pytest
from django.urls import reverse

from assistance.actions.effects import judge_effect
from assistance.enums import Effect, TaskStatus
from assistance.models import EffectJudgement
from households.models import ArchiveGrant
from organizations.enums import Role
from pairing.after import next_steps
from pairing.enums import Met
from tests.support.effects import SEEN, answered, visited
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(measure):
    return answered(measure, note="大病保险已报销")


@pytest.fixture
def visit(household, cadre, task):
    return visited(household, cadre)


@pytest.fixture
def page(address, visit):
    return address("effects_judge", visit.pk)


@pytest.fixture
def answers(difficulty, measure, as_user, cadre, page):
    """Return what the form sends, as it was shown, changed by keywords."""
    seen = as_user(cadre).get(page).context["form"].seen

    def make(**changed):
        said = {f"arrived-{measure.pk}": "yes", f"said-{measure.pk}": "存折已入账"}
        said |= {"family_effect": Effect.SOLVED, "cadre_effect": Effect.EASED, "note": ""} | changed
        return {"seen": seen} | {f"{difficulty.pk}-{name}": value for name, value in said.items()}

    return make


def test_the_page_shows_measures_with_what_the_office_answered(as_user, cadre, page, measure):
    text = as_user(cadre).get(page).content.decode()
    for words in ("协助报销", "已落实，待回访", "2026-03-20", "大病保险已报销", "已到位", "未到位"):
        assert words in text


def test_confirming_strikes_off_and_says_so(as_user, cadre, page, answers, difficulty, address):
    response = as_user(cadre).post(page, answers(), follow=True)
    difficulty.refresh_from_db()
    assert (response.redirect_chain[0][0], difficulty.is_open) == (address("household_difficulties"), False)
    assert "第 1 号困难已销号" in response.content.decode()


def test_what_stays_open_is_told_with_the_reason(as_user, cadre, page, answers, measure):
    sent = answers(family_effect=Effect.UNSOLVED, **{f"arrived-{measure.pk}": "no"})
    text = as_user(cadre).post(page, sent, follow=True).content.decode()
    assert "未销号（职工家庭认为未解决；1 项部门任务回访未到位，待收回重定）" in text


def test_a_double_click_is_one_judgement(as_user, cadre, page, answers):
    client, sent = as_user(cadre), answers()
    assert [client.post(page, sent).status_code for _press in range(2)] == [302, 302]
    assert EffectJudgement.objects.count() == 1


@pytest.mark.parametrize("left", ["family_effect", "cadre_effect", "arrived"])
def test_a_difficulty_is_answered_whole_and_the_form_comes_back_filled(as_user, cadre, page, answers, measure, left):
    name = f"arrived-{measure.pk}" if left == "arrived" else left
    response = as_user(cadre).post(page, answers(**{name: ""}))
    assert (response.status_code, EffectJudgement.objects.count()) == (200, 0)
    text = response.content.decode()
    assert "请选择第 1 号困难的这一项" in text
    assert "存折已入账" in text


def test_an_empty_form_judges_nothing(as_user, cadre, page):
    assert "请至少评价一项困难" in as_user(cadre).post(page, {"seen": ""}).content.decode()


def test_a_difficulty_left_blank_waits_for_another_visit(as_user, cadre, page, answers, household):
    DifficultyFactory(household=household, number=2)
    as_user(cadre).post(page, answers())
    assert [row.difficulty.number for row in EffectJudgement.objects.all()] == [1]


def test_an_answer_meanwhile_shows_the_lines_anew_and_the_next_save_counts(as_user, cadre, page, answers, task):
    client, sent = as_user(cadre), answers()
    MeasureFactory(difficulty=task.measure.difficulty)
    response = client.post(page, sent)
    assert "您填写期间，这项困难的措施或部门任务有变化" in response.content.decode()
    assert client.post(page, sent | {"seen": response.context["form"].seen}).status_code == 302


def test_nobody_was_met_so_the_page_leads_back(as_user, cadre, household, address):
    visit = visited(household, cadre, met=Met.NOBODY)
    response = as_user(cadre).get(address("effects_judge", visit.pk), follow=True)
    assert response.redirect_chain[0][0] == address("visit", visit.pk)


def test_strangers_do_not_see_the_page_and_readers_may_not(as_user, outsider, reviewer, page):
    assert [as_user(user).get(page).status_code for user in (outsider, reviewer)] == [404, 403]


def test_a_visit_leads_on_while_there_is_something_to_confirm(cadre, reviewer, visit, page, difficulty, measure):
    assert next_steps(cadre, visit) == [("确认部门帮扶是否到位（1 项）", page)]
    assert next_steps(reviewer, visit) == []
    said = {"family_effect": Effect.SOLVED, "cadre_effect": Effect.SOLVED, "arrivals": {measure.pk: True}}
    judge_effect(difficulty, by=cadre, visit=visit, **said)
    assert next_steps(cadre, visit) == []


def test_the_visit_shows_the_step(as_user, cadre, visit, address, page):
    assert page in as_user(cadre).get(address("visit", visit.pk)).content.decode()


def test_the_tab_tells_task_answer_and_judgement(as_user, cadre, address, visit, difficulty, measure):
    said = {"family_effect": Effect.UNSOLVED, "cadre_effect": Effect.EASED, "note": "还差住院部分"}
    judge_effect(difficulty, by=cadre, visit=visit, arrivals={measure.pk: True}, **said)
    text = as_user(cadre).get(address("household_difficulties")).content.decode()
    for words in (">〔2026〕", "已到位", "大病保险已报销", "职工家庭“未解决”，帮扶干部“缓解”", "还差住院部分"):
        assert words in text


def test_the_timeline_tells_sending_answer_and_judgement(as_user, cadre, address, visit, difficulty, measure):
    said = {"family_effect": Effect.SOLVED, "cadre_effect": Effect.EASED}
    judge_effect(difficulty, by=cadre, visit=visit, arrivals={measure.pk: True}, **said)
    text = as_user(cadre).get(address("household_timeline")).content.decode()
    for words in ("的措施交办医保", "答复困难 1 的措施：已落实", "职工家庭解决，帮扶干部缓解，销号", "协助报销 已到位"):
        assert words in text


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_is_listed_for_those_who_help_and_oversee(as_user, officer, count, django_assert_num_queries):
    for number in range(count):
        difficulty = DifficultyFactory(household=HouseholdFactory(), number=number + 1)
        answered(MeasureFactory(difficulty=difficulty))
    client, path = as_user(officer), reverse("effects_waiting")
    client.get(path)
    with django_assert_num_queries(5):
        assert client.get(path).content.decode().count("登记走访</a>") == count


def test_a_cadre_waits_for_the_own_households_only(as_user, cadre, outsider, task):
    other = user_with(Role.CADRE, username="other")
    found = [len(as_user(user).get(reverse("effects_waiting")).context["page"]) for user in (cadre, other, outsider)]
    assert found == [1, 0, 0]


@pytest.mark.parametrize(
    ("family", "own", "found"),
    [(Effect.UNSOLVED, Effect.EASED, [1, 1, 0]), (Effect.UNSOLVED, Effect.UNSOLVED, [1, 0, 1])],
)
def test_what_a_visit_left_open_is_listed_by_kind(as_user, officer, cadre, household, family, own, found):
    difficulty = DifficultyFactory(household=household, number=1)
    visit = visited(household, cadre)
    judge_effect(difficulty, by=cadre, visit=visit, family_effect=family, cadre_effect=own, arrivals={})
    client = as_user(officer)
    counts = [len(client.get(f"/effects/open/?kind={kind}").context["page"]) for kind in ("", "apart", "unsolved")]
    assert counts == found


def test_only_the_last_judgement_counts_and_only_in_scope(as_user, officer, outsider, cadre, household):
    difficulty = DifficultyFactory(household=household, number=1)
    effects = {"family_effect": Effect.UNSOLVED, "cadre_effect": Effect.EASED, "arrivals": {}}
    judge_effect(difficulty, by=cadre, visit=visited(household, cadre), **effects)
    assert len(as_user(outsider).get("/effects/open/").context["page"]) == 0
    later = visited(household, cadre, on=SEEN.replace(day=20))
    judge_effect(difficulty, by=cadre, visit=later, **(effects | {"family_effect": Effect.SOLVED}))
    assert len(as_user(officer).get("/effects/open/").context["page"]) == 0


def test_the_first_page_leads_there(as_user, cadre, officer, task):
    assert ArchiveGrant.objects.filter(user=cadre).exists()
    assert "部门已落实待我回访" in as_user(cadre).get("/").content.decode()
    assert "评价不一致的困难" in as_user(officer).get("/").content.decode()
    assert task.status == TaskStatus.DONE
