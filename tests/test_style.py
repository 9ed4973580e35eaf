"""The house rules that a machine can hold: sizes, names, docstrings, scope, templates, punctuation.

Each test names every offender, a line each. An exception stands in a table here, with its reason.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from pghistory.models import Event

from tests.support.source import (
    CONTROL,
    PACKAGES,
    ROOT,
    Module,
    forms_of,
    half_width,
    half_width_lines,
    half_width_literals,
    length,
    modules,
    public,
    scripts,
    templates,
)

FILE, CLASS, FUNCTION, VIEW, TEST, TEMPLATE = 300, 100, 30, 20, 20, 150
LONGER = {
    "organizations/reference/divisions.py": "the list of the province's unions and divisions",
    "tests/support/access.py": "one line for each page, by role",
    "households/models/archive.py Household": "the fields of the paper form, with the constraints that hold them",
    "households/models/people.py Member": "the fields of the paper form, with the constraints that hold them",
    "reports/booklet/parts/archive.py archive_of": "one line for each field of the paper form",
    "reports/booklet/parts/archive.py person_of": "one line for each field of the paper form",
}
# How a view may begin at a manager. The tree's own methods go from a union that was found in scope.
SCOPED = {"visible_to", "managed_by", "in_hands_of", "given_to", "get_parent", "get_children"}
UNSCOPED = {
    "core/views.py DBTaskResult.objects.ready": "the health page counts the queue, for everybody",
    "reviews/views/notices_public.py Notice.objects.public": "what hangs on the wall is for everybody, while it hangs",
}
PRINTED = ("reports/booklet/", "reports/forms/")  # typeset by WeasyPrint, never sent to a browser
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=")


def hold(offenders: list[str]) -> None:
    """Fail with one offender a line."""
    if offenders:
        pytest.fail("\n" + "\n".join(offenders), pytrace=False)


def too_long(module: Module, node, limit: int) -> list[str]:
    """Name a definition that is longer than its limit and no exception."""
    if length(node) <= limit or f"{module.name} {node.name}" in LONGER:
        return []
    return [module.at(node, f"{node.name} has {length(node)} lines, at most {limit}")]


def limit_of(module: Module, node: ast.FunctionDef) -> int:
    """Return how long a function may be where it stands."""
    if module.name.startswith("tests/") and node.name.startswith("test_"):
        return TEST
    return VIEW if module.role == "views" and module.is_ours else FUNCTION


def test_files_stay_short():
    found = {m.name: len(m.text.splitlines()) for m in modules() if not m.is_migration and m.name not in LONGER}
    hold([f"{name} has {lines} lines" for name, lines in found.items() if lines > FILE])


def test_classes_stay_short():
    hold([words for m in modules() if not m.is_migration for c in m.classes for words in too_long(m, c, CLASS)])


def test_functions_stay_short_and_views_shorter():
    hold([words for m in modules() for f in m.functions for words in too_long(m, f, limit_of(m, f))])


def test_templates_stay_short():
    found = {name: len(text.splitlines()) for name, text in templates().items()}
    hold([f"{name} has {lines} lines" for name, lines in found.items() if lines > TEMPLATE])


def test_no_exception_outlives_its_reason():
    definitions = {f"{m.name} {n.name}" for m in modules() for n in (*m.classes, *m.functions)}
    hold(sorted(set(LONGER) - definitions - {m.name for m in modules()}))


def is_unscoped(node: ast.AST) -> bool:
    """Say whether rows are taken from a manager without narrowing them first to what the user may see."""
    taken = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects"
    return taken and node.attr not in SCOPED


def test_views_start_at_what_is_visible():
    doors = [m for m in modules() if m.is_ours and m.role in {"views", "api"}]
    reached = [(m, node) for m in doors for node in m.nodes if is_unscoped(node)]
    found = [(m, node) for m, node in reached if f"{m.name} {ast.unparse(node)}" not in UNSCOPED]
    hold([m.at(node, f"{ast.unparse(node)} before visible_to(request.user)") for m, node in found])


def own_models() -> list[type[models.Model]]:
    """Return the models of our apps, without the events that the history keeps of them."""
    found = [model for name in PACKAGES if name != "config" for model in apps.get_app_config(name).get_models()]
    return [model for model in found if not issubclass(model, Event)]


def test_a_model_says_what_it_is():
    unexplained = [m for m in own_models() if (m.__doc__ or "").startswith(f"{m.__name__}(")]
    nameless = [m for m in own_models() if m.__str__ is models.Model.__str__]
    hold([f"{m.__name__} has no docstring" for m in unexplained] + [f"{m.__name__} has no __str__" for m in nameless])


def test_actions_say_what_they_do():
    asked = [(m, f) for m in modules() if m.is_ours and m.role == "actions" for f in public(m.nodes[0].body)]
    hold([m.at(f, f"{f.name} has no docstring") for m, f in asked if not ast.get_docstring(f)])


def test_methods_of_querysets_say_what_they_do():
    sets = [(m, c) for m in modules() if m.is_ours for c in m.classes if c.name.endswith("QuerySet")]
    asked = [(m, method) for m, c in sets for method in public(c.body)]
    hold([m.at(method, f"{method.name} has no docstring") for m, method in asked if not ast.get_docstring(method)])


def test_commands_say_what_they_do():
    commands = [m for m in modules() if "/management/commands/" in m.name and not m.name.endswith("__init__.py")]
    undocumented = [m.name for m in commands if not ast.get_docstring(m.nodes[0])]
    hold(undocumented + [f"{m.name} has no help" for m in commands if "\n    help = " not in m.text])


def views_by_name(resolver: URLResolver) -> dict[str, set[Callable]]:
    """Return every URL name with the views it leads to; two paths to one view are one name."""
    found: dict[str, set[Callable]] = defaultdict(set)
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found[str(pattern.name)].add(pattern.callback)
            continue
        for name, views in views_by_name(pattern).items():
            found[name] |= views
    return found


def test_url_names_are_snake_case_and_lead_to_one_view():
    names = views_by_name(get_resolver())
    hold([name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)])
    hold([f"{name} leads to {len(views)} views" for name, views in names.items() if len(views) > 1])


def test_templates_begin_with_what_they_are_given():
    hold([name for name, text in templates().items() if not text.startswith("{# given: ")])


def test_templates_hold_no_script_and_no_style():
    found = {name: INLINE.search(text) for name, text in templates().items() if not name.startswith(PRINTED)}
    hold([f"{name}: {match.group()}" for name, match in found.items() if match])


def test_forms_that_are_posted_answer_in_our_words_and_not_in_those_of_the_browser():
    pages = templates()
    posted = [(name, form) for name in pages for form in forms_of(pages, name) if 'method="post"' in form[0]]
    asking = [(name, tag) for name, (tag, inside) in posted if CONTROL.search(inside)]
    hold([f"{name}: <form{tag}> has no novalidate" for name, tag in asking if "novalidate" not in tag])


def test_every_icon_of_the_sprite_is_shown_somewhere_and_every_icon_shown_is_in_it():
    sprite = set(re.search(r'ICONS = """(.*?)"""', (ROOT / "bin/vendor.py").read_text(), re.DOTALL)[1].split())
    written = "".join([*templates().values(), *(m.text for m in modules() if m.name != "bin/vendor.py")])
    shown = set(re.findall(r'(?:icon |icon=|picture=)"([a-z-]+)"', "".join(templates().values())))
    hold([f"{name} is not in the sprite" for name in shown - sprite])
    hold([f"nothing shows {name}" for name in sprite if f'"{name}"' not in written])


def test_chinese_has_chinese_punctuation():
    hold([words for m in modules() if not m.is_migration for words in half_width(m)])
    hold([f"{name}:{line}: {words}" for name, text in templates().items() for line, words in half_width_lines(text)])
    hold([f"{name}:{line}: {words}" for name, text in scripts().items() for line, words in half_width_literals(text)])
