"""From a form's data to its pages; asks the database nothing."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from reports.booklet.fonts import with_installed_families
from reports.booklet.render import NOT_XML, TEMPLATES
from reports.booklet.trimmed import with_copies
from reports.booklet.typeset import Body, typeset
from reports.forms.data import PrintedForm

SHEETS = Path(settings.BASE_DIR) / "templates/reports/forms"
BASE = {
    "forms.css": [TEMPLATES / "booklet.css", SHEETS / "forms.css"],
    "notice.css": [SHEETS / "official.css", SHEETS / "notice.css"],
    "brief.css": [SHEETS / "official.css", SHEETS / "campaign.css", SHEETS / "brief.css"],
    "campaign.css": [SHEETS / "official.css", SHEETS / "campaign.css"],
    "card_a5.css": [SHEETS / "card.css", SHEETS / "card_a5.css"],
    "scores.css": [TEMPLATES / "booklet.css", SHEETS / "forms.css", SHEETS / "scores.css"],
    "score_results.css": [SHEETS / "official.css", SHEETS / "campaign.css", SHEETS / "score_results.css"],
    "rectification.css": [SHEETS / "official.css", SHEETS / "notice.css", SHEETS / "rectification.css"],
    "verification.css": [SHEETS / "official.css", SHEETS / "campaign.css", SHEETS / "verification.css"],
    "tasks.css": [SHEETS / "official.css", SHEETS / "tasks.css"],
}


def render_form(form: PrintedForm, *, name: str = "") -> Body:
    """Set the pages of one form, which still lack fonts and feet (reports.booklet.merge).

    ``name`` tells it from the other forms of one file, where there may be several of one household.
    """
    xml = NOT_XML.sub("", render_to_string(form.template, {"form": form}))
    return typeset(xml, css(form.sheet), name or f"{form.number}-{Path(form.template).stem}")


@cache
def css(sheet: str) -> str:
    """Return a stylesheet with the font families that this machine has; grid forms add theirs to the booklet's."""
    files = BASE.get(sheet, [SHEETS / sheet])
    return with_copies(with_installed_families("".join(file.read_text(encoding="utf-8") for file in files)))
