"""Checking and writing a workbook: households in groups, each group planned with few queries and written at once.

What is written of a household is written in one transaction together with its line in the run, so that an import which
is cut off at any point has written either all of a household or nothing of it, and goes on behind the last one done.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pghistory
from django.db import DatabaseError, DataError, IntegrityError, InternalError, transaction
from django.db.models import Model

from households.enums import ImportOutcome
from households.importing import registry
from households.importing.batches import Batch, Desk
from households.importing.bulk import insert_rows
from households.importing.cases import Case, Source
from households.importing.layout import ARCHIVE_NO
from households.importing.people import check_once_in_file
from households.models import Household, ImportItem, ImportRun, IncomeLine, IncomeSurvey, Member
from households.summaries import refresh_summary, summary_of

BATCH = 100  # households: large enough to share the queries, small enough to hold few locks for short
REFUSED_BY_DATABASE = (IntegrityError, DataError, InternalError)
Advance = Callable[[int], None]


def check_source(source: Source, desk: Desk) -> None:
    """Judge every household by what the workbook says; no query but for the shared look-ups."""
    for case in source.cases:
        for part in registry.all_parts():
            part.check(case, desk)
    check_once_in_file(source.cases)
    for case in source.cases:
        case.checked_flags = len(case.flags)


def preview_source(source: Source, desk: Desk, advance: Advance) -> None:
    """Find out what an import would do with each household, and write nothing."""
    for cases in _groups(source.cases):
        plan_batch(Batch(cases, desk, locking=False))
        _release(cases)
        advance(len(cases))


def write_source(source: Source, desk: Desk, run: ImportRun, advance: Advance) -> None:
    """Write what is new and what has changed; households that the run has done before are left as they are.

    ``advance`` is called between transactions and may raise to stop the import there.
    """
    done = dict(run.items.values_list("archive_no", "outcome"))
    for case in source.cases:
        if case.archive_no in done and not case.faults:
            case.outcome = ImportOutcome(done[case.archive_no])
    with pghistory.context(user=desk.by.pk, source=f"导入 {run.file_name}"):
        for cases in _groups([case for case in source.cases if case.outcome is None]):
            write_batch(cases, desk, run)
            _release(cases)
            advance(len(cases))


def plan_batch(batch: Batch) -> None:
    """Let each part compare the households with the database, and tell what would become of each."""
    for part in registry.all_parts():
        part.plan(batch)
    for case in batch.cases:
        new, changed = ImportOutcome.NEW, ImportOutcome.CHANGED
        case.outcome = new if case.is_new else changed if case.changes else ImportOutcome.UNCHANGED


def write_batch(cases: list[Case], desk: Desk, run: ImportRun, *, last_try: bool = False) -> None:
    """Plan and write some households in one transaction.

    When the database refuses (somebody else has just filed the same person), each is planned anew and written by
    itself, and one that is refused again is refused alone.
    """
    try:
        with transaction.atomic():
            batch = Batch(cases, desk, locking=True)
            plan_batch(batch)
            _write(batch, run)
    except DatabaseError as error:
        for case in cases:
            case.reset()
        if not last_try:
            for case in cases:
                write_batch([case], desk, run, last_try=True)
        elif isinstance(error, REFUSED_BY_DATABASE):
            cases[0].fault(ARCHIVE_NO, "与系统中刚刚变动的数据冲突，未导入，请重新核对后再导入")
        else:
            raise


def _write(batch: Batch, run: ImportRun) -> None:
    written = batch.written
    for case in written:
        if case.is_new:
            _summarise(case)
    _insert(written)
    for case in written:
        for instance, fields in case.updated.items():
            instance.save(update_fields=[*fields, *_stamps(instance)])
        if case.outcome == ImportOutcome.CHANGED:
            _follow_up(case)
    if written:
        for part in registry.all_parts():
            part.finish(batch)
    items = [ImportItem(run=run, archive_no=case.archive_no, outcome=case.outcome or "") for case in batch.cases]
    ImportItem.objects.bulk_create(items)


def _insert(cases: Iterable[Case]) -> None:
    created: dict[type[Model], list[Model]] = {}
    for case in cases:
        for instance in case.created:
            created.setdefault(type(instance), []).append(instance)
    for model in registry.written_models():
        insert_rows(model, created.get(model, []))


def _summarise(case: Case) -> None:
    """Fill the summary columns of a new archive before it is inserted, so that it is written once."""
    people = [instance for instance in case.created if isinstance(instance, Member)]
    surveys = [instance for instance in case.created if isinstance(instance, IncomeSurvey)]
    latest = max(surveys, key=lambda survey: survey.period_end, default=None)
    for name, value in summary_of(case.archive_no, people).items():
        setattr(case.archive, name, value)
    case.archive.per_head = latest.per_head if latest else None


def _follow_up(case: Case) -> None:
    """Let the history of an archive on file tell of the rows that it gained, and bring its summary into step."""
    for instance in case.created:
        if isinstance(instance, Member | IncomeLine):
            # The history keeps what a row was before each change; a row that was added has no before.
            pghistory.create_event(instance, label="add")
    if any(isinstance(instance, Member | IncomeSurvey) for instance in [*case.created, *case.updated]):
        refresh_summary(case.archive)


def _stamps(instance: Model) -> list[str]:
    return ["updated_at"] if isinstance(instance, Household) else []


def _release(cases: list[Case]) -> None:
    for case in cases:
        if not case.faults:
            case.release()


def _groups(cases: Iterable[Case]) -> Iterator[list[Case]]:
    left = iter([case for case in cases if not case.faults])
    while group := list(islice(left, BATCH)):
        yield group
