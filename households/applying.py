"""What a worker has filled in so far: kept raw, so that nothing is lost; judged as a whole before it is handed in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from core import masking
from households.actions.applying import Application
from households.forms.applying import MOST_MEMBERS, ApplyFamilyForm, ApplyWorkerForm, MembersForm

WORKER, MEMBERS, FAMILY, CONFIRM = STEPS = ("worker", "members", "family", "confirm")
TITLES = {WORKER: "本人情况", MEMBERS: "家庭成员", FAMILY: "家庭与困难", CONFIRM: "核对提交"}
FORMS: dict[str, type[forms.ModelForm]] = {WORKER: ApplyWorkerForm, FAMILY: ApplyFamilyForm}
LONGEST = 600  # characters of one answer; every field is shorter
MASKED = {"identity_no": masking.mask_identity_no, "phone": masking.mask_phone}
Answers = Mapping[str, Any]


def form_to_fill(step: str, answers: Answers, *, more_rows: int = 0) -> Any:
    """Return the form of a step with what was typed before, right or not; members with empty rows behind."""
    if step == MEMBERS:
        rows = list(answers.get(MEMBERS, []))
        empty: list[dict[str, Any]] = [{}] * min(MOST_MEMBERS - len(rows), max(more_rows, 0 if rows else 1))
        return MembersForm(initial=[*rows, *empty])
    return FORMS[step](initial=answers.get(step, {}))


def form_sent(step: str, data: QueryDict) -> Any:
    """Return the form of a step as it was sent."""
    if step == MEMBERS:
        sent = data.copy()
        sent["form-INITIAL_FORMS"] = "0"  # every row may be emptied, also one that was filled in before
        return MembersForm(sent)
    return FORMS[step](data)


def raw_of(step: str, form: Any) -> Any:
    """Return what was typed, for keeping."""
    if step != MEMBERS:
        return _raw(form)
    rows = [_raw(row) for row in form.forms] if form.management_form.is_valid() else []
    return [row for row in rows if any(row.values())]


def gap_of(answers: Answers) -> str:
    """Return the first step that is not filled in rightly, "" when all are."""
    return next((step for step, form in _judged(answers).items() if not form.is_valid()), "")


def application_of(answers: Answers) -> Application:
    """Return what was stated; ``gap_of`` has found nothing wrong."""
    judged = _judged(answers)
    for form in judged.values():
        form.is_valid()
    members = [row.facts for row in judged[MEMBERS].forms]
    family = judged[FAMILY].facts | {"persons": 1 + len(members)}
    return Application(facts=family, worker=judged[WORKER].facts, members=members)


def summary_of(answers: Answers) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what was stated as words under headings, to be read through; numbers masked."""
    judged = _judged(answers)
    parts = [(TITLES[WORKER], _in_words(judged[WORKER]))]
    for number, row in enumerate(judged[MEMBERS].forms, 1):
        parts.append((f"家庭成员 {number}", _in_words(row)))
    return [*parts, (TITLES[FAMILY], _in_words(judged[FAMILY]))]


def _judged(answers: Answers) -> dict[str, Any]:
    rows = answers.get(MEMBERS, [])
    typed = {f"form-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    members = MembersForm({"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(len(rows)), **typed})
    worker, family = (FORMS[step](answers.get(step, {})) for step in (WORKER, FAMILY))
    return {WORKER: worker, MEMBERS: members, FAMILY: family}


def _raw(form: forms.BaseForm) -> dict[str, Any]:
    return {name: _kept(form[name].data) for name in form.fields}


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [_kept(item) for item in value[:LONGEST]]
    if isinstance(value, bool) or value is None:
        return value
    return str(value).replace("\x00", "")[:LONGEST]


def _in_words(form: forms.BaseForm) -> list[tuple[str, str]]:
    form.is_valid()
    told = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", [], False):
            continue
        labels = dict(getattr(field, "choices", []) or [])
        words = "、".join(str(labels.get(item, item)) for item in (value if isinstance(value, list) else [value]))
        told.append((str(field.label), MASKED[name](words) if name in MASKED else "是" if value is True else words))
    return told
