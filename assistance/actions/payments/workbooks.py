"""Taking over the lines of a workbook into a batch: good rows are kept, and what is wrong with the others is named."""

from collections import defaultdict
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assistance.actions.payments.drawing import add_built
from assistance.actions.payments.editing import lock_to_prepare
from assistance.ceilings.bills import fingerprint
from assistance.ceilings.enums import BillKind, Per
from assistance.models import Batch, Bill
from assistance.payments.building import Wanted
from assistance.payments.enums import BuiltFrom
from assistance.payments.linebook import (
    BILL,
    BILL_DAY,
    BILL_PAID,
    BILL_TOTAL,
    IDENTITY,
    NAME,
    NUMBER,
    PERSON,
    STAGE,
    LineRow,
    Result,
    rows_of,
)
from assistance.workbooks import Fault, Refused
from core import clock
from core.errors import Conflict
from households.actions.facts import unless_taken
from households.enums import AttachmentKind
from households.history import signed
from households.models import Household, Member
from organizations.models import User


@transaction.atomic
@signed
def add_from_workbook(batch: Batch, upload: UploadedFile, *, by: User) -> Result:
    """Add the lines of a workbook to a batch; a row at fault is named and keeps no other from being taken over.

    Rows of who stands on the batch already are counted only, so the same workbook may be sent again. A fixed number
    of queries for any number of rows. Raises DomainError when the file is no such workbook.
    """
    locked = lock_to_prepare(batch, by)
    rows, result = rows_of(upload), Result()
    places, asked = Places(locked, rows, by), []
    for row in rows:
        try:
            asked.append(places.wanted(row))
        except Refused as refusal:
            result.faults.append(Fault(row.number, refusal.column, refusal.reason))
    places.bills.keep()
    result.added = add_built(locked, asked, BuiltFrom.WORKBOOK)
    result.present = len(asked) - len(result.added)
    return result


class Places:
    """The archives and people that rows name, within the scope of who sends them and of the batch's union."""

    def __init__(self, batch: Batch, rows: Sequence[LineRow], by: User) -> None:
        self._batch = batch
        self.bills = Bills(batch, rows, by)
        scope = Household.objects.visible_to(by).filter(union_path__startswith=batch.union_path)
        scope = scope.defer("search", "remark", "cause_text")
        numbers, identities = _told(rows, NUMBER), _told(rows, IDENTITY)
        self._by_number = {row.archive_no: row for row in scope.filter(archive_no__in=numbers)}
        workers = Member.objects.workers().filter(identity_no__in=identities, archive_open=True)
        found = workers.filter(household__in=scope.order_by().values("pk")).values_list("identity_no", "household")
        by_key = {row.pk: row for row in scope.filter(pk__in=[key for _number, key in found])}
        self._by_identity = {number: by_key[key] for number, key in found if key in by_key}
        self._people: dict[int, list[Member]] = defaultdict(list)
        homes = {row.pk for row in (*self._by_number.values(), *by_key.values())}
        for member in Member.objects.present().filter(household__in=homes):
            self._people[member.household_id].append(member)
        self._seen: dict[tuple[int, int | None, str], int] = {}

    def wanted(self, row: LineRow) -> Wanted:
        """Return the line that a row asks for; raises Refused."""
        household = self._household(row)
        member, stage = self._member(row, household), row.read(STAGE) or ""
        told = (household.pk, member.pk if member else None, stage)
        if before := self._seen.get(told):
            raise Refused(NAME, f"与第 {before} 行重复，请只保留一行")
        bills = self.bills.of(row, household, member)
        wanted = Wanted(household, member, stage, row.amount(), row.account(), bills=bills)
        self._seen[told] = row.number
        return wanted

    def _household(self, row: LineRow) -> Household:
        number, identity = row.read(NUMBER), row.read(IDENTITY)
        if not number and not identity:
            raise Refused(NUMBER, "请填写档案编号或职工身份证号")
        found = self._by_number.get(number) if number else self._by_identity.get(identity)
        if found is None:
            column, told = (NUMBER, number) if number else (IDENTITY, f"{identity[:6]}********{identity[-4:]}")
            raise Refused(column, f"在{self._batch.union}的档案中没有 {told}，请核对")
        if identity and identity not in {one.identity_no for one in self._people[found.pk] if one.is_worker}:
            raise Refused(IDENTITY, f"与档案 {found.archive_no} 的职工身份证号不符")
        if (name := row.read(NAME)) != found.head_name:
            if not name:
                raise Refused(NAME, "没有填写职工姓名，姓名用来核对档案")
            raise Refused(NAME, f"档案 {found.archive_no} 的职工是{found.head_name}，与“{name}”不符")
        return found

    def _member(self, row: LineRow, household: Household) -> Member | None:
        name = row.read(PERSON)
        if not name:
            return None
        found = [one for one in self._people[household.pk] if one.name == name]
        if len(found) != 1:
            told = "有同名的家庭成员，请在系统中逐户添加" if found else "不是该户在户的家庭成员"
            raise Refused(PERSON, f"“{name}”{told}")
        # Of an item per household the worker is who it goes to anyway.
        return None if found[0].is_worker and self._batch.item.per == Per.HOUSEHOLD else found[0]


