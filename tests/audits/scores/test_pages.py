"""The pages of the assessment: who sees whose points and places, writing on screen, refusals that keep the rest."""

import re

import pytest

from audits.actions.scores.cards import open_cards
from audits.actions.scores.sheets import copy_sheet, publish_sheet
from audits.models import Mark, ScoreCard, ScoreSheet
from audits.scores.enums import ItemKind
from audits.scores.measuring import NOT_KEPT
from core import clock
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.files import photo, upload
from tests.support.scores import card_of, checked, closed, leave_counties, opened, published, self_scored, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(household, provincial, checker):
    """Results of three counties: 个旧市 first, 建水县 last."""
    leave_counties("532501", "532502", "532524")
    return closed(opened(provincial), provincial, checker, {"532501": "40", "532524": "38"})


def card_path(found, code="532524"):
    return card_of(found, code).get_absolute_url()


def test_an_outsider_finds_nothing(done, outsider, as_user):
    client = as_user(outsider)
    assert client.get("/scores/").context["rows"] == []
    paths = [done.get_absolute_url(), f"{done.get_absolute_url()}results/", card_path(done)]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_a_county_sees_its_own_points_and_place_and_no_other_name(done, officer, as_user):
    client = as_user(officer)
    assert client.get(card_path(done, "532501")).status_code == 404
    assert client.get(f"{done.get_absolute_url()}results/").status_code == 403
    pages = [client.get(path).content.decode() for path in ("/scores/", done.get_absolute_url(), card_path(done))]
    assert "38.00 分，第 3 名" in pages[0]
    assert "第 3 名（共 3 个单位）" in pages[2]
    others = set(done.cards.exclude(union__code="532524").values_list("union__name", flat=True))
    assert not [name for page in pages for name in others if name in page]


def test_of_a_sheet_of_the_province_a_prefecture_sees_its_counties_alone(household, provincial, as_user):
    leave_counties("532501", "532524", "530102")
    approver = user_with(Role.APPROVER, "530000", username="above")
    found = closed(opened(provincial, code="530000"), provincial, approver, {"532501": "40"})
    client = as_user(user_with(Role.REGISTRAR, "532500", username="prefecture"))
    page = client.get(found.get_absolute_url())
    assert {card.union.path[:8] for card in page.context["page"]} == {union("532500").path}
    assert client.get(f"{found.get_absolute_url()}results/").status_code == 403
    assert "（共 3 个单位），同级第 2 名（共 2 个）" in client.get(card_path(found)).content.decode()


def test_the_checker_is_ahead_of_the_union_until_the_results(household, provincial, officer, checker, as_user):
    found = opened(provincial)
    checked(self_scored(card_of(found), officer), checker, "31.25", "纪要缺一次。")
    said = {user: as_user(user).get(card_path(found)).content.decode() for user in (officer, checker)}
    assert ["31.25" in said[user] or "纪要缺一次" in said[user] for user in (officer, checker)] == [False, True]
    assert "31.25" not in as_user(officer).get(found.get_absolute_url()).content.decode()


def test_a_sheet_is_begun_on_its_page(provincial, as_user):
    client = as_user(provincial)
    said = {"union": "532500", "year": "2026", "name": "县级考核", "kinds": ["county"], "full": "100"}
    said |= {"beginning": "empty"}
    assert "请选择" in client.post("/scores/new/", said | {"kinds": ["prefecture"]}).content.decode()
    path = client.post("/scores/new/", said).url
    assert "还没有考核类别" in client.get(path).content.decode()
    assert "还没有考核项目" in client.get(path).content.decode()


