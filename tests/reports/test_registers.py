"""Registers: every row on some page, sums that are those of the rows, the same in the workbook, and no query."""

import io
from decimal import Decimal

import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from core.errors import DomainError
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.registers.data import Column, Kind, Register
from reports.registers.layout import Frame, Setter
from reports.registers.letters import Letters
from reports.registers.paging import Heights, pages_of
from reports.registers.printing import export_register, print_register
from reports.registers.render import render_register
from tests.reports.booklet_case import text_of
from tests.reports.forms_case import words_of

COLUMNS = (
    Column("序号", 12, Kind.COUNT),
    Column("姓名", 20, Kind.WORD),
    Column("建档单位", 40),
    Column("银行账号", 40, Kind.CODE),
    Column("金额", 24, Kind.MONEY, is_summed=True),
    Column("签名", 30, Kind.HAND),
)


def register(count: int, **facts) -> Register:
    rows = tuple(
        (n, f"甲{n:05d}", "建水县总工会", f"{6222 * 10**12 + n}", Decimal(n) / 100, None) for n in range(1, count + 1)
    )
    above = (("填报单位：建水县总工会", "填报日期：2026年3月2日", "单位：元"),)
    return Register(
        **{"title": "发放花名册", "number": "FF-1-2026-001", "facts": above, "columns": COLUMNS, "rows": rows} | facts
    )


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_every_row_stands_on_the_paper_once_and_the_total_in_words():
    words = words_of(render_register(register(300)))
    assert all(words.count(f"甲{n:05d}") == 1 for n in range(1, 301))
    assert "451.50" in words
    assert "人民币肆佰伍拾壹元伍角整" in words


def test_sums_of_pages_come_to_the_grand_total():
    found = register(300)
    leaves = pages_of(Heights.even(300, 8.0), Frame(found))
    parts = [found.sums(found.rows[leaf.first : leaf.last])[4] for leaf in leaves]
    assert len(leaves) > 10
    assert sum(parts) == found.sums(found.rows)[4] == Decimal("451.50")


@pytest.mark.parametrize("count", [0, 1, 2, 13, 14, 15, 16, 17, 18, 19, 20, 21, 33, 34, 35, 36])
def test_pages_hold_all_rows_in_order_and_the_end_never_stands_alone(count):
    frame = Frame(register(count))
    leaves = pages_of(Heights.even(count, 8.0), frame)
    assert [leaf.first for leaf in leaves] == [0, *(leaf.last for leaf in leaves[:-1])]
    assert leaves[-1].last == count
    assert all(leaf.last > leaf.first for leaf in leaves) or count == 0
    last = leaves[-1]
    room = frame.room(len(leaves) - 1) - frame.end if len(leaves) > 1 else frame.room_alone
    assert 8 * (last.last - last.first) <= room


def test_heads_and_the_name_of_the_register_stand_on_every_page():
    words = words_of(render_register(register(60), foot="打印人：李经办"))
    count = pages(render_register(register(60)))
    assert words.count("银行账号") == words.count("打印人：李经办") == count > 1
    assert f"第{count}页共{count}页" in words
    assert words.count("发放花名册（续）") == count - 1


def test_long_words_go_on_in_the_next_line_and_no_line_begins_with_a_closing_mark():
    found = register(1)
    setter = Setter(Frame(found), Letters("body", "红河州建筑建材行业工会联合会（第三分会），"))
    lines = setter.broken("红河州建筑建材行业工会联合会（第三分会），", 32, 9)
    assert "".join(lines) == "红河州建筑建材行业工会联合会（第三分会），"
    assert len(lines) > 2
    assert not any(line[0] in "），" for line in lines)


def test_a_row_higher_than_a_page_goes_on_on_the_next_with_nothing_lost():
    found = register(2)
    long = (3, "丙", "家" * 2000, "6222", Decimal(1), None)
    content = render_register(register(2, rows=(*found.rows, long, *found.rows)))
    assert (text_of(content).count("家"), pages(content)) == (2000, 5)
    assert "1.06" in text_of(content)
    setter = Setter(Frame(found), Letters("body", "家"))
    assert sum(line.height for line in setter.set(long)) > max(line.height for line in setter.set(long)) * 3
    assert max(line.height for line in setter.set(long)) + Frame(found).end <= Frame(found).room(0)


def test_a_long_note_goes_on_in_the_next_line_above_the_signatures():
    short, long = Frame(register(1, note="说明：略。")), Frame(register(1, note="说明：" + "甲乙丙丁戊己庚辛" * 30))
    assert round(long.note_height - short.note_height, 1) == 7.8
    assert round(long.end - short.end, 1) == 7.8


def test_a_number_stays_on_one_line_however_long_it_is():
    rows = ((1, "甲", "乙", "62220000000000000000000000012345", Decimal(5), None),)
    assert "62220000000000000000000000012345" in text_of(render_register(register(1, rows=rows)))


def test_what_cannot_be_seen_is_not_drawn_and_turns_no_bracket_round():
    rows = ((1, "甲", "反\u202e向\u200b字\x08符", "6222", Decimal(5), None),)
    assert "反向字 符" in text_of(render_register(register(1, rows=rows)))
    plain, turned = Letters("body", "（甲）"), Letters("body", "（\u202e甲）")
    assert [turned.glyph(sign)[1:] for sign in "（）"] == [plain.glyph(sign)[1:] for sign in "（）"]


def test_drawing_and_writing_ask_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        render_register(register(3))


@pytest.mark.django_db
def test_the_workbook_says_what_the_paper_says(officer):
    content = export_register(register(3), by=officer, archives=["532524202600001"])
    *_above, head, first, second, third, total, words, signers = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert head == [column.head for column in COLUMNS]
    assert first[:5] == [1, "甲00001", "建水县总工会", "6222000000000001", 0.01]
    assert total[4] == 0.06 == sum(row[4] for row in (first, second, third))
    assert words[0] == "金额合计（大写）：人民币陆分"
    assert "审核人" in signers[0]


@pytest.mark.django_db
def test_what_goes_out_is_logged_with_its_rows_and_for_each_archive(officer):
    print_register(register(3), by=officer, archives=["532524202600002", "532524202600001"])
    lines = AccessLog.objects.filter(user=officer, verb=AccessVerb.PRINT).order_by("pk")
    assert [line.subject for line in lines] == ["FF-1-2026-001", "532524202600001", "532524202600002"]
    assert lines[0].detail == "发放花名册（号码已隐去，3 行）"


@pytest.mark.django_db
def test_a_character_that_no_font_has_is_named_before_anything_is_drawn(officer):
    rows = ((1, "王\U000f0001", "乙", "6222", Decimal(5), None),)
    with pytest.raises(DomainError, match="第 1 行“姓名”中的"):
        print_register(register(1, rows=rows), by=officer)
    assert not AccessLog.objects.filter(verb=AccessVerb.PRINT).exists()
