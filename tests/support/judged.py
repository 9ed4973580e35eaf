"""Two verifications of 红河州 for the world: one that is being judged, and one whose finding was mended."""

import datetime

from audits.actions.rectification import open_rectification, report_done
from audits.actions.verification.findings import contest_finding, decide_finding, settle_finding
from audits.models import FindingPaper
from audits.verification.enums import Outcome
from core import clock
from organizations.enums import Role
from organizations.models import User
from tests.support.factories import user_with
from tests.support.files import photo, upload
from tests.support.verification import assessors, in_the_field, judged

PLACE = "532500"


def judged_of(users: dict[str, User]) -> dict[str, object]:
    """Make both, the second settled as wrong after a contest, sent out, and reported done."""
    by, people = users["pro"], assessors(2, code=PLACE)
    facts = {"code": PLACE, "allocation": "census"}
    open_one = judged(in_the_field(by, people, name="红河州认定中的核查", **facts), by)
    ended = judged(in_the_field(by, people, name="红河州已认定的核查", **facts), by)
    finding = ended.findings.get()
    judges = [user_with(Role.REVIEWER, PLACE, password=None), users["app"]]
    for judge in judges:
        decide_finding(finding, by=judge, outcome=Outcome.WRONG_FACTS, words="家庭人口不符。")
    contest_finding(finding, by=users["off"], text="已更正。", papers=[upload(photo(), "户口本.jpg")])
    third = user_with(Role.APPROVER, PLACE, password=None)
    settle_finding(finding, by=third, outcome=Outcome.WRONG_FACTS, words="核查时未更正。")
    due = clock.today() + datetime.timedelta(days=30)
    sent = open_rectification(finding, by=by, due_on=due, owner=users["off"], verifier=users["rev"])
    report_done(sent, by=users["off"], words="已更正家庭人口。", papers=[upload(photo(), "户口本复印件.jpg")])
    return {
        "judging": open_one.pk,
        "finding": open_one.findings.get().pk,
        "judged": ended.pk,
        "settled": finding.pk,
        "rectification": sent.pk,
        "finding_paper": FindingPaper.objects.filter(contest__isnull=False).get().pk,
    }
