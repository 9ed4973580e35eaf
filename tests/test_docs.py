"""The documents: every link leads somewhere, and every picture is shown somewhere and small."""

import re

from reports.navigation import GROUPS
from tests.support.source import HALF_WIDTH, ROOT, modules, templates
from tests.test_style import hold

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
WITHIN = re.compile(r"\]\(([^):\s]*#[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
PICTURE_BYTES = 150_000
PRESSED = re.compile(r"[点按]“([^”]+)”")
# What the guide says to press, where a page puts a number or a name in.
PUT_IN = {"未走访 n 户", "n 笔", "整单签收（n 项）"}


def links(page):
    """Return the files that a page names, without places within them."""
    named = ("".join(found) for found in LINK.findall(page.read_text(encoding="utf-8")))
    return [page.parent / link.partition("#")[0] for link in named if "://" not in link and not link.startswith("#")]


def place(heading):
    """Return the name by which a link finds a heading: its letters and digits, a hyphen for each blank."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_link_leads_to_a_file():
    hold([f"{page.relative_to(ROOT)}: {link}" for page in PAGES for link in links(page) if not link.exists()])


def test_every_place_within_a_page_is_a_heading():
    heads = {page: {place(head) for head in HEADING.findall(page.read_text(encoding="utf-8"))} for page in PAGES}
    named = [(page, *link.split("#")) for page in PAGES for link in WITHIN.findall(page.read_text(encoding="utf-8"))]
    held = [(page, (page.parent / file).resolve() if file else page, head) for page, file, head in named]
    hold([f"{page.name}: {file.name}#{head}" for page, file, head in held if head not in heads[file]])


def test_every_picture_is_shown_and_small():
    shown = {link.resolve() for page in PAGES for link in links(page)}
    pictures = list((ROOT / "docs/images").glob("*"))
    hold([f"{picture.name} is shown nowhere" for picture in pictures if picture not in shown])
    hold([f"{picture.name} is too large" for picture in pictures if picture.stat().st_size > PICTURE_BYTES])


def test_the_guide_is_written_with_chinese_punctuation():
    pages = sorted((ROOT / "docs/guide").glob("*.md"))
    lines = [(page.name, re.sub(r"\]\([^)]*\)", "]", line)) for page in pages for line in page.read_text().splitlines()]
    hold([f"{name}: {line}" for name, line in lines if HALF_WIDTH.search(line)])


def test_the_guide_names_every_page_of_the_navigation():
    pages = {
        cell.strip()
        for row in (ROOT / "docs/guide/README.md").read_text().splitlines()
        for cell in re.split(r"[|、：；（）]", row)
    }
    labels = {entry.label for group in GROUPS for entry in group.entries}
    hold([f"docs/guide/README.md does not name {label}" for label in labels - pages])


def test_what_the_guide_says_to_press_is_there():
    words = "\n".join([*templates().values(), *(module.text for module in modules() if module.is_ours)])
    pages = {page.name: page.read_text() for page in (ROOT / "docs/guide").glob("*.md")}
    pressed = {
        (part, name) for name, text in pages.items() for said in PRESSED.findall(text) for part in said.split(" → ")
    }
    hold(
        [
            f"docs/guide/{name}: nothing is called “{said}”"
            for said, name in pressed
            if said not in words and said not in PUT_IN
        ]
    )
