"""What somebody types into a composition, as its form is posted."""

from typing import Any


def typed(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The post of a composition filled up to 10 mL; `more` are other fields, `mix-…` among them with underscores."""
    rows = {f"lines-{index}-{name}": value for index, line in enumerate(lines) for name, value in line.items()}
    mix = {"mix-diluent": "saline", "mix-target_volume_ml": "10", "mix-per_point_ml": "0.05"}
    mix |= {name.replace("mix_", "mix-", 1): value for name, value in more.items() if name.startswith("mix_")}
    others = {name: value for name, value in more.items() if not name.startswith("mix_")}
    return {"lines-count": len(lines), **mix, **rows, **others}


def line(ingredient: Any, amount: str = "2", **more: Any) -> dict[str, Any]:
    """A row of 2 mL of a 10 mg/mL stock, unless told otherwise."""
    entered = {"entered_as": "stock_volume", "amount": amount, "amount_unit": "mL"}
    return {"ingredient": ingredient.pk, "stock_value": "10", "stock_unit": "mg/mL", **entered, **more}


def volume(ingredient: Any, amount: str, **more: Any) -> dict[str, Any]:
    """A row of a volume alone."""
    return line(ingredient, amount, stock_value="", stock_unit="", **more)


def final(ingredient: Any, amount: str, unit: str, stock: str, stock_unit: str = "mg/mL") -> dict[str, Any]:
    """A row by its target concentration."""
    entered = {"entered_as": "final_concentration", "amount_unit": unit}
    return line(ingredient, amount, stock_value=stock, stock_unit=stock_unit, **entered)
