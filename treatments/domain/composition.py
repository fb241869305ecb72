"""What somebody typed as a recipe, between the form, the rows and the one arithmetic."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from treatments.models import Ingredient, IngredientClass, Product, RecipeLine, RecipeVersion
from treatments.rules import doses
from treatments.rules.errors import DoseError
from treatments.rules.factors import factors_of
from treatments.rules.syringes import DrawnRecipe, Syringes, draw_up

VOLUME_ONLY = (IngredientClass.AUTOLOGOUS, IngredientClass.PRODUCT_BLEND)
"""What has no strength of its own: the patient's own blood, and blends whose parts nobody declares."""


@dataclass(frozen=True)
class Line:
    """One ingredient: its stock, and the one amount that was typed, with its unit.

    The stock is a strength, a product of the shelf, a powder dissolved, or nothing at all.
    """

    ingredient: Ingredient
    amount: Decimal
    amount_unit: str = "mL"
    entered_as: str = RecipeLine.EnteredAs.STOCK_VOLUME
    stock_value: Decimal | None = None
    stock_unit: str = ""
    product: str = ""
    shelf_product: Product | None = None
    salt_or_base: str = ""
    powder_value: Decimal | None = None
    powder_unit: str = ""
    dissolved_in_ml: Decimal | None = None
    with_epinephrine: bool = False

    def for_arithmetic(self) -> doses.RecipeLine:
        """Return the line as the arithmetic reads it; units travel with their numbers."""
        return doses.RecipeLine.entered(
            self.ingredient.key,
            self.entered_as,
            self.amount,
            self.amount_unit,
            name=self.ingredient.name,
            stock_value=self.stock_value,
            stock_unit=self.stock_unit,
            powder_value=self.powder_value,
            powder_unit=self.powder_unit,
            dissolved_in_ml=self.dissolved_in_ml,
            with_epinephrine=self.with_epinephrine,
            factors=factors_of(self.ingredient.key),
        )

    def by_its_label(self) -> "Line":
        """Return the line with what its shelf product's label says: strength or powder, salt, epinephrine.

        What was typed stays where the label is silent. Without a product it is the same line.
        """
        label = self.shelf_product
        if label is None:
            return self
        told = replace(
            self,
            product=label.name,
            salt_or_base=label.salt_or_base or self.salt_or_base,
            with_epinephrine=label.with_epinephrine or self.with_epinephrine,
        )
        if label.strength_value is None:
            return told
        if label.form == Product.Form.POWDER:
            return replace(told, powder_value=label.strength_value, powder_unit=label.strength_unit)
        return replace(told, stock_value=label.strength_value, stock_unit=label.strength_unit)

    def check(self) -> None:
        """Raise DoseError for a stock that this ingredient or product cannot have."""
        if self.shelf_product and self.shelf_product.ingredient_id != self.ingredient.pk:
            sentence = f"{self.shelf_product} is another ingredient's product: choose one of {self.ingredient}."
            raise DoseError(sentence, "shelf_product")
        if self.ingredient.ingredient_class in VOLUME_ONLY and (self.stock_value or self.powder_value):
            sentence = f"{self.ingredient} has no strength of its own: leave it empty and enter the volume."
            raise DoseError(sentence, "stock_value" if self.stock_value else "powder_value")


@dataclass(frozen=True)
class Composition:
    """A whole recipe as typed: volumes in mL; without a target the stocks alone make the volume.

    `overage_ml`, `syringe_ml` and `graduation_ml` say how it is drawn up.
    """

    lines: tuple[Line, ...]
    diluent: str = RecipeVersion.Diluent.NONE
    target_volume_ml: Decimal | None = None
    per_point_ml: Decimal | None = None
    overage_ml: Decimal | None = None
    syringe_ml: Decimal | None = None
    graduation_ml: Decimal | None = None

    def check(self) -> None:
        """Raise DoseError at a line whose stock cannot be true, or when nothing but diluents is in it."""
        for index, line in enumerate(self.lines):
            with _blamed_on(index):
                line.check()
        if all(line.ingredient.ingredient_class == IngredientClass.DILUENT for line in self.lines):
            raise DoseError("Add at least one ingredient: a diluent alone is not a recipe.", "lines")

    def work_out(self, *, weight_kg: Decimal | None = None) -> doses.WorkedRecipe:
        """Work out what reaches the patient: volumes, concentrations, doses, rounded to the marks of the syringe.

        Raises DoseError at the line and field to blame.
        """
        return self.draw_up(weight_kg=weight_kg).given

    def draw_up(self, *, weight_kg: Decimal | None = None) -> DrawnRecipe:
        """Work out the batch: as typed, as drawn, as given. Raises DoseError at the line and field to blame."""
        recipe = doses.Recipe(
            lines=tuple(self._for_arithmetic()),
            diluent="" if self.diluent == RecipeVersion.Diluent.NONE else self.diluent,
            target_volume_ml=self.target_volume_ml,
            per_point_ml=self.per_point_ml,
        )
        syringes = Syringes(self.overage_ml, self.syringe_ml, self.graduation_ml)
        return draw_up(recipe, syringes, weight_kg=weight_kg)

    def _for_arithmetic(self) -> Iterator[doses.RecipeLine]:
        for index, line in enumerate(self.lines):
            with _blamed_on(index):
                yield line.for_arithmetic()

    @property
    def ingredients(self) -> list[Ingredient]:
        return [line.ingredient for line in self.lines]

    @property
    def products(self) -> list[Product]:
        """The products of the shelf that are named."""
        return [line.shelf_product for line in self.lines if line.shelf_product]

    @property
    def volumes(self) -> dict[str, str | Decimal | None]:
        """The version's own columns."""
        return {name: getattr(self, name) for name in COLUMNS}

    @property
    def fingerprint(self) -> str:
        """Return a short hash of everything typed: two people who see the same one look at the same recipe."""
        told = [_told(getattr(self, name)) for name in COLUMNS]
        told += [_told(getattr(line, name)) for line in self.lines for name in FIELDS]
        return sha256("\n".join(told).encode()).hexdigest()[:16]


@contextmanager
def _blamed_on(index: int) -> Iterator[None]:
    """Place an error at the line it comes from."""
    try:
        yield
    except DoseError as error:
        raise error.at(line=index) from None


EMPTY = Composition(())
FIELDS = tuple(Line.__dataclass_fields__)
COLUMNS = tuple(name for name in Composition.__dataclass_fields__ if name != "lines")


def composition_of(version: RecipeVersion) -> Composition:
    """Return what was typed for `version`. One query for its lines, none if prefetched."""
    return Composition(
        lines=tuple(_line_of(row) for row in version.lines.all()),
        **{name: getattr(version, name) for name in COLUMNS},
    )


def rows_of(version: RecipeVersion, lines: Iterable[Line]) -> list[RecipeLine]:
    """Return unsaved rows of `version`, in order."""
    return [
        RecipeLine(version=version, order=order, **{name: getattr(line, name) for name in FIELDS})
        for order, line in enumerate(lines)
    ]


def _line_of(row: RecipeLine) -> Line:
    return Line(**{name: getattr(row, name) for name in FIELDS})


def _told(value: object) -> str:
    """One spelling for equal values: 5 and 5.000 are the same number."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value.pk if isinstance(value, Ingredient | Product) else "" if value is None else value)
