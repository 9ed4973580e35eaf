"""The assessment of the counties of the demo prefecture, made through the real actions: last year's, and this one's."""

import datetime
import io
import random
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from audits.actions.scores.cards import open_cards, publish_results
from audits.actions.scores.checking import finish_check, save_checked
from audits.actions.scores.marks import attach_paper, save_self_scores, submit_self_scores
from audits.actions.scores.sheets import copy_sheet, publish_sheet, start_sheet
from audits.models import Mark, ScoreCard, ScoreSheet
from audits.scores.enums import Sense
from core import clock
from organizations.enums import UnionKind
from organizations.models import Union, User
from reports.demo.places import COUNTY

PREFECTURE = COUNTY[:4] + "00"
LAST_DAY = (12, 28)
HALVES = Decimal("0.5")
WORDS = "查阅资料后核定。"


class Scores:
    """Makes the sheets of a home that has just been seeded; needs the demo accounts."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        names = ("prefecture-officer", "prefecture-approver", "county-officer")
        self.users = User.objects.in_bulk(names, field_name="username")
        self.union = Union.objects.get(code=PREFECTURE)

    @transaction.atomic
    def make(self) -> None:
        """Close last year's sheet, and leave this year's with the county handed in and the others waiting."""
        keeper, year = self.users["prefecture-officer"], clock.today().year
        with clock.at(datetime.date(year - 1, *LAST_DAY)):
            past = self._sheet(year - 1)
            for card in past.cards.select_related("sheet__union", "union").order_by("pk"):
                self._check(ScoreCard.objects.get(pk=card.pk))
            publish_results(past, by=keeper)
        present = copy_sheet(past, by=keeper)
        open_cards(publish_sheet(present, by=keeper), by=keeper)
        self._hand_in(present.cards.get(union__code=COUNTY))

    def _sheet(self, year: int) -> ScoreSheet:
        keeper = self.users["prefecture-officer"]
        until = datetime.date(year, LAST_DAY[0], LAST_DAY[1] - 1)
        facts: dict[str, Any] = {"year": year, "name": f"{year} 年县（市）困难职工帮扶工作考核", "self_until": until}
        made = start_sheet(by=keeper, union=self.union, shipped=True, kinds=[UnionKind.COUNTY], **facts)
        return open_cards(publish_sheet(made, by=keeper), by=keeper)

    def _check(self, card: ScoreCard) -> None:
        """Take over what was computed, and give the rest by hand."""
        said = {}
        for mark in card.marks.in_order():
            given = mark.computed if mark.computed is not None else self._usual(card, mark)
            said[mark.pk] = (given, WORDS if mark.computed is None else "")
        checker = self.users["prefecture-approver"]
        finish_check(save_checked(card, by=checker, seen=card.version, said=said), by=checker)

    def _usual(self, card: ScoreCard, mark: Mark) -> Decimal:
        chance = random.Random(f"{self.seed} {card.union.code} {mark.item.code}")
        if mark.item.sense != Sense.BASE:
            return Decimal(chance.choice([0, 0, 0, 1, 2]))
        return mark.item.weight - HALVES * min(chance.choice([0, 0, 1, 1, 2, 3]), int(mark.item.weight / HALVES))

    def _hand_in(self, card: ScoreCard) -> None:
        officer = self.users["county-officer"]
        said = {}
        for mark in card.marks.in_order():
            if mark.computed is None:
                said[mark.pk] = (self._usual(card, mark), "见所附材料。")
            if mark.item.evidence:
                attach_paper(card, mark, by=officer, upload=_paper(mark.item.evidence))
        submit_self_scores(save_self_scores(card, by=officer, seen=card.version, said=said), by=officer)


def _paper(title: str) -> SimpleUploadedFile:
    """Return a page with nothing but lines on it, as a scan would be."""
    page = Image.new("RGB", (600, 850), "white")
    pen = ImageDraw.Draw(page)
    for line in range(10):
        pen.line((70, 140 + 60 * line, 530 - 90 * (line % 3), 140 + 60 * line), fill="#888888", width=6)
    out = io.BytesIO()
    page.save(out, "JPEG")
    return SimpleUploadedFile(f"{title}.jpg", out.getvalue(), "image/jpeg")
