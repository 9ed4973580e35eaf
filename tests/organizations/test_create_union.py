"""Adding a union below another."""

import pytest

from core.errors import DomainError, NotAllowed
from organizations.actions.unions import create_union
from organizations.enums import AccessVerb, UnionKind
from organizations.models import DivisionCode, Union
from tests.support.factories import union

pytestmark = pytest.mark.django_db


def create(by, parent="532524", kind=UnionKind.TOWNSHIP, name="建水县临安镇总工会", **more):
    return create_union(union(parent), by=by, kind=kind, name=name, **more)


def test_union_stands_below_its_parent_with_a_code_of_its_own(sysadmin, log_lines):
    first, second = create(sysadmin), create(sysadmin, name="建水县官厅镇总工会")
    assert [first.code, second.code] == ["532524-001", "532524-002"]
    assert [u.name for u in Union.objects.get_children(union("532524"))] == ["建水县临安镇总工会", "建水县官厅镇总工会"]
    assert Union.objects.find_problems() == ([], [], [], [], [])
    assert log_lines(AccessVerb.ADMIN)[0] == (
        "sysadmin",
        "532524-001",
        "新建工会：建水县临安镇总工会（上级：建水县总工会）",
    )


def test_own_codes_are_kept_in_capitals(sysadmin):
    assert create(sysadmin, kind=UnionKind.GRASSROOTS, name="水厂工会", code="js-01").code == "JS-01"


def test_codes_stay_short_however_deep_the_tree(sysadmin):
    parent = create(sysadmin, kind=UnionKind.GRASSROOTS, name="一级工会")
    for level in range(2, 6):
        parent = create_union(parent, by=sysadmin, kind=UnionKind.GRASSROOTS, name=f"{level}级工会")
    assert len(parent.code) <= 20


def test_county_needs_a_division_code_of_its_prefecture(sysadmin):
    made = create(sysadmin, "532500", UnionKind.COUNTY, "新城区总工会", code="532505", division_name="新城区")
    assert DivisionCode.objects.get(union=made).name == "新城区"
    for code, reason in [
        ("", "6 位行政区划代码"),
        ("530199", "应以 5325 开头"),
        ("532524", "现由或曾由 建水县总工会 使用"),
    ]:
        with pytest.raises(DomainError, match=reason) as refusal:
            create(sysadmin, "532500", UnionKind.COUNTY, "又一区总工会", code=code)
        assert refusal.value.field == "code"


@pytest.mark.parametrize(
    ("parent", "kind", "reason"),
    [
        ("532524", UnionKind.COUNTY, r"县（市、区）工会之下只能设：乡镇（街道）、基层工会"),
        ("530000", UnionKind.COUNTY, "省级工会之下只能设"),
        ("530000", UnionKind.TOWNSHIP, "省级工会之下只能设"),
        ("CY01", UnionKind.TOWNSHIP, r"产业（系统）工会之下只能设：基层工会"),
    ],
)
def test_kinds_follow_the_levels_of_unions(sysadmin, parent, kind, reason):
    with pytest.raises(DomainError, match=reason):
        create(sysadmin, parent, kind, "某工会", code="532598")


def test_second_press_makes_no_second_union(sysadmin):
    create(sysadmin)
    with pytest.raises(DomainError, match="已有同名工会"):
        create(sysadmin)
    assert union("532524").numchild == 1


@pytest.mark.parametrize("code", ["js 01", "ABC", "1" * 21, "../x1"])
def test_codes_that_do_not_fit_an_address_are_refused(sysadmin, code):
    with pytest.raises(DomainError, match="编码只能用"):
        create(sysadmin, code=code)


def test_code_that_another_union_has_is_refused(sysadmin):
    with pytest.raises(DomainError, match="编码 CY01 已被 云南省教育工会 使用"):
        create(sysadmin, code="cy01")


def test_nothing_is_added_below_a_closed_union(sysadmin):
    Union.objects.filter(code="532524").update(is_active=False)
    with pytest.raises(DomainError, match="建水县总工会已撤销"):
        create(sysadmin)


def test_only_the_system_administrator_of_the_place_adds(secadmin, officer, county_sysadmin):
    for user, parent in [(secadmin, "532524"), (officer, "532524"), (county_sysadmin, "532500")]:
        with pytest.raises(NotAllowed):
            create(user, parent, UnionKind.GRASSROOTS)


def test_form_shows_the_refusal_at_its_field_and_keeps_what_was_typed(as_user, sysadmin):
    data = {"kind": "township", "name": "临安镇总工会", "code": "CY01"}
    page = as_user(sysadmin).post("/unions/532524/add/", data).content.decode()
    assert 'id="id_code_error"' in page
    assert 'value="临安镇总工会"' in page


def test_form_leads_to_the_new_union(as_user, county_sysadmin):
    data = {"kind": "township", "name": "临安镇总工会", "code": ""}
    assert as_user(county_sysadmin).post("/unions/532524/add/", data).url == "/unions/532524-001/"
