"""Verifications of the province over a handful of archives, made by its actions."""

import datetime

from audits.actions.verification.fieldwork import accept_interviews, agree_interviews, assign_sample, submit_interview
from audits.actions.verification.findings import begin_judging, decide_finding
from audits.actions.verification.photos import add_photo
from audits.actions.verification.projects import draw_sample, start_verification
from audits.actions.verification.questionnaires import copy_questionnaire
from audits.models import Interview, Verification, VerificationFinding
from audits.verification.enums import InterviewStatus, PopulationClass, QuestionKind
from audits.verification.field import lists_of
from audits.verification.questions import asked
from core import clock
from organizations.enums import Role
from organizations.models import Agency, User
from tests.support.factories import union, user_with
from tests.support.files import photo, upload

SEED = "2026-11-20 4 8 15 16 23 42"


def agency(name: str = "云南诚信社会调查有限公司") -> Agency:
    """Return an agency, made on first use."""
    return Agency.objects.get_or_create(name=name)[0]


def verification(by: User, *, code: str = "530000", **facts) -> Verification:
    """Set a verification up: archives on file, half of them, unless said otherwise."""
    usual = {
        "name": "2026 年第三方核查",
        "agency": agency(),
        "starts_on": datetime.date(2026, 11, 1),
        "ends_on": datetime.date(2026, 12, 31),
        "exits_since": datetime.date(2026, 1, 1),
        "classes": [PopulationClass.ON_FILE],
    }
    return start_verification(by=by, union=union(code), **usual | facts)


def assessors(count: int = 2, *, code: str = "530000") -> list[User]:
    """Make assessors of the agency, each for the whole of a union."""
    made = [user_with(Role.ASSESSOR, code) for _each in range(count)]
    User.objects.filter(pk__in=[one.pk for one in made]).update(agency=agency())
    return list(User.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


def in_the_field(by: User, people: list[User], **facts) -> Verification:
    """Draw, share out and accept; the field work lasts from yesterday until tomorrow."""
    day = datetime.timedelta(days=1)
    dates = {"starts_on": clock.today() - day, "ends_on": clock.today() + day}
    found = draw_sample(verification(by, **dates | facts), by=by, seed=SEED)
    assign_sample(found, by=by, assessors=people)
    for person in people:
        accept_interviews(found, by=person)
    return found


def verifications_of(users: dict[str, User]) -> dict[str, object]:
    """Make what the tables of pages name: a draft of 红河州, and one in the field that the assessor works in."""
    by, first = users["pro"], users["ass"]
    User.objects.filter(pk=first.pk).update(agency=agency())
    first.refresh_from_db()
    draft = verification(by, code="532500", name="筹备中的核查")
    running = in_the_field(by, [first, *assessors(1, code="532500")], code="532500", name="入户中的核查")
    interview = running.interviews.filter(assessor=first).order_by("pk")[0]
    kept = add_photo(interview, by=first, upload=upload(photo()))
    written = copy_questionnaire(running.questionnaire, by=by)
    named = {"agency": agency().pk, "interview_photo": kept.pk}
    named |= {"sheet": written.pk, "ask": written.questions.all()[5].pk}
    return named | {"draft_verification": draft.pk, "verification": running.pk, "interview": interview.pk}


def answers_of(interview: Interview, **more) -> dict:
    """Answer every question that is asked, in the way that says least."""
    asks = interview.verification.questionnaire.asks(interview.sample.stratum.population_class, interview.round)
    lists = lists_of(interview)
    said = {"identity_same": "yes", "members_same": "yes", "cause_same": "yes", "persons": "1", "visits": "2"} | more
    for ask in asked(asks, said):
        if ask.kind in (QuestionKind.EACH_AID, QuestionKind.EACH_MEASURE):
            said.setdefault(ask.code, dict.fromkeys(lists.of(ask.kind), ask.choices[0][0]))
        elif ask.choices and ask.is_required:
            said.setdefault(ask.code, ask.choices[0][0])
    return said


def answered(found: Verification, by: User, *, said: dict[str, dict] | None = None) -> Verification:
    """Hand every interview in and agree to it, the answers of some households (by number) as said."""
    for interview in found.interviews.exclude(status=InterviewStatus.DROPPED).order_by("pk"):
        raw = answers_of(interview, **(said or {}).get(interview.sample.unit.key, {}))
        submit_interview(interview, by=interview.assessor, raw=raw, version=interview.version)
    agree_interviews(list(found.interviews.exclude(status=InterviewStatus.DROPPED)), by=by)
    return found


def judged(found: Verification, by: User, *, said: dict[str, dict] | None = None) -> Verification:
    """Answer every interview and begin to judge."""
    return begin_judging(answered(found, by, said=said), by=by)


def decided(finding: VerificationFinding, judges: list[User], outcome: str = "") -> VerificationFinding:
    """Let two decide alike, as proposed unless another outcome is given."""
    for judge in judges:
        finding = decide_finding(finding, by=judge, outcome=outcome or finding.proposed, words="核对问卷和佐证。")
    return finding
