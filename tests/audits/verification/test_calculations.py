"""The calculations of verification: the worked tables of its document, and what holds for any input."""

import subprocess
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.verification.agreement import Agreement, agreement, pooled
from audits.verification.drawing import digest_of, draw_order, snapshot_hash
from audits.verification.enums import Allocation
from audits.verification.intervals import Layer, rate_of
from audits.verification.samplesize import allocate, sample_size
from audits.verification.withholding import withheld
from core.errors import DomainError
from tests.support.tables import table

PAGE = "verification.md"
SEED = "2020-12-01 4 8 15 16 23 42"
TINY = 1e-9
SIZES = st.lists(st.integers(0, 500), min_size=1, max_size=12)


def number(text):
    return int(text.replace(",", ""))


def numbers(text, separator=None):
    return [int(part) for part in text.split(separator)]


@pytest.mark.parametrize("row", table(PAGE, "Sizes"))
def test_each_size(row):
    shares = {name: Decimal(row[name]) for name in ("confidence", "margin", "rate")}
    assert sample_size(number(row["N"]), **shares) == number(row["n"])


@pytest.mark.parametrize("field", ["confidence", "margin", "rate"])
@pytest.mark.parametrize("share", ["0", "1", "-0.1", "95"])
def test_what_is_no_share_is_refused_at_its_field(field, share):
    shares = {"confidence": Decimal("0.95"), "margin": Decimal("0.05"), "rate": Decimal("0.5"), field: Decimal(share)}
    with pytest.raises(DomainError) as refusal:
        sample_size(100, **shares)
    assert refusal.value.field == field


def test_nobody_is_asked_of_nobody():
    assert sample_size(0, confidence=Decimal("0.95"), margin=Decimal("0.05"), rate=Decimal("0.5")) == 0


@pytest.mark.parametrize("row", table(PAGE, "Divisions"))
def test_each_division(row):
    made = allocate(numbers(row["strata"]), int(row["n"]), how=row["how"], least=int(row["least"]))
    assert made == numbers(row["sample"])


@given(sizes=SIZES, total=st.integers(0, 3_000), least=st.integers(0, 9), how=st.sampled_from(Allocation))
def test_a_division_adds_up_and_keeps_its_bounds(sizes, total, least, how):
    made = allocate(sizes, total, how=how, least=least)
    lowest = [min(size, least) for size in sizes]
    assert all(low <= count <= size for low, count, size in zip(lowest, made, sizes, strict=True))
    asked = sum(sizes) if how == Allocation.CENSUS else max(sum(lowest), min(total, sum(sizes)))
    assert sum(made) == asked


def test_the_order_of_the_draw():
    rows = table(PAGE, "Order")
    assert draw_order(SEED, sorted(row["key"] for row in rows)) == [row["key"] for row in rows]
    assert all(digest_of(SEED, row["key"]).startswith(row["digest begins with"]) for row in rows)


def test_anyone_draws_again_and_hashes_again_with_sha256sum():
    key, lines = "532524202010001", ["甲|530102|1", "乙|530102|2", "b", "A"]
    command = 'printf \'%s\\n%s\\n\' "$1" "$2" | sha256sum; printf \'%s\\n\' "$3" | LC_ALL=C sort | sha256sum'
    done = subprocess.run(
        ["sh", "-c", command, "sh", SEED, key, "\n".join(lines)], capture_output=True, text=True, check=True
    )
    assert [line.split()[0] for line in done.stdout.splitlines()] == [digest_of(SEED, key), snapshot_hash(lines)]


def test_one_archive_that_changed_gives_another_hash():
    lines = ["on_file|532524202010001|532524|deep", "on_file|532524202010002|532524|deep"]
    assert snapshot_hash(reversed(lines)) == snapshot_hash(lines)
    assert snapshot_hash([lines[0], lines[1].replace("deep", "relative")]) != snapshot_hash(lines)


def layers(text):
    return [Layer(*numbers(part, ":")) for part in text.split()]


