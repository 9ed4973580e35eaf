"""Taking a grievance in: number, code and clock; sent twice; without a name; about somebody; with files."""

import datetime
import uuid

import pytest
from pghistory.models import Context

from audits.actions.grievances.receiving import Came
from audits.forms.grievances import AvoidForm
from audits.grievances.codes import code_digest_of
from audits.grievances.enums import Channel, GrievanceCategory
from audits.grievances.rules import can_see
from audits.grievances.terms import last_day
from audits.models import Grievance, GrievanceFile
from core import clock
from core.errors import DomainError, NotAllowed
from organizations.enums import Role
from organizations.models import AccessLog, User
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.files import paper, photo, photo_with_place
from tests.support.grievances import TEXT, complained, sent

pytestmark = pytest.mark.django_db


def test_number_code_and_clock():
    made, code = sent()
    assert (made.status, made.due_on) == ("received", last_day(clock.today(), 10))
    assert [step.kind for step in made.steps.all()] == ["received"]
    kept = {str(getattr(made, field.attname)) for field in Grievance._meta.concrete_fields}
    assert code not in kept
    assert made.code_digest == code_digest_of(made.number, code.lower().replace("-", " "))


def test_the_same_form_twice_is_one_with_one_code_and_an_edited_one_another():
    came = Came(uuid.uuid4())
    (first, code), (again, same), (other, new) = (
        sent(came=came),
        sent(came=came),
        sent(came=came, text=TEXT + "再补充。"),
    )
    assert (again, same) == (first, code)
    assert other != first
    assert new != code
    assert Grievance.objects.count() == 2


def test_without_a_name_nothing_is_kept_of_who_it_was():
    made = complained(is_anonymous=True, name="何春生", phone="13987301234", papers=(photo_with_place(),))
    assert (made.name, made.phone, made.entered_by) == ("", "", None)
    kept = made.files.get()
    assert (kept.title, kept.uploaded_by) == ("附件 1", None)
    assert not Context.objects.exists()
    assert not AccessLog.objects.exists()


def test_without_a_name_no_file_that_may_hold_one_is_taken():
    with pytest.raises(DomainError, match="只收照片") as refused:
        complained(is_anonymous=True, papers=(paper(),))
    assert refused.value.field == "papers"
    assert not GrievanceFile.objects.exists()
    assert complained(papers=(paper(),)).files.get().title == "附件 1"


def test_who_is_named_in_it_is_kept_away_from_the_start(officer, outsider):
    made = complained(about=f"{officer.name}、{outsider.name}")
    assert list(made.avoided.all()) == [officer]
    assert not Grievance.objects.visible_to(officer).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"text": "  "}, "text"), ({"text": "长" * 2001}, "text"), ({"name": ""}, "name")],
)
def test_what_is_missing_is_said_at_its_field(facts, field):
    with pytest.raises(DomainError) as refused:
        complained(**facts)
    assert refused.value.field == field


def test_a_letter_of_last_week_runs_from_last_week(officer):
    day = clock.today() - datetime.timedelta(days=7)
    came = Came(uuid.uuid4(), Channel.LETTER, day, officer)
    made = complained(came=came, category=GrievanceCategory.NOTICE)
    assert (clock.day_of(made.received_at), made.due_on) == (day, last_day(day, 5))
    assert made.entered_by == officer


def test_staff_of_elsewhere_write_nothing_down_here(outsider):
    with pytest.raises(NotAllowed):
        complained(came=Came(uuid.uuid4(), Channel.PHONE, by=outsider))


def test_no_archive_of_another_union_is_linked(officer):
    away = HouseholdFactory(union=union("530100"))
    with pytest.raises(DomainError, match="不在建水县总工会范围内"):
        complained(came=Came(uuid.uuid4(), Channel.VISIT, by=officer, household=away))


def test_a_wish_for_secrecy_that_comes_with_the_same_form_is_kept(officer):
    came = Came(uuid.uuid4())
    (open_one, code), (secret, other) = sent(came=came), sent(came=came, is_secret=True)
    assert (open_one.is_secret, secret.is_secret, code == other) == (False, True, False)
    assert sent(came=came, papers=(photo(),))[0].files.exists()
    assert sent(came=came, phone="13987305678")[0].phone == "13987305678"


def test_who_is_named_and_comes_here_from_elsewhere_is_kept_away_too(reviewer):
    before = user_with(Role.REVIEWER, "532524", name="依香·罕")
    User.objects.filter(pk=before.pk).update(union=union("530100"))
    made = complained(about="依\u2002香罕主任")
    since = user_with(Role.REVIEWER, "532524", name="依 香罕")
    assert list(made.avoided.all()) == [before]
    for person in (before, since):
        assert not Grievance.objects.visible_to(person).exists()
        assert not can_see(person, made)


def test_who_reads_grievances_may_be_kept_away_and_not_only_who_handles_them(reviewer, registrar):
    form = AvoidForm(grievance=complained(), user=reviewer)
    assert set(form.fields["person"].queryset) == {reviewer, registrar}


@pytest.mark.parametrize("about", ["建水县总工会{0}主任", "{0}和他的同事", "{1}　{2}", "\u202e{0}"])
def test_a_name_among_other_words_is_found(officer, about):
    assert list(complained(about=about.format(officer.name, officer.name[0], officer.name[1:])).avoided.all()) == [
        officer
    ]


def test_words_that_nobody_sees_are_none():
    for facts, field in (({"text": "\u200b\u200b"}, "text"), ({"name": "\u200e"}, "name")):
        with pytest.raises(DomainError) as refused:
            complained(**facts)
        assert refused.value.field == field


def test_one_about_all_who_could_accept_it_is_refused_in_words(reviewer):
    with pytest.raises(DomainError, match="没有人可以受理") as refused:
        complained(about=reviewer.name)
    assert refused.value.field == "about"
    assert not Grievance.objects.exists()
