"""What the database itself holds of grievances."""

import datetime

import pytest
from django.db import IntegrityError, InternalError, transaction

from audits.grievances.enums import Channel, GrievanceCategory, GrievanceStatus
from audits.models import Grievance, GrievanceTerm
from core import clock
from tests.support.factories import union

pytestmark = pytest.mark.django_db


def made(**facts) -> Grievance:
    known = {"channel": Channel.PHONE, "category": GrievanceCategory.FUNDS, "text": "补助没有到账。", "name": "何春生"}
    known |= {"union": union("532524"), "received_at": clock.now(), "due_on": clock.today(), "code_digest": "a"}
    return Grievance.objects.create(**{**known, "sent_digest": str(facts), **facts})


@pytest.mark.parametrize(
    "facts", [{"is_anonymous": True}, {"name": ""}, {"is_anonymous": True, "name": "", "phone": "1"}]
)
def test_an_anonymous_one_keeps_no_identity_and_a_named_one_has_a_name(facts):
    with pytest.raises(IntegrityError):
        made(**facts)


@pytest.mark.parametrize(
    "change",
    [{"text": "改过"}, {"name": "别人"}, {"status": GrievanceStatus.CLOSED}, {"received_at": clock.now()}],
)
def test_what_was_said_is_kept_and_no_step_is_left_out(change):
    found = made()
    with pytest.raises(InternalError), transaction.atomic():
        Grievance.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(InternalError):
        Grievance.objects.filter(pk=found.pk).delete()


def test_each_category_has_its_days_from_the_start():
    found = GrievanceTerm.objects.holding_for(union("532524"))
    assert {term.category for term in found} == set(GrievanceCategory.values)
    assert max(term.valid_from for term in found) < datetime.date(2020, 1, 1)