@pytest.mark.parametrize("row", table(PAGE, "Intervals"))
def test_each_interval(row):
    rate = rate_of(layers(row["strata"]))
    assert [f"{share:.2%}".replace("%", " %") for share in (rate.share, rate.low, rate.high)] == [
        row[name] for name in ("rate", "low", "high")
    ]
    assert rate.uncovered == int(row["not covered"])


def test_a_sample_in_which_nothing_was_judged_says_nothing():
    assert rate_of([Layer(600, 0, 0)]) is None


def test_more_hits_than_were_judged_are_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="3 of 2 judged of 9"):
        Layer(9, 2, 3)


@given(st.lists(st.lists(st.integers(0, 900), min_size=3, max_size=3).map(sorted), min_size=1, max_size=9))
def test_a_rate_lies_within_its_interval(drawn):
    rate = rate_of(Layer(size, judged, hits) for hits, judged, size in drawn)
    assert rate is None or 0 <= rate.low <= rate.share + TINY and rate.share <= rate.high + TINY <= 1 + 2 * TINY


def placed(counts):
    """Write places of the table as tree paths: A as 0001A000, Aa as 0001A000a000."""
    return {"0001" + "".join(f"{letter}000" for letter in place): count for place, count in counts.items()}


@pytest.mark.parametrize("row", table(PAGE, "Withheld"))
def test_each_rate_that_is_withheld(row):
    counts = {place: int(count) for place, count in (part.split(":") for part in row["answered"].split())}
    hidden = withheld(placed(counts), "0001")
    assert {path for path, own in hidden if not own} == set(placed(dict.fromkeys(row["withheld"].split(), 0)))


@given(st.dictionaries(st.text("ABC", min_size=1, max_size=3), st.integers(0, 9), max_size=9))
def test_no_place_can_be_worked_out_from_what_is_told(counts):
    answered = {path: count for path, count in placed(counts).items() if count}
    hidden = sorted(withheld(answered, "0001"))
    parents = {(path[:end], False) for path in answered for end in range(4, len(path) + 1, 4)}
    every = parents | {(path, True) for path in answered}
    sums = [[(row == of) - (row in parts_of(of, every)) for row in hidden] for of in parents]
    for place in range(len(hidden)):
        alone = [int(place == at) for at in range(len(hidden))]
        assert rank(sums) < rank([*sums, alone]), hidden[place]


def parts_of(row, every):
    """Return the rows that a row is the sum of: the unions below it, and what is filed there itself."""
    return {one for one in every if one == (row[0], True) or not one[1] and one[0][:-4] == row[0]}


def rank(lines):
    """Return how many of some equations are independent, exactly."""
    rows, found = [[Fraction(number) for number in line] for line in lines], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        found += 1
        for at, row in enumerate(rows[found:], start=found):
            share = row[column] / pivot[column]
            rows[at] = [one - share * other for one, other in zip(row, pivot, strict=True)]
    return found


@pytest.mark.parametrize("row", table(PAGE, "Pooled"))
def test_each_pooled_agreement(row):
    parts = [part.split(":") for part in row["questions"].split()]
    found = pooled(Agreement(int(n), float(seen), float(chance), None) for n, seen, chance in parts)
    kappa = "" if found.kappa is None else f"{found.kappa:.2f}"
    assert (str(found.pairs), f"{found.observed:.2f}", f"{found.expected:.2f}", kappa) == tuple(row.values())[1:]


@pytest.mark.parametrize("row", table(PAGE, "Kappa"))
def test_each_kappa(row):
    cells = [(one, other) for one in ("yes", "no") for other in ("yes", "no")]
    found = agreement(cell for cell in cells for _each in range(int(row["{}, {}".format(*cell)])))
    kappa = "" if found.kappa is None else f"{found.kappa:.2f}".replace("-", "−")
    assert (f"{found.observed:.2f}", f"{found.expected:.2f}", kappa) == (row["observed"], row["expected"], row["kappa"])


def test_no_pair_is_no_agreement():
    assert agreement([]) is None
