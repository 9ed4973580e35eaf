"""Filling an empty database with the unions of the province; used by the migration and by tests."""

import re
from typing import Any

from organizations.enums import UnionKind
from organizations.reference.divisions import FORMER, INDUSTRIES, PREFECTURES, PROVINCE

STEP = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# The names of peoples inside a division's name, which the name of its union leaves out.
PEOPLES = re.compile(
    r"(哈尼族|彝族|白族|傣族|壮族|苗族|回族|傈僳族|拉祜族|佤族|纳西族|瑶族|藏族|景颇族|布朗族|普米族|怒族|独龙族)+(自治[州县])$"
)


def short_name(division: str) -> str:
    """Return a division's everyday name: 屏边苗族自治县 → 屏边县, 红河哈尼族彝族自治州 → 红河州."""
    return PEOPLES.sub(lambda match: match.group(2)[-1], division)


def _path(parent: str, position: int) -> str:
    step = ""
    while position:
        position, digit = divmod(position, 36)
        step = DIGITS[digit] + step
    return parent + step.rjust(STEP, "0")


def load_reference(union_model: Any, code_model: Any) -> None:
    """Write the province, its prefectures, counties and industry systems with their codes; once, on an empty table.

    Takes the models as arguments, since a migration works with historical ones that know nothing of trees.
    """
    if union_model.objects.exists():
        return
    root = _path("", 1)
    rows = [_union(root, PROVINCE, "云南省总工会", "云南省", UnionKind.PROVINCE, len(PREFECTURES) + len(_industries()))]
    for position, ((code, name), counties) in enumerate(PREFECTURES.items(), 1):
        path, pairs = _path(root, position), [entry.split(" ") for entry in counties.split("、")]
        rows.append(_union(path, code, f"{short_name(name)}总工会", name, UnionKind.PREFECTURE, len(pairs)))
        rows += [
            _union(_path(path, n), county, f"{short_name(title)}总工会", title, UnionKind.COUNTY, 0)
            for n, (county, title) in enumerate(pairs, 1)
        ]
    for position, name in enumerate(_industries(), 1):
        path = _path(root, len(PREFECTURES) + position)
        rows.append(
            _union(path, f"CY{position:02d}", f"云南省{name.removeprefix('省直')}工会", "", UnionKind.INDUSTRY, 0)
        )
    union_model.objects.bulk_create([union_model(**row) for row in rows])
    by_code = {union.code: union for union in union_model.objects.exclude(division_name="")}
    codes = [code_model(union=union, code=union.code, name=union.division_name) for union in by_code.values()]
    codes += [code_model(union=by_code[now], code=old, name=name, valid_to=year) for old, name, now, year in FORMER]
    code_model.objects.bulk_create(codes)


def _industries() -> list[str]:
    return INDUSTRIES.split("、")


def _union(path: str, code: str, name: str, division: str, kind: str, children: int) -> dict[str, Any]:
    return {
        "path": path,
        "depth": len(path) // STEP,
        "numchild": children,
        "code": code,
        "name": name,
        "division_name": division,
        "kind": kind,
    }
