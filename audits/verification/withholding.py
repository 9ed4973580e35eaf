"""Which rates of answers are not told: those of a handful of households, and those that would tell these.

Pure calculation, written out with a worked table in docs/algorithms/verification.md.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from organizations.models import Union

LEAST_TOLD = 5  # households: of fewer, who sees whom was asked could tell what each answered [INF]
Row = tuple[str, bool]  # the tree path of a union with all below, or with True what is filed there itself


def withheld(answered: Mapping[str, int], top: str, *, least: int = LEAST_TOLD) -> frozenset[Row]:
    """Return the rows that are not told, of how many households answered by the tree path where they are filed.

    Who knows the sum of a union and all parts but one knows that one; so where a part is withheld the next smallest is
    too, until the withheld parts together are of ``least`` households and at least two. A part that is withheld for the
    sake of another is not told by its own parts either.
    """
    sums, parts = _tree(answered, top)
    waiting = [(top, False)]
    hidden: set[Row] = {row for row in waiting if 0 < sums[row] < least}
    while waiting:
        row = waiting.pop()
        ranked = sorted(parts[row], key=lambda part: (sums[part], part))
        enough = min(least, sums[row])
        hidden.update(_chosen(ranked, sums, least, enough, is_known=row not in hidden))
        waiting += ranked
    return frozenset(hidden)


def _chosen(ranked: list[Row], sums: Mapping[Row, int], least: int, enough: int, *, is_known: bool) -> Iterator[Row]:
    """Yield which parts of one row are withheld, the smallest first."""
    count = total = 0
    for part in ranked:
        is_few = sums[part] < least
        lacks = count > 0 and (count == 1 or total < least) if is_known else total < enough
        if is_few or lacks:
            count, total = count + 1, total + sums[part]
            yield part


def _tree(answered: Mapping[str, int], top: str) -> tuple[dict[Row, int], dict[Row, set[Row]]]:
    """Return the sum of every row with anybody in it, and its parts: the unions below, and what is filed there."""
    sums: dict[Row, int] = defaultdict(int)
    parts: dict[Row, set[Row]] = defaultdict(set)
    for path, count in answered.items():
        if not count or not path.startswith(top):
            continue
        sums[path, True] += count
        parts[path, False].add((path, True))
        for end in range(len(path), len(top) - 1, -Union.steplen):
            sums[path[:end], False] += count
            if end > len(top):
                parts[path[: end - Union.steplen], False].add((path[:end], False))
    return sums, parts
