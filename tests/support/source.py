"""The project's own source, parsed once, for the tests that hold it to the house rules."""

import ast
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "organizations", "reviews", "households", "pairing", "assistance", "audits", "reports", "config")
AROUND = ("tests", "benchmarks", "bin")
CHINESE = r"[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"(?<={CHINESE}) ?[,:;()]|[,:;()](?={CHINESE})")
# Between two tags of a page, next to what a template puts in.
BESIDE_A_VALUE = re.compile(r">[^<>]*(?:}}[,:;()]|[,:;()]{{)[^<>]*<")
# In a template literal of a script, a colon or comma that parts two values.
BETWEEN_TWO_VALUES = re.compile(r"[}`][,:;](?=\${)")
# Comments, and the words of a yesno, which a comma has to part.
UNSEEN = re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}|yesno:(?:'[^']*'|\"[^\"]*\")", re.DOTALL)

INCLUDED = re.compile(r"{%\s*include\s+\"([^\"]+)\"[^%]*%}")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
# What a browser may find fault with; a lone box to tick it never does.
CONTROL = re.compile(
    r'<input(?![^>]*type="(?:hidden|submit|checkbox)")|<select|<textarea|{%\s*field\s|{{\s*[\w.]*form[\w.]*\s*}}'
)


@dataclass(frozen=True)
class Module:
    """One Python file with its tree."""

    name: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in the file, from its root on."""
        return list(ast.walk(ast.parse(self.text)))

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef)]

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]

    @property
    def role(self) -> str:
        """What the file is for: its name within the app, or that of its package (``views``, ``actions``, …)."""
        return self.name.removesuffix(".py").split("/")[1] if "/" in self.name else ""

    @property
    def is_ours(self) -> bool:
        """Whether it belongs to the system itself and is written by hand."""
        return self.name.split("/")[0] in PACKAGES and not self.is_migration

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.name

    def at(self, node: ast.AST, words: str) -> str:
        """Name a place of this file and what is wrong there."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}: {words}"


@cache
def modules() -> tuple[Module, ...]:
    """Read every Python file of the project."""
    files = sorted(file for folder in (*PACKAGES, *AROUND) for file in (ROOT / folder).rglob("*.py"))
    return tuple(Module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files)


@cache
def templates() -> dict[str, str]:
    """Read every HTML template: its name → its text."""
    folder = ROOT / "templates"
    return {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in sorted(folder.rglob("*.html"))}


def forms_of(pages: dict[str, str], name: str) -> list[tuple[str, str]]:
    """Return the forms of a template: what each one's tag says, and its inside with all that is included."""
    return [(tag, _with_included(pages, inside)) for tag, inside in FORM.findall(pages[name])]


def _with_included(pages: dict[str, str], text: str) -> str:
    return INCLUDED.sub(lambda match: _with_included(pages, pages[match[1]]), text)


@cache
def scripts() -> dict[str, str]:
    """Read our own scripts: the name of each → its text without comments."""
    found = sorted((ROOT / "static/js").glob("*.js"))
    return {f.name: re.sub(r"(?m)(^|\s)//.*$", "", f.read_text(encoding="utf-8")) for f in found}


def length(node: ast.FunctionDef | ast.ClassDef) -> int:
    """Count the lines of a definition, its decorators aside."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def public(nodes: list[ast.stmt]) -> list[ast.FunctionDef]:
    """Keep the functions that others call."""
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def spoken(node: ast.AST) -> str:
    """Return the words of a literal; in an f-string with Chinese words, what is put in stands as a Chinese word too.

    What is put in with a format of its own is a figure, and stands as one.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    words = [part.value for part in node.values if isinstance(part, ast.Constant)]
    put_in = "某" if re.search(CHINESE, "".join(words)) else ""
    return "".join(
        part.value if isinstance(part, ast.Constant) else "0" if part.format_spec else put_in for part in node.values
    )


def half_width(module: Module) -> Iterator[str]:
    """Name the literals in which Chinese stands beside half-width punctuation; docstrings and raw strings aside."""
    lines, documentation = module.text.splitlines(), _docstrings(module)
    for node in module.nodes:
        if id(node) not in documentation and (found := HALF_WIDTH.search(words := spoken(node))):
            start = lines[node.lineno - 1].encode()[node.col_offset :][:2].lower()  # columns count bytes
            if not start.startswith((b"r", b"fr")):
                yield module.at(node, words[max(0, found.start() - 15) : found.end() + 15])


def half_width_lines(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines of a template in which Chinese stands beside half-width punctuation."""
    seen = UNSEEN.sub(lambda match: "\n" * match.group().count("\n"), text)
    for number, line in enumerate(seen.splitlines(), 1):
        words = html.unescape(line)
        if found := HALF_WIDTH.search(words) or BESIDE_A_VALUE.search(words):
            yield number, words[max(0, found.start() - 15) : found.end() + 15]


def half_width_literals(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines of a script in which Chinese, or what is put in beside words, has half-width punctuation."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := HALF_WIDTH.search(line) or BETWEEN_TWO_VALUES.search(line):
            yield number, line[max(0, found.start() - 15) : found.end() + 15]


def _docstrings(module: Module) -> set[int]:
    owners = (n for n in module.nodes if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef) and n.body)
    return {id(node.body[0].value) for node in owners if isinstance(node.body[0], ast.Expr)}
