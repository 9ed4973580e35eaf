"""援助站点: the tree with its cards, who sees it, and who keeps it."""

import pytest
from django.urls import reverse

from organizations.enums import Role
from pairing.enums import StationLevel
from pairing.models import Station
from tests.support.factories import StationFactory, union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    """Make a prefecture's centre, a county's and two below it, and one of 昆明."""
    top = StationFactory(union=union("532500"), level=StationLevel.PREFECTURE, name="红河州援助中心")
    city = StationFactory(level=StationLevel.CITY, name="建水县分中心", parent=top)
    town = StationFactory(level=StationLevel.TOWNSHIP, name="临安镇援助站", parent=city)
    works = StationFactory(level=StationLevel.ENTERPRISE, name="糖业公司援助点", parent=town)
    StationFactory(union=union("530100"), level=StationLevel.PREFECTURE, name="昆明市援助中心")
    return {"top": top, "city": city, "town": town, "works": works}


def tree(node):
    return {node.station.name: [tree(child) for child in node.below]}


def shown(client, **query):
    network = client.get(reverse("stations"), query).context["network"]
    return [station.name for station in network.above], [tree(root) for root in network.roots]


BELOW = {"建水县分中心": [{"临安镇援助站": [{"糖业公司援助点": []}]}]}


def test_a_county_sees_its_tree_below_the_centre_of_the_prefecture(network, as_user, officer, reviewer):
    for user in (officer, reviewer):
        assert shown(as_user(user)) == (["红河州援助中心"], [BELOW])


def test_a_cadre_sees_the_cards_with_a_number_to_dial(network, as_user, cadre):
    page = as_user(cadre).get(reverse("stations")).content.decode()
    assert 'href="tel:15400000001"' in page
    assert "修改" not in page


def test_a_prefecture_sees_down_to_the_townships_and_the_province_to_the_counties(
    network, as_user, registrar, provincial
):
    assert shown(as_user(registrar)) == ([], [{"红河州援助中心": [{"建水县分中心": [{"临安镇援助站": []}]}]}])
    assert shown(as_user(provincial)) == ([], [{"昆明市援助中心": []}, {"红河州援助中心": [{"建水县分中心": []}]}])
    assert shown(as_user(provincial), union="532524") == (["红河州援助中心"], [BELOW])
    assert shown(as_user(provincial), q="糖业") == ([], [{"糖业公司援助点": []}])


def test_outsiders_see_nothing_of_it(network, as_user, outsider, sysadmin):
    assert shown(as_user(outsider)) == ([], [{"昆明市援助中心": []}])
    assert as_user(outsider).get(reverse("station_edit", args=[network["city"].pk])).status_code == 404
    assert as_user(sysadmin).get(reverse("stations")).status_code == 403


@pytest.fixture
def facts(network):
    """Return what the form sends for a new township station."""
    return {
        "union": union("532524").pk,
        "level": "township",
        "name": "西庄镇援助站",
        "parent": network["city"].pk,
        "contact_name": "王芳",
        "phone": "0873 7650001",
        "services": "政策咨询",
    }


def test_an_officer_registers_a_station(as_user, officer, facts):
    client = as_user(officer)
    assert client.post(reverse("station_create"), facts).url == f"{reverse('stations')}?union=532524"
    station = Station.objects.get(name="西庄镇援助站")
    assert (station.phone, station.parent.name) == ("08737650001", "建水县分中心")
    assert "该工会已有同名站点" in client.post(reverse("station_create"), facts).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"level": "city"}, "不高于市（县）分中心"),
        ({"parent": "works"}, "所选上级站点不在可选范围内"),
        ({"union": "532500"}, "所选所属工会不在可选范围内"),
        ({"contact_name": ""}, "必填"),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_in_the_form(as_user, officer, facts, network, changed, words):
    known = {"works": network["works"].pk, "532500": union("532500").pk}
    data = facts | {name: known.get(value, value) for name, value in changed.items()}
    page = as_user(officer).post(reverse("station_create"), data).content.decode()
    assert words in page
    assert "西庄镇援助站" in page


def test_a_station_with_others_below_is_not_taken_out_of_use(as_user, officer, network):
    city = network["city"]
    data = {"union": city.union_id, "level": "city", "name": "建水县帮扶中心", "parent": city.parent_id}
    data |= {"contact_name": "李强", "phone": "15400000003"}
    client, url = as_user(officer), reverse("station_edit", args=[city.pk])
    assert "下面还有 1 个在用站点" in client.post(url, data).content.decode()
    client.post(url, data | {"is_active": "on"})
    city.refresh_from_db()
    assert (city.name, city.is_active) == ("建水县帮扶中心", True)


def test_a_station_does_not_sink_below_those_under_it(as_user, officer, network):
    town = network["town"]
    data = {"union": town.union_id, "level": "enterprise", "name": town.name, "parent": town.parent_id}
    data |= {"contact_name": "李强", "phone": "15400000003", "is_active": "on"}
    page = as_user(officer).post(reverse("station_edit", args=[town.pk]), data).content.decode()
    assert "本站点应高于它" in page


def test_only_officers_of_its_union_keep_a_station(as_user, network, reviewer, cadre, officer):
    url = reverse("station_edit", args=[network["city"].pk])
    assert [as_user(user).get(url).status_code for user in (officer, reviewer, cadre)] == [200, 403, 403]
    above = reverse("station_edit", args=[network["top"].pk])
    assert as_user(officer).get(above).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(as_user, officer, count, django_assert_num_queries):
    StationFactory.create_batch(count)
    client = as_user(officer)
    with django_assert_num_queries(7):
        assert len(shown(client)[1]) == count


def test_an_empty_network_says_where_to_begin(as_user, officer):
    assert "从州级中心和县级分中心开始登记" in as_user(officer).get(reverse("stations")).content.decode()
    user = user_with(Role.CADRE)
    assert "请与本级工会经办人员联系" in as_user(user).get(reverse("stations")).content.decode()
