"""Finding an archive by what a clerk remembers of it."""

import pytest

from core.identity import complete_identity_no
from households.models import Household
from households.summaries import refresh_summary
from tests.support.factories import HouseholdFactory, MemberFactory

pytestmark = pytest.mark.django_db
ENDS_IN_X = next(n for i in range(100, 999) if (n := complete_identity_no(f"53252419800101{i}")).endswith("X"))


@pytest.fixture(autouse=True)
def archive(db):
    household = HouseholdFactory(
        archive_no="532524201900007",
        worker="欧阳小兰",
        worker__workplace="建水县紫陶工艺厂ABC",
        worker__identity_no=ENDS_IN_X,
    )
    MemberFactory(household=household, name="𬭚建国·买买提")
    refresh_summary(household)
    HouseholdFactory(archive_no="532524201900008", worker="钱大力")
    return household


@pytest.mark.parametrize(
    "term",
    [
        "欧阳小兰",
        "阳小",
        "兰",
        "oyxl",
        "OY",
        "紫陶",
        "工艺厂",
        "厂ABC",
        "abc",
        "紫陶工艺厂ABC",
        "532524201900007",
        "5325242019 欧阳",
        ENDS_IN_X,
        ENDS_IN_X.lower(),
        "𬭚建国",
        "国·买",
        "cjgmm 建国",
    ],
)
def test_it_is_found(term, archive):
    assert archive in Household.objects.matching(term)


@pytest.mark.parametrize("term", ["欧阳大", "xl", "紫陶 钱", ENDS_IN_X[:17], ENDS_IN_X[:10], "兰小"])
def test_it_is_not_found(term, archive):
    assert archive not in Household.objects.matching(term)


@pytest.mark.parametrize("term", ["'", "\\", "a' | 'b", "& | ! ( ) : *", "a:*", "(", "<->", "%", "!!"])
def test_signs_of_the_query_language_are_only_signs(term):
    assert list(Household.objects.matching(term)) in ([], list(Household.objects.all()))


def test_an_identity_number_is_found_whole_only(archive):
    number = archive.members.get(relation="self").identity_no
    assert not Household.objects.matching(number[:17]).exists()
