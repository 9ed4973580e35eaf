"""Who may not act on an archive, a cadre or a standard is refused by the action itself, whichever door it came by."""

import datetime
import uuid
from pathlib import Path

import pytest

from assistance.actions import aid
from assistance.models import AidRecord
from audits.actions.clear import confirm_clear
from audits.enums import ConfirmationKind
from core.errors import NotAllowed
from households.actions import archives, attachments, departures, difficulties, imports, income, people, standards
from households.enums import ImportStatus, Need
from households.models import Attachment, Difficulty, ImportRun, IncomeSurvey, LivingStandard, Member, MinimumWage
from pairing.actions import cadres, pairings, units, visits
from pairing.enums import VisitMethod
from pairing.models import Pairing, Visit
from tests.support.factories import CadreFactory, HelpingUnitFactory
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 5)
SEEN = {"on": DAY, "method": VisitMethod.HOME, "situation": "家中无变化"}
AMOUNT = {"valid_from": DAY, "amount": 700}
ACTS = {
    "log a visit": lambda home, by: visits.log_visit(home, by=by, client_id=uuid.uuid4(), **SEEN),
    "correct a visit": lambda home, by: visits.correct_visit(
        Visit.objects.create(household=home, client_id=uuid.uuid4(), visitor_name="甲", **SEEN), by=by, **SEEN
    ),
    "record a difficulty": lambda home, by: difficulties.record_difficulty(
        home, by=by, need=Need.LIVING, description="难"
    ),
    "edit a difficulty": lambda home, by: difficulties.edit_difficulty(Difficulty(household=home), by=by, facts={}),
    "strike one off": lambda home, by: difficulties.strike_off_difficulty(
        Difficulty(household=home), by=by, on=DAY, reason="已解决"
    ),
    "reopen one": lambda home, by: difficulties.reopen_difficulty(Difficulty(household=home), by=by),
    "record aid": lambda home, by: aid.record_aid(home, by=by, facts={}),
    "correct aid": lambda home, by: aid.correct_aid(AidRecord(household=home), by=by, facts={}),
    "remove aid": lambda home, by: aid.remove_aid(AidRecord(household=home), by=by),
    "state no aid": lambda home, by: aid.state_no_aid(home, by=by, years=[2020]),
    "take that back": lambda home, by: aid.take_back_no_aid(home, by=by, year=2020),
    "attach a file": lambda home, by: attachments.attach_file(
        home, by=by, kind="other", title="", upload=upload(photo())
    ),
    "remove a file": lambda home, by: attachments.remove_attachment(Attachment(household=home), by=by),
    "confirm six-clear": lambda home, by: confirm_clear(home, by=by, kind=ConfirmationKind.CADRE),
    "open an archive": lambda home, by: archives.open_archive(by=by, union=home.union, facts={}, worker={}),
    "edit an archive": lambda home, by: archives.edit_archive(home, by=by, facts={}),
    "edit its sections": lambda home, by: archives.edit_sections(home, by=by, edits=[]),
    "add a member": lambda home, by: people.add_member(home, by=by, facts={}),
    "edit a member": lambda home, by: people.edit_member(Member(household=home), by=by, facts={}),
    "remove a member": lambda home, by: people.remove_member(Member(household=home), by=by),
    "a member departs": lambda home, by: departures.depart_member(Member(household=home), by=by, on=DAY, why=""),
    "and is back": lambda home, by: departures.take_back_departure(Member(household=home), by=by),
    "record a survey": lambda home, by: income.record_survey(home, by=by, facts={}, lines={}),
    "edit a survey": lambda home, by: income.edit_survey(IncomeSurvey(household=home), by=by, facts={}, lines={}),
    "set a standard": lambda home, by: standards.set_standard(by=by, union=home.union, **AMOUNT),
    "remove a standard": lambda home, by: standards.remove_standard(LivingStandard(union=home.union), by=by),
    "set a wage": lambda home, by: standards.set_minimum_wage(by=by, union=home.union, **AMOUNT),
    "remove a wage": lambda home, by: standards.remove_minimum_wage(MinimumWage(union=home.union), by=by),
    "pair": lambda home, by: pairings.pair_household(home, by=by, cadre=CadreFactory(), started_on=DAY),
    "end a pairing": lambda home, by: pairings.end_pairing(Pairing(household=home), by=by, on=DAY, reason=""),
    "register a cadre": lambda home, by: cadres.register_cadre(by=by, facts={"union": home.union, "name": "甲"}),
    "edit a cadre": lambda home, by: cadres.edit_cadre(CadreFactory(), by=by, facts={}),
    "link an account": lambda home, by: cadres.link_account(CadreFactory(), by=by, account=None),
    "a cadre leaves": lambda home, by: cadres.deactivate_cadre(CadreFactory(), by=by),
    "and is back in office": lambda home, by: cadres.reactivate_cadre(CadreFactory(is_active=False), by=by),
    "register a unit": lambda home, by: units.register_unit(by=by, facts={"union": home.union, "name": "乙"}),
    "edit a unit": lambda home, by: units.edit_unit(HelpingUnitFactory(), by=by, facts={}),
}


def is_refused(act, *asked) -> bool:
    try:
        act(*asked)
    except NotAllowed:
        return True
    return False


def test_only_who_may_act_does(household, reviewer, outsider):
    tried = [(name, by, act) for name, act in ACTS.items() for by in (reviewer, outsider)]
    assert [(name, by) for name, by, act in tried if not is_refused(act, household, by)] == []


def test_only_the_county_checks_and_only_officers_bring_workbooks(household, officer, reviewer):
    facts = {"file_name": "a.xlsx", "sha256": "0" * 64, "status": ImportStatus.PREVIEWED}
    run, former = (ImportRun.objects.create(by=by, **facts) for by in (officer, reviewer))
    for act in (
        lambda: confirm_clear(household, by=officer, kind=ConfirmationKind.COUNTY),
        lambda: imports.upload_workbook(Path("a.xlsx"), by=reviewer, file_name="a.xlsx"),
        lambda: imports.confirm_import(run, by=reviewer),
        lambda: imports.cancel_import(run, by=reviewer),
        lambda: imports.confirm_import(former, by=reviewer),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nobody_moves_a_cadre_or_a_unit_to_a_union_he_does_not_keep(officer, outsider):
    elsewhere = {"union": outsider.union}
    with pytest.raises(NotAllowed):
        cadres.edit_cadre(CadreFactory(), by=officer, facts=elsewhere)
    with pytest.raises(NotAllowed):
        units.edit_unit(HelpingUnitFactory(), by=officer, facts=elsewhere)