class Bills:
    """The bills that rows name: those registered already, and new ones, which are registered all at once."""

    def __init__(self, batch: Batch, rows: Sequence[LineRow], by: User) -> None:
        self._by, self._new = by, dict[str, Bill]()
        medical = AttachmentKind.SCHOOLING not in batch.item.papers
        self._kind = BillKind.MEDICAL if medical else BillKind.TUITION
        prints = set()
        for row in rows:
            try:
                prints |= {fingerprint(number, row.read(BILL_TOTAL))} if (number := _number_of(row)) else set()
            except Refused:
                continue  # said of the row itself
        self._known = {bill.fingerprint: bill for bill in Bill.objects.filter(fingerprint__in=prints)}

    def of(self, row: LineRow, household: Household, member: Member | None) -> tuple[Bill, ...] | None:
        """Return the bill that a row names, None where it names none; raises Refused for another family's."""
        number = _number_of(row)
        if not number:
            return None
        total, day = row.read(BILL_TOTAL), row.read(BILL_DAY) or clock.today()
        paid = row.read(BILL_PAID)
        paid = total if paid is None else paid
        if paid > total:
            raise Refused(BILL_PAID, "个人自付不能大于票据金额")
        mark = fingerprint(number, total)
        if mark in self._new or (mark in self._known and self._known[mark].household_id != household.pk):
            raise Refused(BILL, f"票据 {number} 已经登记过，不能重复使用")
        bill = self._known.get(mark)
        if bill is None:
            facts = {"kind": self._kind, "number": number, "issued_on": day, "total": total, "self_paid": paid}
            bill = Bill(household=household, member=member, fingerprint=mark, created_by=self._by, **facts)
            self._new[mark] = bill
        return (bill,)

    def keep(self) -> None:
        """Register the bills that are new; somebody may have registered one of them just now."""
        if not self._new:
            return
        with unless_taken("fingerprint", Conflict("表中有票据刚刚由别人登记，请重新上传表格。", field="book")):
            Bill.objects.bulk_create(self._new.values(), batch_size=1000)


def _number_of(row: LineRow) -> str:
    """Return the number of the row's bill, "" for none; raises Refused for one without its amount."""
    number: str = row.read(BILL) or ""
    if number and not row.read(BILL_TOTAL):
        raise Refused(BILL_TOTAL, "填写了票据号码的，请填写票据金额")
    return number


def _told(rows: Sequence[LineRow], head: str) -> set[str]:
    found = set()
    for row in rows:
        try:
            found.add(row.read(head))
        except Refused:
            continue  # said of the row itself
    return found - {None}
