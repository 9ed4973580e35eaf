"""Writing the next version of a questionnaire: copied, changed question by question, published, never changed again."""

import secrets
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction
from django.db.models import F, Max

from audits.models import Question, Questionnaire
from audits.verification.editing import is_read, troubles
from audits.verification.rules import can_keep_questionnaires
from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, write_facts
from organizations.models import User
from organizations.rules import require

KEEPERS = "调查问卷由省级和州市（产业）工会的经办人员编制和发布。"
PUBLISHED = "问卷已经发布，不能再改；需要修改的，请另存为新版本。"
COPIED = (
    *("place", "section", "code", "kind", "text", "hint", "is_required", "options", "shown_if"),
    *("lowest", "highest", "classes", "by_phone"),
)
APART = 10_000  # places are unique: rows move out of the way before they come back


class QuestionFacts(TypedDict, total=False):
    """What a question says; of one that rules read, kind and the values of its options stay."""

    section: Required[str]
    text: Required[str]
    kind: str
    hint: str
    is_required: bool
    by_phone: bool
    options: list[list[str]]
    shown_if: list[list[Any]]
    lowest: Any
    highest: Any
    classes: list[str]


@transaction.atomic
def copy_questionnaire(questionnaire: Questionnaire, *, by: User) -> Questionnaire:
    """Begin the next version with all questions of one that stands; while a draft of it is open, return that."""
    require(can_keep_questionnaires(by), KEEPERS)
    versions = Questionnaire.objects.filter(name=questionnaire.name)
    # Two who copy at once: the second waits here, and reads behind the first, whose draft it then finds.
    versions.select_for_update().order_by("version").first()
    every = list(versions.order_by("-version"))
    if (draft := next((one for one in every if one.published_at is None), None)) is not None:
        return draft
    made = Questionnaire.objects.create(name=questionnaire.name, version=every[0].version + 1, note=questionnaire.note)
    rows = questionnaire.questions.order_by("place")
    Question.objects.bulk_create(
        Question(questionnaire=made, **{name: getattr(row, name) for name in COPIED}) for row in rows
    )
    return made


@transaction.atomic
def describe_questionnaire(questionnaire: Questionnaire, *, by: User, note: str) -> Questionnaire:
    """Say what a draft is about."""
    locked = _lock(questionnaire, by)
    if locked.note != note.strip():
        locked.note = note.strip()
        locked.save(update_fields=["note"])
    return locked


@transaction.atomic
def edit_question(question: Question, *, by: User, seen: str = "", **facts: Unpack[QuestionFacts]) -> Question:
    """Change a question of a draft; raises Conflict when somebody did meanwhile."""
    _lock(question.questionnaire, by)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if is_read(locked):
        _keep_what_is_read(locked, facts)
    if changed := changed_facts(locked, facts, seen=seen):
        write_facts(locked, changed)
    return locked


def _keep_what_is_read(question: Question, facts: QuestionFacts) -> None:
    values = [value for value, _label in facts.get("options", question.options)]
    same = facts.get("kind", question.kind) == question.kind
    if not same or values != [value for value, _label in question.options]:
        raise DomainError("认定和统计要用这一题的答案，题型和选项的多少不能改，可以改文字。")


@transaction.atomic
def add_question(questionnaire: Questionnaire, *, by: User, **facts: Unpack[QuestionFacts]) -> Question:
    """Add a question behind the last of its section, at the end when the section is new."""
    locked = _lock(questionnaire, by)
    every = locked.questions.all()
    last = every.filter(section=facts["section"]).aggregate(last=Max("place"))["last"]
    place = (last or every.aggregate(last=Max("place"))["last"] or 0) + 1
    _move_up(every.filter(place__gte=place), 1)
    question = Question(questionnaire=locked, place=place, code=f"added_{secrets.token_hex(4)}")
    write = {**facts}
    for name, value in write.items():
        setattr(question, name, value)
    question.save(force_insert=True)
    return question


@transaction.atomic
def move_question(question: Question, *, by: User, down: bool) -> Question:
    """Let a question change places with its neighbour; the first and the last stay where they are."""
    locked = _lock(question.questionnaire, by)
    row = locked.questions.select_for_update().get(pk=question.pk)
    rows = locked.questions.filter(place__gt=row.place) if down else locked.questions.filter(place__lt=row.place)
    other = rows.order_by("place" if down else "-place").first()
    if other is None:
        return row
    here, there = row.place, other.place
    for one, place in ((row, there + APART), (other, here), (row, there)):
        one.place = place
        one.save(update_fields=["place"])
    return row


@transaction.atomic
def remove_question(question: Question, *, by: User) -> Questionnaire:
    """Take a question out of a draft, unless a rule reads it or another hangs on it; gone already is done."""
    locked = _lock(question.questionnaire, by)
    row = locked.questions.filter(pk=question.pk).first()
    if row is None:
        return locked
    if is_read(row):
        raise DomainError("认定和统计要用这一题的答案，不能删除。")
    hanging = [one.text for one in locked.questions.all() if row.code in [code for code, _answers in one.shown_if]]
    if hanging:
        raise DomainError(f"“{hanging[0]}”的出现条件用到这一题，请先修改它。")
    row.delete()
    return locked


@transaction.atomic
def publish_questionnaire(questionnaire: Questionnaire, *, by: User) -> Questionnaire:
    """Let a draft be asked; from then on it stays as it is. A second press changes nothing."""
    require(can_keep_questionnaires(by), KEEPERS)
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if locked.published_at:
        return locked
    if found := troubles(list(locked.questions.order_by("place"))):
        raise DomainError(f"还不能发布：{''.join(found)}")
    locked.published_at = clock.now()
    locked.save(update_fields=["published_at"])
    return locked


def _lock(questionnaire: Questionnaire, by: User) -> Questionnaire:
    """Lock a draft, under which its questions change one after the other."""
    require(can_keep_questionnaires(by), KEEPERS)
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if locked.published_at:
        raise DomainError(PUBLISHED)
    return locked


def _move_up(rows: Any, by: int) -> None:
    """Move questions down the list; in two steps, since no two may stand at one place meanwhile."""
    keys = list(rows.values_list("pk", flat=True))
    Question.objects.filter(pk__in=keys).update(place=F("place") + APART)
    Question.objects.filter(pk__in=keys).update(place=F("place") - APART + by)
