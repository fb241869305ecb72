"""Reading what a patient wrote: which known class or substance a free text names.

It only ever adds: nothing is cleared by it.
"""

import re
import unicodedata
from collections.abc import Iterable

from treatments.rules.facts import Allergies, CatalogueFacts, Medicines, Stated


def plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def names(text: str, words: Iterable[str]) -> bool:
    """Whether the text names one of the words, as a whole word, singular or plural."""
    known = "|".join(re.escape(plain(word)) for word in words if word)
    return bool(known) and re.search(rf"(?<!\w)({known})(s|es)?(?!\w)", plain(text)) is not None


def medicine_keys(medicines: Medicines, catalogue: CatalogueFacts) -> frozenset[str]:
    """The medicine classes taken: those listed and those named in free text."""
    named = {row.key for row in catalogue.medicines for stated in medicines.texts if names(stated.text, row.words)}
    return medicines.keys | named


def unknown_medicines(medicines: Medicines, catalogue: CatalogueFacts) -> tuple[Stated, ...]:
    """The texts that name no class the rules know."""
    known = [row.words for row in catalogue.medicines]
    return tuple(stated for stated in medicines.texts if not any(names(stated.text, words) for words in known))


def allergy_groups(allergies: Allergies, catalogue: CatalogueFacts) -> frozenset[str]:
    """The groups the patient reacts to: listed, named in free text, or holding an allergen; and what crosses."""
    ingredients = allergy_ingredients(allergies, catalogue)
    found = set(allergies.groups)
    for group in catalogue.allergy_groups:
        if group.members & ingredients or any(names(stated.text, group.words) for stated in allergies.texts):
            found.add(group.id)
    return _crossed(frozenset(found), catalogue)


def _crossed(found: frozenset[str], catalogue: CatalogueFacts) -> frozenset[str]:
    more = found.union(*(group.crosses for group in catalogue.allergy_groups if group.id in found))
    return found if more == found else _crossed(more, catalogue)


def allergy_ingredients(allergies: Allergies, catalogue: CatalogueFacts) -> frozenset[str]:
    """The ingredients the patient reacts to: listed and named in free text."""
    words = catalogue.ingredient_words.items()
    return allergies.ingredients | {
        key for key, known in words for stated in allergies.texts if names(stated.text, known)
    }


def unknown_allergies(allergies: Allergies, catalogue: CatalogueFacts) -> tuple[Stated, ...]:
    """The texts that name no group and no ingredient of the catalogue."""
    known = [group.words for group in catalogue.allergy_groups] + list(catalogue.ingredient_words.values())
    return tuple(stated for stated in allergies.texts if not any(names(stated.text, words) for words in known))
