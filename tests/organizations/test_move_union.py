"""Moving a union with all below it."""

import pytest

from core.errors import DomainError, NotAllowed
from households.models import Household
from organizations.actions.unions import create_union, move_union
from organizations.enums import AccessVerb, Role, UnionKind
from organizations.models import Union
from tests.support.factories import HouseholdFactory, UserFactory, union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def township(sysadmin):
    return create_union(union("532524"), by=sysadmin, kind=UnionKind.TOWNSHIP, name="临安镇总工会")


@pytest.fixture
def school(sysadmin, township):
    return create_union(township, by=sysadmin, kind=UnionKind.GRASSROOTS, name="第一小学工会")


def test_branch_moves_whole_and_the_tree_stays_sound(sysadmin, township, school, log_lines):
    move_union(township, to=union("532525"), by=sysadmin)
    assert [u.name for u in Union.objects.get_descendants(union("532525"))] == ["临安镇总工会", "第一小学工会"]
    assert union("532524").numchild == 0
    assert Union.objects.find_problems() == ([], [], [], [], [])
    assert log_lines(AccessVerb.ADMIN)[-1] == (
        "sysadmin",
        "532524-001",
        "调整隶属：临安镇总工会 由 建水县总工会 调整到 石屏县总工会",
    )


def test_households_follow_into_the_scope_of_the_new_parent(sysadmin, officer, township, school):
    household = HouseholdFactory(union=school)
    newcomer = user_with(Role.OFFICER, "532525")
    assert (household in Household.objects.visible_to(officer)) is True
    move_union(township, to=union("532525"), by=sysadmin)
    assert (household in Household.objects.visible_to(officer)) is False
    assert (household in Household.objects.visible_to(newcomer)) is True
    household.refresh_from_db()
    assert household.union_path == Union.objects.get(pk=school.pk).path


def test_roles_of_the_staff_move_along(sysadmin, school, township):
    teacher = UserFactory(union=school)
    user_role = user_with(Role.CADRE).role_assignments.get()
    user_role.user, user_role.union = teacher, school
    user_role.save()
    move_union(township, to=union("532525"), by=sysadmin)
    assert teacher.scope.holds([Role.CADRE], Union.objects.get(pk=school.pk).path)


def test_roles_end_where_the_account_is_not_above_any_more(sysadmin, township, log_lines):
    clerk = user_with(Role.OFFICER, "532524", username="clerk")
    clerk.role_assignments.update(union=township)
    move_union(township, to=union("532525"), by=sysadmin)
    assert clerk.scope.roles == frozenset()
    assert ("sysadmin", "clerk", "隶属调整后收回角色：经办 · 临安镇总工会") in log_lines(AccessVerb.ADMIN)


def test_moving_to_where_it_is_changes_nothing(sysadmin, township, log_lines):
    before = len(log_lines(AccessVerb.ADMIN))
    assert move_union(township, to=union("532524"), by=sysadmin).path == township.path
    assert len(log_lines(AccessVerb.ADMIN)) == before


def test_pressing_twice_moves_once(sysadmin, township):
    for _press in range(2):
        move_union(township, to=union("532525"), by=sysadmin)
    assert union("532525").numchild == 1


def test_kinds_hold_for_moves_too(sysadmin, township):
    with pytest.raises(DomainError, match=r"产业（系统）工会之下只能设：基层工会"):
        move_union(township, to=union("CY01"), by=sysadmin)


def test_union_does_not_move_below_itself(sysadmin, school):
    below = create_union(school, by=sysadmin, kind=UnionKind.GRASSROOTS, name="一年级工会小组")
    with pytest.raises(DomainError, match="不能调整到自己或自己的下级工会之下"):
        move_union(school, to=below, by=sysadmin)


def test_union_does_not_move_below_a_closed_one(sysadmin, township):
    Union.objects.filter(code="532525").update(is_active=False)
    with pytest.raises(DomainError, match="石屏县总工会已撤销"):
        move_union(township, to=union("532525"), by=sysadmin)


def test_both_ends_must_lie_in_the_administrators_range(county_sysadmin, secadmin, township):
    for user in (county_sysadmin, secadmin):
        with pytest.raises(NotAllowed):
            move_union(township, to=union("532525"), by=user)


def test_nobody_moves_the_union_that_he_administers(county_sysadmin):
    with pytest.raises(NotAllowed):
        move_union(union("532524"), to=union("530100"), by=county_sysadmin)


def test_province_stays_where_it_is(sysadmin):
    with pytest.raises(NotAllowed, match="省总工会是最上级"):
        move_union(union("530000"), to=union("532500"), by=sysadmin)


def test_form_takes_a_chosen_code_or_a_whole_name(as_user, sysadmin, township):
    client = as_user(sysadmin)
    assert client.post("/unions/532524-001/move/", {"to": "532525"}).status_code == 302
    assert client.post("/unions/532524-001/move/", {"to_q": "建水县总工会"}).status_code == 302
    assert Union.objects.get_parent(Union.objects.get(pk=township.pk)) == union("532524")


def test_form_refuses_a_name_that_it_does_not_know(as_user, sysadmin, township):
    page = as_user(sysadmin).post("/unions/532524-001/move/", {"to_q": "没有这个"}).content.decode()
    assert "没有找到这个工会" in page
