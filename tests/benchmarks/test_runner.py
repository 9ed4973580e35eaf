"""The runner of the benchmarks: what it lists, and how it judges figures."""

import pytest

from benchmarks.__main__ import MODULES, main, summary
from benchmarks.measure import ratio, row, verdict


def test_without_a_name_it_lists_each_benchmark_with_one_line(capsys):
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = " ".join(line.split()[0] for line in lines)
    assert names == " ".join(["all", *sorted(MODULES)])
    assert all(summary(module).endswith(".") for module in MODULES.values())


def test_an_unknown_name_is_refused(capsys):
    assert main(["lists"]) == 2
    assert "there are admin, booklet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("figure", "budget", "said"),
    [(0.6, "<= 0.6", "ok"), (0.7, "<= 0.6", "over"), (2.8, ">= 2.8", "ok"), (2.7, ">= 2.8", "over"), (1, "", "")],
)
def test_a_figure_is_held_against_its_budget(figure, budget, said):
    assert verdict(row("booklet", figure, "s", budget)) == said


def test_a_page_within_its_time_is_over_when_it_asks_too_often():
    assert verdict(row("list", 20, "ms", "<= 80", queries=13, most_queries=12)) == "over"
    assert verdict(row("list", 20, "ms", "<= 80", queries=12, most_queries=12)) == "ok"


def test_times_are_multiples_of_the_reference_and_rates_how_many_fit_into_it():
    assert ratio(row("page", 50, "ms"), 0.1) == 0.5
    assert ratio(row("batch", 4, "per s"), 0.1) == 0.4
    assert ratio(row("size", 4, "KB"), 0.1) is None
