"""Prove from the command line that ledger, payments and budgets say the same."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from assistance.funds.reconcile import Finding, differences, reconcile


class Command(BaseCommand):
    """Print how each proof ended and each row that differs; ends with 1 when one does."""

    help = "Prove that budgets, ledger, payments, totals, aid records and bank results agree; name every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of words")

    def handle(self, *, json: bool, **options: Any) -> None:
        findings = reconcile()
        self.stdout.write(as_json(findings) if json else in_words(findings))
        if differences(findings):
            sys.exit(1)


def as_json(findings: list[Finding]) -> str:
    """Return all of it as one document."""
    return json.dumps(
        {"differences": differences(findings), "proofs": [asdict(finding) for finding in findings]}, ensure_ascii=False
    )


def in_words(findings: list[Finding]) -> str:
    """Return a line for each proof, each followed by its differences."""
    lines = []
    for finding in findings:
        ending = f"不符 {finding.count} 项" if finding.count else "相符"
        lines.append(f"{finding.name}：核对 {finding.rows:,} 行，{ending}。")
        lines += [f"  {d.table} {d.key} {d.what}：应为 {d.expected}，实为 {d.found}" for d in finding.differences]
        if finding.count > len(finding.differences):
            lines.append(f"  其余 {finding.count - len(finding.differences)} 项未列出。")
    total = differences(findings)
    return "\n".join([*lines, f"共 {total} 项不符，请逐项查明。" if total else "全部相符。"])
