"""What the database refuses about notices, whoever asks."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from core import clock
from reviews.actions.notices import draw_notice
from reviews.models import Notice, NoticeLine, Objection, Record
from tests.support.notices import after, answered, drawn, objection, running
from tests.support.reviews import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
CLOSE = "UPDATE reviews_notice SET status = 'closed', closed_at = %s WHERE id = %s"


@pytest.fixture
def staff():
    return Staff.hire()


def refused(sql, *values):
    """Return what the database says to raw SQL."""
    with pytest.raises(DatabaseError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(told.value)


def test_a_notice_is_not_closed_before_it_has_ended(staff):
    with clock.at(clock.today() - datetime.timedelta(days=1)):
        notice = running(staff)
    assert "has not ended" in refused(CLOSE, clock.now(), notice.pk)
    assert "has not ended" in refused(CLOSE, None, notice.pk)
    assert "has not ended" in refused(CLOSE, clock.now() + datetime.timedelta(days=90), notice.pk)


def test_nor_with_an_open_objection_or_one_upheld_against_all_of_it(staff):
    notice = running(staff)
    found = objection(notice)
    with after(notice):
        assert "open" in refused(CLOSE, clock.now(), notice.pk)
        assert "is open" in refused("UPDATE reviews_notice SET paused_on = NULL WHERE id = %s", notice.pk)
    answered(found, staff, upheld=True)
    with after(notice):
        assert "upheld" in refused(CLOSE, clock.now(), notice.pk)


def test_nor_without_its_photo_nor_from_a_draft(staff):
    notice = running(staff, photo=None)
    with after(notice):
        assert "nothing shows" in refused(CLOSE, clock.now(), notice.pk)
    Notice.objects.filter(pk=notice.pk).update(status="withdrawn")
    assert "has ended" in refused("UPDATE reviews_notice SET status = 'running' WHERE id = %s", notice.pk)
    assert "cannot go" in refused(
        CLOSE, clock.now(), draw_notice([notice.lines.get().review], by=staff.unit_officer).pk
    )


@pytest.mark.parametrize("change", ["ends_on = ends_on - 1", "starts_on = starts_on - 1", "days = 1", "title = 'x'"])
def test_the_days_of_a_running_notice_are_not_shortened(staff, change):
    told = refused(f"UPDATE reviews_notice SET {change} WHERE id = %s", running(staff).pk)  # noqa: S608 -- constants
    assert "not shortened" in told or "keeps what it is about" in told


def test_a_notice_does_not_run_fewer_days_than_its_step_asks(staff):
    change = "UPDATE reviews_notice SET status = 'running', ends_on = starts_on + 1 WHERE id = %s"
    assert "fewer than 5 days" in refused(change, drawn(staff).pk)


def test_a_notice_step_is_passed_by_a_notice_only(staff):
    line = running(staff).lines.get()
    facts = {"review": line.review, "step": line.step, "round": line.round, "outcome": "pass"}
    with pytest.raises(DatabaseError, match="no notice over review"), transaction.atomic():
        Record.objects.create(by=staff.unit_officer, **facts)


def test_lines_never_change_and_none_is_added_to_a_posted_notice(staff):
    notice = running(staff)
    line = notice.lines.get()
    assert "Cannot update" in refused("UPDATE reviews_noticeline SET values = '{}' WHERE id = %s", line.pk)
    assert "Cannot" in refused("DELETE FROM reviews_noticeline WHERE id = %s", line.pk)
    facts = {"review": line.review, "step": line.step, "round": 1, "position": 2}
    with pytest.raises(DatabaseError, match="has been posted"), transaction.atomic():
        NoticeLine.objects.create(notice=notice, **facts)


def test_what_was_said_is_kept_and_nothing_is_said_after_the_end(staff):
    notice = running(staff)
    found = objection(notice)
    assert "Cannot update" in refused("UPDATE reviews_objection SET text = 'x' WHERE id = %s", found.pk)
    assert "Cannot delete" in refused("DELETE FROM reviews_objection WHERE id = %s", found.pk)
    answered(found, staff)
    assert "Cannot update" in refused("UPDATE reviews_objection SET answer = 'x' WHERE id = %s", found.pk)
    Notice.objects.filter(pk=notice.pk).update(status="withdrawn")
    with pytest.raises(DatabaseError, match="does not run"), transaction.atomic():
        Objection.objects.create(notice=notice, kind="anonymous", text="迟了")


def test_a_notice_is_not_deleted(staff):
    assert "Cannot delete" in refused("DELETE FROM reviews_notice WHERE id = %s", drawn(staff).pk)
