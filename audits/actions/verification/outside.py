"""Taking lists of households without an archive into a verification before its sample is drawn, and out again."""

import re
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.verification.locks import lock_verification
from audits.models import OutsideHousehold, Verification
from audits.verification.outsidebook import (
    ADDRESS,
    IDENTITY,
    NAME,
    NUMBER,
    PHONE,
    UNION,
    OutsideRow,
    Result,
    rows_of,
)
from core.errors import DomainError
from core.identity import has_personal_number
from households.importing.bulk import insert_rows, update_rows
from households.models import Household, Member
from organizations.models import Union, User

DRAWN = "样本已经抽取，名单不能再改。"
KEY = re.compile(r"[\w-]+")  # it goes into the lines of the population, which bars and blanks divide
PERSONAL = "编号会写进样本和抽样文件，不能用身份证号或手机号，请另编"
FACTS = {"name": NAME, "identity_no": IDENTITY, "phone": PHONE, "address": ADDRESS}


@transaction.atomic
def take_outside_list(verification: Verification, upload: UploadedFile, *, by: User, source: str) -> Result:
    """Take the households of a workbook over; all that is wrong with a row is named, and keeps no other row out.

    The same workbook sent again changes nothing; one that was corrected corrects the rows of the same number. A fixed
    number of queries. Raises DomainError when the file is no such workbook, or the sample is drawn.
    """
    locked = lock_verification(verification, by=by)
    if not locked.is_draft:
        raise DomainError(DRAWN)
    if not source.strip():
        raise DomainError("请写明名单来源，如民政部门低保边缘家庭名单。", field="source")
    rows, result = rows_of(upload), Result()
    desk = _Desk(locked, rows, source.strip())
    for row in rows:
        desk.judge(row)
        if row.faults:
            result.faults += row.faults
        else:
            desk.take(row, result)
    insert_rows(OutsideHousehold, desk.new)
    update_rows(OutsideHousehold, desk.changed, ("union", *FACTS))
    return result


class _Desk:
    """What rows are held against: the unions, the rows that stand there, the archives, and the rows before them."""

    def __init__(self, verification: Verification, rows: Sequence[OutsideRow], source: str) -> None:
        self._verification, self._source = verification, source
        unions = list(Union.objects.active().filter(path__startswith=verification.union.path))
        self._by_code = {union.code: union for union in unions}
        self._by_name: dict[str, list[Union]] = {}
        for union in unions:
            self._by_name.setdefault(union.name, []).append(union)
        kept = list(verification.outside.all())
        self._kept = {one.number: one for one in kept}
        self._kept_identity = {one.identity_no: one.number for one in kept if one.identity_no}
        said = [row.said.get(IDENTITY) for row in rows]
        self._filed = _filed(verification, [number for number in said if number])
        numbers = [row.said[NUMBER] for row in rows if NUMBER in row.said]
        self._archives = set(Household.objects.filter(archive_no__in=numbers).values_list("archive_no", flat=True))
        self._seen: dict[tuple[str, str], int] = {}
        self.new: list[OutsideHousehold] = []
        self.changed: list[OutsideHousehold] = []

    def judge(self, row: OutsideRow) -> None:
        """Name what is wrong with a row beside others."""
        number, identity = row.said.get(NUMBER, ""), row.said.get(IDENTITY, "")
        if UNION in row.said and self._union(row) is None:
            row.wrong(UNION, self._why_no_union(row.said[UNION]))
        for column, said in ((NUMBER, number), (IDENTITY, identity)):
            if said and (before := self._seen.setdefault((column, said), row.number)) != row.number:
                row.wrong(column, f"与第 {before} 行重复，请只保留一行")
        kept = self._kept.get(number)
        if kept is not None and kept.source != self._source:
            row.wrong(NUMBER, f"编号 {number} 已在名单“{kept.source}”中，请换一个编号，如加字头")
        if number and not KEY.fullmatch(number):
            row.wrong(NUMBER, "编号只能用汉字、字母、数字、下划线和短横线")
        if has_personal_number(number):
            row.wrong(NUMBER, PERSONAL)
        if number in self._archives:
            row.wrong(NUMBER, f"编号 {number} 是一份档案的编号，请另编")
        if identity in self._filed:
            row.wrong(IDENTITY, f"该职工{self._filed[identity]}，不属于未建档户")
        if self._kept_identity.get(identity, number) != number:
            row.wrong(IDENTITY, f"与名单中编号 {self._kept_identity[identity]} 的身份证号相同")

    def take(self, row: OutsideRow, result: Result) -> None:
        """Keep a row that nothing is wrong with: as a new one, or as a correction of one that stands there."""
        facts = {name: row.said.get(head, "") for name, head in FACTS.items()} | {"union": self._union(row)}
        kept = self._kept.get(row.said[NUMBER])
        if kept is None:
            fixed = {"verification": self._verification, "number": row.said[NUMBER], "source": self._source}
            self.new.append(OutsideHousehold(**fixed, **facts))
            result.added += 1
        elif all(getattr(kept, name) == said for name, said in facts.items()):
            result.present += 1
        else:
            for name, said in facts.items():
                setattr(kept, name, said)
            self.changed.append(kept)
            result.changed += 1

    def _union(self, row: OutsideRow) -> Union | None:
        said = row.said[UNION]
        named = self._by_name.get(said, [])
        return self._by_code.get(said) or (named[0] if len(named) == 1 else None)

    def _why_no_union(self, said: str) -> str:
        if self._by_name.get(said):
            return f"有几个工会都叫“{said}”，请填编码"
        return f"{self._verification.union.name}及其下级没有“{said}”，请填系统中的全称或编码"


def _filed(verification: Verification, identities: Sequence[str]) -> dict[str, str]:
    """Say by identity number which worker has an open archive; of one elsewhere no more than that it is there."""
    workers = Member.objects.workers().filter(identity_no__in=identities, archive_open=True)
    rows = workers.values_list("identity_no", "household__archive_no", "household__union_path")
    own = verification.union.path
    return {number: f"已有档案 {archive}" if path.startswith(own) else "已在外地建档" for number, archive, path in rows}


@transaction.atomic
def remove_outside(verification: Verification, *, by: User, numbers: Sequence[str] | None = None) -> int:
    """Take households out of the list, all when no numbers are given; returns how many. Refused once it is drawn."""
    locked = lock_verification(verification, by=by)
    if not locked.is_draft:
        raise DomainError(DRAWN)
    rows = locked.outside.all()
    count, _by_model = (rows if numbers is None else rows.filter(number__in=numbers)).delete()
    return count
