"""What every change of an archive's facts has in common: guard, compare with what was seen, validate, write."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from core.errors import Conflict, DomainError
from households.enums import Status
from households.history import last_change, values_of, version_of
from households.models import Household

KEPT = "您填写的内容仍在下面；请核对后再次保存，将以您填写的为准。"
# Held by the actions themselves, with messages that say more than Django's.
UNIQUE = frozenset({"archive_no", "identity_no", "household", "period_start", "period_end", "valid_from"})


def check_editable(household: Household) -> None:
    """Refuse changes of what is under review; the caller has locked the archive, which refuses closed ones."""
    if household.status == Status.UNDER_REVIEW:
        raise DomainError(f"档案 {household.archive_no} 正在审核，审核结束后才能修改。")


def changed_facts(row: models.Model, facts: Mapping[str, Any], *, seen: str) -> dict[str, Any]:
    """Return the facts that differ from the locked row.

    ``seen`` is the version of these fields that the person had on the screen, "" for none. Raises Conflict, with who
    changed what meanwhile, when the row no longer is what was seen; saying again what it holds by now is no conflict.
    """
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if changed and seen and version_of(values_of(row, facts)) != seen:
        labels = "、".join(str(getattr(row._meta.get_field(name), "verbose_name", name)) for name in changed)
        raise Conflict(f"您填写期间，{last_change(row)}修改了这一部分，与您填写的不同之处：{labels}。{KEPT}")
    return changed


def write_facts(row: models.Model, changed: Mapping[str, Any], *, also: tuple[str, ...] = ()) -> None:
    """Validate a row with its changed facts and save just these (and what the model keeps by itself: ``also``)."""
    for name, value in changed.items():
        setattr(row, name, value)
    validate(row, changed)
    row.save(update_fields=[*changed, *also])


def validate(row: models.Model, facts: Mapping[str, Any]) -> None:
    """Check facts by the rules of the model; raises DomainError at the first that breaks one."""
    others = {field.name for field in row._meta.fields} - set(facts)
    try:
        row.clean_fields(exclude=others)
        row.validate_constraints(exclude=set(UNIQUE))
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise DomainError(problems[0], field="" if name == NON_FIELD_ERRORS else name) from error


@contextmanager
def unless_taken(constraint: str, refusal: DomainError | None = None) -> Iterator[None]:
    """Turn the breach of one unique constraint into a refusal: somebody was faster by a moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint not in str(error):
            raise
        raise refusal or Conflict("刚刚有人做了同样的登记，请刷新后核对。") from error
