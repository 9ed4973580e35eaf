"""困难职工申请（申报）表: the paper form of an application, for the household's signature and the unions' opinions."""

from dataclasses import dataclass, field
from typing import ClassVar

from households.models import Household
from households.rules import prints_in_full
from organizations.models import User
from reports.booklet.data import MEMBER_ROWS, Archive, Person, Survey, blanks, text
from reports.booklet.parts.archive import archive_of, person_of
from reports.booklet.parts.income import survey_of
from reports.booklet.parts.words import Numbers, day
from reports.forms.data import Opinion, PrintedForm, in_pairs
from reports.forms.loading import division_of, latest_review, load_people
from reports.forms.opinions import opinions_of
from reviews.enums import Subject

PROMISE = Opinion(
    "申请人承诺",
    "本人承诺以上所填内容及所附材料真实、完整，同意工会组织核对家庭经济状况。"
    "如有虚报、瞒报，自愿退回已享受的帮扶资金并承担相应责任。",
    hand="申请人签字（指模）：",
)
ASKED = "经审核，该家庭 □符合 □不符合 困难职工建档认定条件。"


@dataclass(frozen=True, kw_only=True)
class Application(PrintedForm):
    """The fields of the archive form, the members, what they live on, the promise and the opinions."""

    title: ClassVar[str] = "困难职工申请（申报）表"
    template: ClassVar[str] = "reports/forms/application.html"
    archive: Archive
    worker: Person
    applied_on: str = text("申报日期")
    members: tuple[Person, ...] = field(default=(), metadata={"label": "家庭成员"})
    survey: Survey = field(default=Survey(), metadata={"label": "收支情况"})
    opinions: tuple[Opinion, ...] = field(default=(), metadata={"label": "意见"})

    @property
    def boxes(self) -> list[tuple[Opinion, Opinion | None]]:
        """The applicant's promise and the opinions, two beside each other."""
        return in_pairs((PROMISE, *self.opinions))

    @property
    def member_blanks(self) -> range:
        return blanks(self.members, MEMBER_ROWS)


def load_application(household: Household, *, by: User | None) -> Application:
    """Return the application of a household as its archive stands now, with the opinions of its latest entry review.

    6 queries at most, 8 with a review.
    """
    load_people(household)
    review = latest_review(household, Subject.ENTRY)
    masked = by is None or not prints_in_full(by, household)
    numbers = Numbers(masked)
    people = [person for person in household.members.all() if person.is_present]
    surveys = list(household.surveys.all())
    return Application(
        number=household.archive_no,
        whose=household.head_name,
        masked=masked,
        archive=archive_of(household, numbers, division_of(household)),
        worker=next((person_of(person, numbers) for person in people if person.is_worker), Person()),
        applied_on=day(review.applied_on) if review else "",
        members=tuple(person_of(person, numbers) for person in people if not person.is_worker),
        survey=survey_of(surveys[0]) if surveys else Survey(),
        opinions=opinions_of(review, ASKED),
    )
