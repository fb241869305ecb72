"""The rules in words: beside the code, in the README, and complete."""

import ast
from pathlib import Path

import pytest

from treatments.rules.kind import Kind
from treatments.rules.kinds import ALL_KINDS

APP = Path(__file__).parents[2]
HEAD = "| kind | about | the rule in words | rows that feed it |\n| --- | --- | --- | --- |\n"
RULES = sorted((APP / "rules").rglob("*.py"))


def test_readme_table_says_what_the_rules_say():
    rows = [_row(kind) for kind in ALL_KINDS]
    _before, table = (APP / "README.md").read_text().split(HEAD)
    assert table.split("\n\n")[0].splitlines() == rows


def _row(kind: Kind) -> str:
    settled = " (settled)" if kind.settles else ""
    return f"| `{kind.id}` | {kind.title}{settled} | {kind.words} | {kind.rows or 'built in'} |"


def test_every_kind_has_an_id_of_its_own():
    assert len({kind.id for kind in ALL_KINDS}) == len(ALL_KINDS)


def test_every_file_of_kinds_is_in_the_registry():
    files = {path.stem for path in (APP / "rules" / "kinds").glob("*.py")} - {"__init__"}
    assert files == {kind.id for kind in ALL_KINDS}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rules_read_no_clock_no_database_and_no_float(path):
    tree = ast.parse(path.read_text())
    modules = {name.split(".")[0] for node in ast.walk(tree) for name in _imported(node)}
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    assert not modules & {"django", "time", "random", "clinic", "patients"}
    assert not called & {"now", "utcnow", "objects", "localdate"}
    assert floats == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_public_function_says_what_it_means(path):
    tree = ast.parse(path.read_text())
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node) and node.name not in ("judge", "lists")] == []
