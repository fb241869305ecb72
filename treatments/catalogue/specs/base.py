"""Words that every spec uses: keys, texts, positive numbers, references to other files, published amounts."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from treatments.models.catalogue.base import Confidence, Status, Verification
from treatments.models.catalogue.ingredients import PublishedUnit

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Positive = Annotated[Decimal, Field(gt=0)]
Count = Annotated[int, Field(gt=0)]


def key_of(*files: str) -> Any:
    """The type of a field that names an entry of one of these files. `info.context` holds the keys of each file."""

    def known(value: str, info: ValidationInfo) -> str:
        if not any(value in (info.context or {}).get(file, ()) for file in files):
            wanted = " or ".join(f"{file}.yaml" for file in files)
            raise PydanticCustomError(
                "unknown_reference", "“{key}” is not in {wanted}", {"key": value, "wanted": wanted}
            )
        return value

    return Annotated[str, AfterValidator(known)]


SourceKey = key_of("sources")
Sources = Annotated[list[SourceKey], Field(min_length=1)]  # type: ignore[valid-type]
IngredientKey = key_of("ingredients")
ConcernKey = key_of("concerns")
MedicineKey = key_of("medicine_groups")


class Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Spec):
    """An entry with its sources and how sure we are."""

    key: Key
    sources: Sources
    confidence: Confidence | str = ""
    verification: Verification | str = ""


class Entry(Row):
    """An entry that the clinic approves. No status given: it may be offered once approved."""

    status: Status = Status.CANDIDATE


class Amount(Spec):
    """A published number with unit, context and sources; `as_published` where no single number can say it."""

    value: Positive | None = None
    value_max: Positive | None = None
    unit: PublishedUnit
    as_published: str = ""
    context: str = ""
    sources: Sources
