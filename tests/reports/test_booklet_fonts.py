"""A character that no font has is named before anything is printed."""

import pytest
from fontTools.ttLib import TTFont

from core.errors import DomainError
from households.models import Member
from organizations.models import AccessLog
from reports.booklet.fonts import families, require_printable, with_installed_families
from reports.booklet.printing import print_booklet
from reports.booklet.trimmed import installed, trimmed_font
from tests.reports.booklet_case import embedded_fonts, full_household, load, opened, text_of

pytestmark = pytest.mark.django_db
# A character for private use, as some offices' own input methods make them; no font has it.
PRIVATE = "\U000f5d6a"
RARE = "\U0002cb5a"


def fonts_of(pdf: bytes) -> list[str]:
    return embedded_fonts(opened(pdf))


def test_the_message_names_the_character_the_place_and_what_to_do(officer):
    household = full_household(officer)
    Member.objects.filter(household=household, relation="son").update(name=f"赵{PRIVATE}")
    with pytest.raises(DomainError) as refusal:
        require_printable(load(household, officer))
    assert household.archive_no in refusal.value.message
    assert f"家庭成员第 1 项姓名中的“{PRIVATE}”（U+F5D6A）" in refusal.value.message
    assert "安装含有该字的字体" in refusal.value.message


def test_nothing_is_printed_and_nothing_is_logged(officer):
    household = full_household(officer, address=f"建水县{PRIVATE}街")
    with pytest.raises(DomainError):
        print_booklet(household, by=officer)
    assert not AccessLog.objects.exists()


def test_a_rare_character_that_a_font_has_is_printed(officer):
    household = full_household(officer)
    Member.objects.filter(household=household, relation="son").update(name=f"赵{RARE}")
    assert f"赵{RARE}" in text_of(print_booklet(household, by=officer))


def test_line_breaks_and_control_characters_are_no_reason_to_refuse(officer):
    household = full_household(officer, cause_text="第一行\n第二行\x02\u200b\tEnd")
    text = text_of(print_booklet(household, by=officer))
    assert "第一行\n第二行" in text


def test_forms_are_set_with_a_small_copy_and_a_rarer_character_with_the_installed_font(officer):
    household = full_household(officer)
    common = fonts_of(print_booklet(household, by=officer))
    Member.objects.filter(household=household, relation="son").update(name=f"赵{RARE}")
    rare = fonts_of(print_booklet(household, by=officer))
    assert all(name.endswith(("CJK-SC-Forms", "CJK-SC-Forms-Bold")) for name in common)
    assert [name for name in rare if name not in common] == [next(n for n in rare if n.endswith("CJK-SC"))]


def test_a_copy_has_what_forms_need_day_by_day():
    with TTFont(trimmed_font(installed()[400])) as copy:
        assert set(map(ord, "困难职工户户清表册红河哈尼族彝族建水县√□÷−〔〕“”0123456789")) <= set(copy.getBestCmap())
        assert copy["maxp"].numGlyphs < 9000


def test_families_that_are_not_installed_are_left_out_and_the_others_stay():
    installed = next(family for family in families() if "Noto Serif CJK SC" in family)
    css = with_installed_families(f'font: 9pt "没有这种字体", "{installed}", serif')
    assert css == f'font: 9pt "{installed}", serif'
