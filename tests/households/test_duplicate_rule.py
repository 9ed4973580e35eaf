"""When two names are alike: the worked table of docs/algorithms/duplicates.md."""

import re

import pytest

from core.pinyin import reading
from households.duplicates import are_names_alike
from tests.support.source import ROOT

TABLE = re.findall(
    r"^\| (\S+) \| (\S+) \| (yes|no) \| (yes|no) \|",
    (ROOT / "docs/algorithms/duplicates.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_table_is_read():
    assert len(TABLE) == 12


@pytest.mark.parametrize(("name", "other", "of_worker", "alike"), TABLE)
def test_the_worked_table_holds_both_ways(name, other, of_worker, alike):
    for pair in ((name, other), (other, name)):
        assert are_names_alike(*pair, of_worker=of_worker == "yes") is (alike == "yes")


@pytest.mark.parametrize(("name", "other"), [("", ""), ("", "赵小兰"), ("·", "赵小兰")])
def test_nothing_is_like_no_name(name, other):
    assert not are_names_alike(name, other, of_worker=True)


def test_a_reading_has_no_tones():
    assert (reading("赵小兰"), reading("曾小贤")) == ("zhao xiao lan", "zeng xiao xian")
