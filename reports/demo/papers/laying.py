"""Which papers a demo archive has: most that its case asks for, here and there one is missing, and some have none.

In the demo county each paper is a file of its own; elsewhere one bundle stands for all, so that a register of 71,000
stays small. No two archives share a file: that would be a fault.
"""

import datetime
import random
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import clock, files
from core.files import Content
from households.actions.attachments import attach_file
from households.documents import Case, required_documents
from households.enums import AttachmentKind, Cause
from households.importing.bulk import insert_rows, update_rows
from households.models import Attachment, Household, Member
from organizations.models import User
from reports.demo.drafts import Draft
from reports.demo.papers.scans import cards, page
from reports.demo.places import COUNTY

Kind = AttachmentKind
WITHOUT, LACKING = 0.12, 0.06  # archives with no paper at all; papers that are missing of the others
BUNDLE = "入档材料（合订）"
STAMPED = {Kind.HARDSHIP, Kind.INCOME, Kind.CHECK_REPORT, Kind.MEMBERSHIP, Kind.JOBLESS, Kind.DISASTER}
SAID = {
    Kind.APPLICATION: "因家庭生活困难，特申请建立困难职工档案，以上所述属实。",
    Kind.HARDSHIP: "该职工家庭生活困难，情况属实，特此证明。",
    Kind.INCOME: "该职工近十二个月的收入以工资表为准，特此证明。",
    Kind.COMMITMENT: "本人承诺所报情况属实，如有隐瞒，自愿退回帮扶资金。",
    Kind.AUTHORISATION: "授权民政部门核对本家庭经济状况，全部成年成员签字。",
    Kind.CHECK_REPORT: "经核对，未发现与申报不符的房产、车辆和存款。",
    Kind.VISIT_FORM: "经两名工作人员入户，家庭人口、住房、收支与申报相符。",
    Kind.MEMBERSHIP: "该职工为本工会会员。",
    Kind.MEDICAL: "诊断书一份，近三个月医保结算单三份。",
    Kind.SCHOOLING: "本学年学费票据一份。",
}


def draft_papers(draft: Draft) -> None:
    """Plan the papers of a household that a seed makes, and the files that they lie in."""
    if draft.chance(WITHOUT) and not draft.is_shown:
        return
    facts = draft.household, draft.members
    bundle = [(_row(draft.household, Kind.APPLICATION, BUNDLE, draft.by), _page(Kind.APPLICATION, *facts))]
    in_full = draft.slot.home.code == COUNTY
    for row, content in papers_of(*facts, by=draft.by, rng=draft.people.rng) if in_full else bundle:
        for name, value in content.facts.items():
            setattr(row, name, value)
        draft.add(row)
        draft.scans.append(content)


def insert_papers(drafts: Sequence[Draft]) -> None:
    """Lay the files down, and write their rows as of the day on which each archive came on file."""
    for draft in drafts:
        for content in draft.scans:
            files.keep(content, sure=False)
    rows: Any = [row for draft in drafts for row in draft.rows.get(Attachment, ())]
    insert_rows(Attachment, rows)
    for row in rows:
        row.uploaded_at = uploaded(row.household)
    update_rows(Attachment, rows, ["uploaded_at"])


def give_papers(household: Household, *, by: User, rng: random.Random) -> None:
    """Hand in the papers of one household now."""
    for row, content in papers_of(household, list(household.members.present()), by=by, rng=rng):
        upload = SimpleUploadedFile(f"{row.title}.pdf", content.data)
        attach_file(household, by=by, kind=row.kind, title=row.title, upload=upload)


def give_bundle(household: Household, *, by: User) -> Attachment:
    """Hand in the one bundle that stands for all papers of a household, as of this moment of the clock."""
    content = _page(Kind.APPLICATION, household, list(household.members.present()))
    upload = SimpleUploadedFile(f"{BUNDLE}.pdf", content.data)
    made = attach_file(household, by=by, kind=Kind.APPLICATION, title=BUNDLE, upload=upload)
    made.uploaded_at = clock.now()
    made.save(update_fields=["uploaded_at"])
    return made


def papers_of(
    household: Household, members: Sequence[Member], *, by: User, rng: random.Random
) -> list[tuple[Attachment, Content]]:
    """Return the papers that the case of a household asks for, but for some."""
    asked = required_documents(Case(household, tuple(members)))
    kinds = [rule.kinds[0] for rule in asked if rng.random() >= LACKING]
    return [(_row(household, kind, str(kind.label), by), _content(kind, household, members)) for kind in kinds]


def _row(household: Household, kind: Kind, title: str, by: User) -> Attachment:
    return Attachment(household=household, kind=kind, title=title, uploaded_by=by)


def _content(kind: Kind, household: Household, members: Sequence[Member]) -> Content:
    if kind == Kind.IDENTITY:
        return cards([member.identity_no for member in members])
    return _page(kind, household, members)


def _page(kind: Kind, household: Household, members: Sequence[Member]) -> Content:
    worker = members[0]
    lines = [
        f"姓名：{worker.name}　　档案编号：{household.archive_no}",
        f"工作单位：{worker.workplace}",
        f"家庭住址：{household.address}",
        "家庭成员：" + "、".join(member.name for member in members),
        f"主要困难：{Cause(household.main_cause).label}",
        "",
        SAID.get(kind, "原件已核对，复印件存档。"),
        *(["", f"持卡人：{worker.name}　{household.bank}"] if kind == Kind.BANK_CARD else []),
        "",
        _chinese(household.filed_on),
    ]
    return page(str(kind.label), lines, stamped=kind in STAMPED)


def _chinese(day: datetime.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def uploaded(household: Household) -> datetime.datetime:
    """Return when the papers were handed in: on the morning of the day on which the archive came on file."""
    day = household.filed_on or clock.today()
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9, 30)))
