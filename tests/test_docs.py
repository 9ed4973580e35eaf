"""The documents: every link leads somewhere, and every picture is shown somewhere and small."""

import re

from tests.support.source import HALF_WIDTH, ROOT
from tests.test_style import hold

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
PICTURE_BYTES = 150_000


def links(page):
    """Return the files that a page names, without places within them."""
    named = ("".join(found) for found in LINK.findall(page.read_text(encoding="utf-8")))
    return [page.parent / link.partition("#")[0] for link in named if "://" not in link and not link.startswith("#")]


def test_every_link_leads_to_a_file():
    hold([f"{page.relative_to(ROOT)}: {link}" for page in PAGES for link in links(page) if not link.exists()])


def test_every_picture_is_shown_and_small():
    shown = {link.resolve() for page in PAGES for link in links(page)}
    pictures = list((ROOT / "docs/images").glob("*"))
    hold([f"{picture.name} is shown nowhere" for picture in pictures if picture not in shown])
    hold([f"{picture.name} is too large" for picture in pictures if picture.stat().st_size > PICTURE_BYTES])


def test_the_guide_is_written_with_chinese_punctuation():
    pages = sorted((ROOT / "docs/guide").glob("*.md"))
    lines = [(page.name, re.sub(r"\]\([^)]*\)", "]", line)) for page in pages for line in page.read_text().splitlines()]
    hold([f"{name}: {line}" for name, line in lines if HALF_WIDTH.search(line)])
