"""Load an archive workbook from the command line, with the same code as the page."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from households.actions.imports import keep_workbook
from households.enums import ImportOutcome, ImportStatus
from households.importing.corrections import write_corrections
from households.importing.report import Report
from households.importing.runs import preview_file, write_run
from organizations.models import User


class Command(BaseCommand):
    """Import a workbook as an officer's account; prints a summary, and with --json one line of JSON last."""

    help = "Import an archive workbook （困难职工档案 and its five further sheets）."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="user name of the officer in whose scope the import works")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="where the refused rows go")
        parser.add_argument("--json", action="store_true", help="print counts and reasons as the last line")

    def handle(self, *, file: Path, by: str, dry_run: bool, errors: Path | None, json: bool, **options: Any) -> None:
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None:
            raise CommandError(f"没有账号 {by}。")
        if not file.is_file():
            raise CommandError(f"找不到文件 {file}。")
        try:
            report = preview_file(file, by=user) if dry_run else self.write(file, user)
        except DomainError as error:
            raise CommandError(error.message) from error
        if errors is not None:
            write_corrections(file, report, errors)
        self.stdout.write(summary(report, dry_run=dry_run))
        if json:
            self.stdout.write(as_line(report))

    def write(self, file: Path, user: User) -> Report:
        """Keep the workbook as one that was loaded on the page is kept, and write it."""
        return write_run(keep_workbook(file, by=user, file_name=file.name, status=ImportStatus.RUNNING))


def summary(report: Report, *, dry_run: bool) -> str:
    """Return the counts and every reason, for a person at a terminal."""
    counts = "、".join(f"{outcome.label} {report.count(outcome)} 户" for outcome in ImportOutcome)
    lines = [("试算：" if dry_run else "导入完成：") + counts + f"；等待 {report.waiting_rows} 行。"]
    for word, remarks in (("拒绝", report.refused), ("提示", report.flagged), ("等待", report.strays)):
        lines += [f"{word} {r.archive_no} {r.sheet} 第 {r.row} 行 {r.column}：{r.reason}" for r in remarks]
    return "\n".join([*lines, *report.notes])


def as_line(report: Report) -> str:
    """Return the object of architecture §7 as one line."""
    return json.dumps(report.as_command_json(), ensure_ascii=False)