def test_items_are_added_and_the_sheet_is_published_on_its_pages(provincial, as_user):
    client, path = as_user(provincial), sheet(provincial).get_absolute_url()
    client.post(f"{path}items/new/", {"name": "结对帮扶"})
    item = {"name": "走访", "kind": "indicator", "sense": "base", "weight": "100", "source": "visits_in_time"}
    item |= {"scale": "steps", "bound_0": "95", "points_0": "100", "bound_1": "80"}
    adding = f"{path}items/{ScoreSheet.objects.get().items.get().pk}/new/"
    page = client.post(adding, item).content.decode()
    assert "界限和得分要一起填写" in page
    assert 'value="80"' in page
    client.post(adding, item | {"points_1": "60"})
    page = client.get(path).content.decode()
    assert "达到 95% 得 100 分；达到 80% 得 60 分；其余得 0 分。" in page
    assert "已发布" in client.post(f"{path}publish/", follow=True).content.decode()
    assert client.get(adding).status_code == 403


def test_an_item_is_changed_and_a_hidden_scale_is_taken_out(provincial, as_user):
    made = sheet(provincial, shipped=True)
    path = f"{made.get_absolute_url()}items/{made.items.get(code='clear_rate').pk}/"
    client = as_user(provincial)
    assert 'value="60.00"' in client.get(path).content.decode()
    said = {"name": "六清", "kind": "hand", "sense": "base", "weight": "10", "standard": "抽查。", "scale": "linear"}
    seen = client.get(path).context["form"].seen
    client.post(path, said | {"seen": seen})
    changed = made.items.get(code="clear_rate")
    assert (changed.kind, changed.source, changed.scale, changed.full_at) == (ItemKind.HAND, "", "", None)
    told = client.post(path, other := said | {"seen": seen, "weight": "20"})
    assert "修改了这一部分" in told.content.decode()
    assert client.post(path, other | {"seen": told.context["form"].seen}).url == made.get_absolute_url()


def test_cards_are_opened_until_a_day(household, provincial, as_user):
    found, client = published(provincial, year=clock.today().year - 1), as_user(provincial)
    path = f"{found.get_absolute_url()}open/"
    assert "不晚于今天" in client.post(path, {"day": "2099-01-01"}, follow=True).content.decode()
    page = client.post(path, {"day": f"{found.year}-01-01"}, follow=True).content.decode()
    assert "已生成 13 个单位的评分表" in page
    words = set(Mark.objects.exclude(item__source="").values_list("basis_words", flat=True))
    assert words == {f"{NOT_KEPT}，按计量当天（{clock.today():%Y-%m-%d}）的情况"}
    assert NOT_KEPT in client.get(card_path(found)).content.decode()


def test_a_union_scores_itself_on_screen_and_loses_nothing(household, cadre, provincial, officer, as_user):
    card = card_of(opened(provincial))
    path, client = f"{card.get_absolute_url()}self/", as_user(officer)
    key, measured = (card.marks.get(item__kind=kind).pk for kind in ("hand", "indicator"))
    said = {"seen": "0", f"score_{key}": "41", f"words_{key}": "两次纪要", f"papers_{key}": upload(photo())}
    page = client.post(path, said).content.decode()
    assert "0 到 40.00 分之间" in page
    assert "两次纪要" in page
    said |= {f"score_{key}": "38", f"score_{measured}": "50", f"papers_{key}": upload(photo()), "finish": "1"}
    page = client.post(path, said).content.decode()
    assert "须写明理由：“结对覆盖率”" in page
    assert re.search(r'name="seen" value="(\d+)"', page)[1] == "1"
    assert card.papers.count() == 1
    del said[f"papers_{key}"]
    assert client.post(path, said | {"seen": "1", f"words_{measured}": "漏登一户。"}).url == card.get_absolute_url()
    assert client.get(path).url == card.get_absolute_url()


