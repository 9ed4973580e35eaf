"""A verification of 红河州 for tests in the browser: three households, two assessors, and those who decide."""

import datetime

from audits.actions.verification.fieldwork import (
    accept_interviews,
    agree_interviews,
    assign_sample,
    submit_interview,
)
from audits.actions.verification.projects import draw_sample
from audits.models import Verification
from core import clock
from households.enums import Relation
from households.models import LivingStandard
from organizations.enums import Role
from organizations.models import User
from tests.support.factories import (
    AidRecordFactory,
    CadreFactory,
    DifficultyFactory,
    HouseholdFactory,
    MeasureFactory,
    MemberFactory,
    PairingFactory,
    union,
    user_with,
)
from tests.support.verification import SEED, agency, answers_of, verification

KEEPER, ONE, TWO = "keeper", "assessor-one", "assessor-two"
JUDGES, THIRD, COUNTY, VERIFIER = ("judge-one", "judge-two"), "third", "county", "verifier"
HEAD = "沈秋禾"
PLACES = (
    (HEAD, "532524", "建水县临安镇朝阳路12号"),
    ("韩立春", "532524", "建水县西庄镇新房村3组"),
    ("罗玉梅", "532501", "个旧市金湖西路88号"),
)


def households() -> None:
    """Make three archives on file, the first with family, cadre, aid and a measure, and the local standards."""
    for code in ("532524", "532501"):
        LivingStandard.objects.create(union=union(code), valid_from=datetime.date(2026, 1, 1), amount=700)
    for name, code, address in PLACES:
        made = HouseholdFactory(worker=name, union=union(code), address=address)
        if name == HEAD:
            MemberFactory(household=made, relation=Relation.SON, name="沈明")
            type(made).objects.filter(pk=made.pk).update(persons=2)
            PairingFactory(household=made, cadre=CadreFactory(name="高远"))
            AidRecordFactory(
                household=made, year=clock.today().year, amount=3000, received_on=clock.today().replace(day=1)
            )
            MeasureFactory(difficulty=DifficultyFactory(household=made), text="协助办理大病保险二次报销")


def people() -> list[User]:
    """Make who runs the verification at 红河州, and two assessors of an agency; returns these."""
    for username, role, code, name in (
        (KEEPER, Role.OFFICER, "532500", "州总经办"),
        (JUDGES[0], Role.REVIEWER, "532500", "白审核"),
        (JUDGES[1], Role.APPROVER, "532500", "杜审批"),
        (THIRD, Role.APPROVER, "532500", "陆审批"),
        (COUNTY, Role.OFFICER, "532524", "县总经办"),
        (VERIFIER, Role.REVIEWER, "532524", "县总审核"),
    ):
        user_with(role, code, username=username, name=name)
    for username, name in ((ONE, "秦核查"), (TWO, "尤核查")):
        user_with(Role.ASSESSOR, "532500", username=username, name=name)
    made = User.objects.filter(username__in=[ONE, TWO])
    made.update(agency=agency())
    return list(made.order_by("username"))


def taken_over_by_others(found: Verification, name: str) -> None:
    """Let all other households be asked and agreed to, so that the one of a name is the last."""
    for interview in found.interviews.exclude(sample__unit__household__head_name=name).order_by("pk"):
        accept_interviews(found, by=interview.assessor)
        interview.refresh_from_db()
        submit_interview(interview, by=interview.assessor, raw=answers_of(interview), version=0)
        agree_interviews([interview], by=User.objects.get(username=KEEPER))


def given_out(**facts) -> Verification:
    """Draw all three, and give them out: one assessor asks first, the other some of them blind."""
    by, assessors = User.objects.get(username=KEEPER), people_of_agency()
    usual = {"name": "红河州 2026 年核查", "starts_on": clock.today(), "blind_share": "1", "phone_share": "0"}
    found = draw_sample(verification(by, code="532500", **usual | facts), by=by, seed=SEED)
    return assign_sample(found, by=by, assessors=assessors)


def people_of_agency() -> list[User]:
    """Return the assessors in the order in which they were made."""
    return list(User.objects.filter(agency=agency()).order_by("username"))
