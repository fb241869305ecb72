"""Read the YAML files strictly: a key given twice is an error, a number keeps its exact digits."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


class StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # eight times as fast
    """YAML without surprises: no field twice in one entry, decimals exact."""


def _number(loader: StrictLoader, node: yaml.ScalarNode) -> Decimal | str:
    try:
        return Decimal(node.value.replace("_", ""))
    except InvalidOperation:
        return str(node.value)


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set()
    for name, _value in node.value:
        if name.value in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the field “{name.value}” stands twice", name.start_mark
            )
        seen.add(name.value)
    return loader.construct_mapping(node, deep=True)


StrictLoader.add_constructor("tag:yaml.org,2002:float", _number)
StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_entries(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of one file, and what is wrong with its form in sentences naming the file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), StrictLoader)
    except FileNotFoundError:
        return [], [f"{path.name}: the file is missing."]
    except yaml.YAMLError as error:
        return [], [f"{path.name}: {_where(error)}"]
    if not isinstance(content, list):
        return [], [f"{path.name}: expected a list of entries."]
    entries = [entry for entry in content if isinstance(entry, dict)]
    odd = [f"{path.name}: entry {n}: expected fields." for n, e in enumerate(content, 1) if not isinstance(e, dict)]
    return entries, odd


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}: " if mark else ""
    return f"{place}{getattr(error, 'problem', None) or error}."
