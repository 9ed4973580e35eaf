"""An archive is changed in the same moment as its returned application is handed in again."""

import pytest

from audits.actions.household_reviews import apply_for_entry
from households.actions.archives import edit_archive
from households.enums import Status
from reviews.actions.deciding import return_review
from reviews.actions.starting import resubmit_as_it_stands
from tests.support.exits import ready
from tests.support.races import one_before_the_other
from tests.support.reviews import Staff, bring_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_what_is_decided_on_is_what_the_archive_says():
    staff = Staff.hire()
    draft = ready(staff, status=Status.DRAFT, filed_on=None)
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    first, by = review.procedure.steps.get(number=1), staff.unit_officer
    back = return_review(review, by=staff.unit_reviewer, to_step=first, reason="核对类别")
    one_before_the_other(
        lambda: edit_archive(draft, by=by, facts={"cause_text": "今年新增手术费用"}),
        lambda: resubmit_as_it_stands(back, by=by),
    )
    content = back.submissions.get(round=2).content
    assert ["致困原因简述", "今年新增手术费用"] in content[1][1]
