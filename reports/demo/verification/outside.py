"""Households of lists of others that have no archive: where they live, who they are, all of them invented."""

import io
import random
from collections.abc import Iterable

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.actions.verification.outside import take_outside_list
from audits.models import Verification
from audits.verification.outsidebook import ADDRESS, IDENTITY, NAME, NUMBER, PHONE, SHEET, UNION
from core.errors import Conflict
from core.serving import XLSX
from core.workbooks import WRITER_OPTIONS
from organizations.models import User
from reports.demo.people import PEOPLE_OF_A_HOUSEHOLD, People, numbered_identity_no
from reports.demo.places import Slot, region_of

SOURCE = "民政部门低收入家庭名单（演示）"
HEADS = (NUMBER, NAME, IDENTITY, UNION, PHONE, ADDRESS)
Cells = tuple[str, ...]


def list_outside(verification: Verification, slots: Iterable[Slot], *, seed: int, by: User) -> int:
    """Enter the list of a verification by its workbook while it is set up; returns how many households it names."""
    if verification.is_draft:
        result = take_outside_list(verification, _workbook(_row(slot, seed) for slot in slots), by=by, source=SOURCE)
        if result.faults:
            raise Conflict(f"未建档名单有误：{result.faults[0]}")
    return verification.outside.count()


def _workbook(rows: Iterable[Cells]) -> SimpleUploadedFile:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**WRITER_OPTIONS, "in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        for number, row in enumerate([HEADS, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return SimpleUploadedFile("未建档名单.xlsx", content.getvalue(), XLSX)


def _row(slot: Slot, seed: int) -> Cells:
    people = People(random.Random(f"outside {seed} {slot.number}"))
    place, born = slot.ordinal * PEOPLE_OF_A_HOUSEHOLD, people.rng.randint(1955, 1998)
    identity = numbered_identity_no(slot.division, place, year=born, male=slot.number % 2 == 0)
    address = f"{region_of(slot.home)}居民小区 {slot.number % 40 + 1} 栋"
    return (f"MZ2020{slot.number:05d}", people.name(), identity, slot.union.code, people.phone(), address)