def test_a_paper_that_is_none_is_refused_and_one_is_taken_back(provincial, officer, as_user):
    card = card_of(opened(provincial))
    path, client, key = f"{card.get_absolute_url()}self/", as_user(officer), card.marks.get(item__kind="hand").pk
    bad = {"seen": "0", f"papers_{key}": upload(b"PK\x03\x04", name="表.xlsx")}
    assert "“表.xlsx”没有上传" in client.post(path, bad).content.decode()
    client.post(path, {"seen": "0", f"papers_{key}": upload(photo())})
    paper = card.papers.get()
    assert client.get(f"/scores/papers/{paper.pk}/")["Content-Type"] == "image/jpeg"
    assert "已移除" in client.post(f"/scores/papers/{paper.pk}/remove/", follow=True).content.decode()
    assert client.get(f"/scores/papers/{paper.pk}/").status_code == 404


def test_a_checker_checks_on_screen_beside_what_was_claimed(household, provincial, officer, checker, as_user):
    card = self_scored(card_of(opened(provincial)), officer)
    path, client = f"{card.get_absolute_url()}check/", as_user(checker)
    key, measured = (card.marks.get(item__kind=kind).pk for kind in ("hand", "indicator"))
    form = client.get(path).context["form"]
    assert [form[f"score_{one}"].value() for one in (key, measured)] == [38, 0]
    said = {"seen": form.seen, f"score_{key}": "30", f"score_{measured}": "0", "finish": "1"}
    assert "须写明理由：“专题研究”" in client.post(path, said).content.decode()
    seen = ScoreCard.objects.get(pk=card.pk).version
    assert client.post(path, said | {"seen": seen, f"words_{key}": "纪要缺一次。"}).url == card.get_absolute_url()
    assert ScoreCard.objects.get(pk=card.pk).checked_by == checker


def test_results_stand_by_place(done, provincial, as_user):
    page = as_user(provincial).get(f"{done.get_absolute_url()}results/")
    rows = page.context["results"].rows
    assert [(rows[at].card.union.code, rows[at].card.place) for at in (0, -1)] == [("532501", 1), ("532524", 3)]
    assert [words for _heading, words in rows[-1].cells] == ["38.00"]


def test_the_year_before_stands_beside_this_one(household, provincial, checker, officer, as_user):
    leave_counties("532501", "532524")
    year = clock.today().year
    last = opened(provincial, year=year - 1)
    Mark.objects.exclude(item__source="").update(basis="unknown", measured=None, computed=None)
    closed(last, provincial, checker, {"532501": "10", "532524": "20"})
    present = copy_sheet(ScoreSheet.objects.get(), by=provincial)
    present = open_cards(publish_sheet(present, by=provincial), by=provincial)
    closed(present, provincial, checker, {"532501": "40", "532524": "38"})
    rows = as_user(provincial).get(f"{present.get_absolute_url()}results/").context["results"].rows
    assert [(row.card.union.code, row.before.place, row.moved) for row in rows] == [("532501", 2, 1), ("532524", 1, -1)]
    page = as_user(officer).get(card_path(present))
    assert page.context["before"].total == 40
    assert [row.last_year for _heading, group in page.context["groups"] for row in group] == ["20.00", "20.00"]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(count, provincial, as_user, django_assert_num_queries):
    codes = ["532524", "532501", "532502"][:count]
    leave_counties(*codes)
    for code in codes:
        HouseholdFactory(union=union(code))
    found, client = opened(provincial), as_user(provincial)
    for path, queries in (("/scores/", 6), (found.get_absolute_url(), 7), (f"{found.get_absolute_url()}results/", 8)):
        client.get(path)
        with django_assert_num_queries(queries):
            client.get(path)


def test_points_that_are_no_number_are_refused_as_points(provincial, officer, as_user):
    card = card_of(opened(provincial))
    name = f"score_{card.marks.get(item__kind='hand').pk}"
    page = as_user(officer).post(f"{card.get_absolute_url()}self/", {"seen": "9" * 5000, name: "十分"})
    assert page.context["form"].errors == {name: ["请填写数字，至多两位小数，如 98 或 97.5。"]}
    assert as_user(officer).post(page.request["PATH_INFO"], {"seen": "9" * 5000, name: "1"}).status_code == 200
