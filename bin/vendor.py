"""Copy the files that pages really load from node_modules to static/vendor."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "axe-core/axe.min.js": "axe.min.js",
    "echarts/dist/echarts.simple.min.js": "echarts.min.js",
}

# Outline icons that the templates name; one sprite, so that a page loads one file.
ICONS = """
alert-circle alert-triangle archive arrow-back-up arrow-left arrow-right bell building building-community calendar-due
camera cash check checklist chevron-down chevron-left chevron-right circle-check clipboard-check clipboard-list clock
columns-3 download edit eye file-spreadsheet file-text files filter heart-handshake help history home home-heart id
info-circle key link list lock logout message paperclip pencil phone photo plus printer report-money rotate search
scale shield-check sitemap sort-ascending sort-descending table-import trash upload user user-check user-circle
user-cog user-off user-plus user-x users users-group wallet x
""".split()


def copy_files() -> None:
    for source, target in FILES.items():
        text = (NODE / source).read_text(encoding="utf-8")
        # Source maps are not shipped; hashed static files refuse to name what is not there.
        text = re.sub(r"(//|/\*)# sourceMappingURL=\S+?(\s*\*/)?\s*$", "", text)
        (VENDOR / target).write_text(text, encoding="utf-8")


def write_sprite() -> None:
    symbols = []
    for name in ICONS:
        svg = (NODE / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
        body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if body is None:
            raise SystemExit(f"no drawing in icon {name}")
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
            f'stroke-linecap="round" stroke-linejoin="round">{body.group(1).strip()}</symbol>'
        )
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")


if __name__ == "__main__":
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    copy_files()
    write_sprite()
