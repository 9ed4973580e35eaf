"""Two decide about one finding in the same moment, and one of them twice."""

import pytest

from audits.actions.verification.findings import decide_finding
from audits.models import VerificationFinding
from audits.verification.enums import FindingStatus, Outcome
from tests.support.races import at_once, one_before_the_other

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_two_who_decide_at_once_are_first_and_second(reference, found, archives, judges):
    finding = found.findings.get(sample__unit__household=archives[1])
    at_once(*(lambda judge=judge: decide_finding(finding, by=judge, outcome=Outcome.OVERDUE) for judge in judges))
    now = VerificationFinding.objects.get(pk=finding.pk)
    assert (now.status, {now.first_by_id, now.second_by_id}) == (FindingStatus.DECIDED, {one.pk for one in judges})
    other = found.findings.get(sample__unit__household=archives[2])
    press = [lambda: decide_finding(other, by=judges[0], outcome=Outcome.WRONGLY_FILED)] * 2
    assert one_before_the_other(*press).status == FindingStatus.FIRST
