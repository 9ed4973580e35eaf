"""The next version of a questionnaire: copied, changed by fields, published, and frozen from then on."""

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.actions.verification import questionnaires as actions
from audits.models import Question, Questionnaire
from audits.verification.editing import troubles
from core.errors import DomainError, NotAllowed
from organizations.enums import Role
from tests.support.factories import user_with
from tests.support.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(db):
    return Questionnaire.objects.published().first()


@pytest.fixture
def draft(shipped, provincial):
    return actions.copy_questionnaire(shipped, by=provincial)


@pytest.fixture
def client(provincial):
    made = Client()
    made.force_login(provincial)
    return made


def the(draft, code) -> Question:
    return draft.questions.get(code=code)


def typed(client, question) -> dict:
    """What the page of a question offers, as a browser sends it."""
    page = client.get(reverse("question_edit", args=[question.questionnaire_id, question.pk]))
    form = page.context["form"]
    said = {bound.name: bound.value() for bound in form}
    said["seen"] = form.seen
    return {name: value for name, value in said.items() if value not in (None, False)}


def sent(client, question, **more):
    address = reverse("question_edit", args=[question.questionnaire_id, question.pk])
    return client.post(address, typed(client, question) | more)


def test_a_copy_has_every_question_and_is_made_once(shipped, draft, provincial):
    assert (draft.version, draft.published_at) == (shipped.version + 1, None)
    columns = [name for name in actions.COPIED if name not in ("classes",)]
    assert list(draft.questions.values_list(*columns)) == list(shipped.questions.values_list(*columns))
    assert actions.copy_questionnaire(shipped, by=provincial) == draft


@pytest.mark.django_db(transaction=True)
def test_two_who_copy_at_once_write_one_version(reference):
    by = user_with(Role.OFFICER, "530000")
    shipped = Questionnaire.objects.published().first()
    first, second = at_once(*[lambda: actions.copy_questionnaire(shipped, by=by)] * 2)
    assert first == second


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [(Role.OFFICER, "532500", True), (Role.OFFICER, "532524", False), (Role.REVIEWER, "530000", False)],
)
def test_who_writes_questionnaires(shipped, role, code, may):
    by = user_with(role, code)
    if may:
        assert actions.copy_questionnaire(shipped, by=by).pk
        return
    with pytest.raises(NotAllowed):
        actions.copy_questionnaire(shipped, by=by)


def test_words_of_a_question_and_its_answers_change(client, draft):
    question = the(draft, "met")
    assert sent(client, question, text="本次见到谁", option_0="职工", option_3="没有见到人").status_code == 302
    question.refresh_from_db()
    assert question.text == "本次见到谁"
    assert question.options[0] == ["worker", "职工"]
    assert question.options[3][1] == "没有见到人"


def test_a_question_that_is_looked_at_and_saved_stays_as_it_is(client, draft):
    before = {row.pk: [getattr(row, name) for name in actions.COPIED] for row in draft.questions.all()}
    for question in draft.questions.all()[:12]:
        assert sent(client, question).status_code == 302
    assert {row.pk: [getattr(row, name) for name in actions.COPIED] for row in draft.questions.all()} == before


def test_when_it_is_asked_is_chosen_from_the_answers_of_another(client, draft):
    question = the(draft, "remark")
    offered = client.get(reverse("question_answers", args=[draft.pk]), {"shown_code": "satisfaction"}).content.decode()
    assert "很不满意" in offered
    lacks = sent(client, question, shown_code="satisfaction")
    assert "请选择回答是什么时才问" in str(lacks.context["form"].errors["shown_answers"])
    sent(client, question, shown_code="satisfaction", shown_answers=["1", "2"])
    question.refresh_from_db()
    assert question.shown_if == [["satisfaction", ["1", "2"]]]
    assert "“很不满意”或“不满意”时问" in client.get(draft.get_absolute_url()).content.decode()


def test_what_rules_read_keeps_its_kind_and_values(client, draft, provincial):
    question = the(draft, "knows_cadre")
    assert "kind" not in typed(client, question)
    facts = {"section": question.section, "text": question.text, "kind": "text"}
    with pytest.raises(DomainError, match="题型"):
        actions.edit_question(question, by=provincial, **facts)
    with pytest.raises(DomainError, match="不能删除"):
        actions.remove_question(question, by=provincial)


def test_a_change_that_somebody_made_meanwhile_is_told(client, draft):
    question = the(draft, "met")
    said = typed(client, question)
    Question.objects.filter(pk=question.pk).update(hint="改过")
    answer = client.post(reverse("question_edit", args=[draft.pk, question.pk]), said | {"text": "别的"})
    assert "您填写期间" in str(answer.context["form"].non_field_errors())


def test_a_question_is_added_behind_its_section_moved_and_removed(client, draft, provincial):
    said = {"section": "满意度", "text": "是否愿意推荐", "kind": "choice", "option_0": "愿意", "option_1": "不愿意"}
    client.post(reverse("question_add", args=[draft.pk]), said)
    added = draft.questions.get(text="是否愿意推荐")
    assert added.place == draft.questions.order_by("-place")[0].place
    before = added.place
    client.post(reverse("question_move", args=[draft.pk, added.pk]))
    added.refresh_from_db()
    assert added.place < before
    client.post(reverse("question_remove", args=[draft.pk, added.pk]))
    assert not draft.questions.filter(pk=added.pk).exists()
    with pytest.raises(DomainError, match="出现条件"):
        actions.remove_question(_hung_on(draft, provincial), by=provincial)


def _hung_on(draft, by) -> Question:
    """Add a question that the last one depends on."""
    first = actions.add_question(draft, by=by, section="满意度", text="有无意见", kind="yes_no")
    facts = {"section": "满意度", "text": "什么意见", "kind": "text", "shown_if": [[first.code, ["yes"]]]}
    actions.add_question(draft, by=by, **facts)
    return first


def test_what_cannot_be_asked_is_not_published(draft, provincial):
    Question.objects.filter(pk=the(draft, "met").pk).update(options=[])
    assert troubles(list(draft.questions.all())) == ["“本次见到”至少要有两个选项。"]
    with pytest.raises(DomainError, match="还不能发布"):
        actions.publish_questionnaire(draft, by=provincial)


def test_published_it_is_frozen(client, draft, provincial):
    client.post(reverse("questionnaire_publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert actions.publish_questionnaire(draft, by=provincial).published_at == draft.published_at
    answer = client.post(reverse("question_move", args=[draft.pk, the(draft, "met").pk]), follow=True)
    assert "问卷已经发布，不能再改" in answer.content.decode()
    with pytest.raises(InternalError), transaction.atomic():
        Question.objects.filter(pk=the(draft, "met").pk).update(text="改")


def test_the_list_asks_as_often_for_two_as_for_one(client, shipped, provincial):
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(reverse("questionnaires")).context["rows"]
        counts.append((len(rows), len(queries)))
        actions.copy_questionnaire(shipped, by=provincial)
    assert counts == [(1, 4), (2, 4)]
