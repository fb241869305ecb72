"""The signs a patient may tick, in a patient's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from treatments.rules.reports import SIGNS

WORDS: dict[str, Promise] = {
    "breathing": _("Trouble breathing, or a tight throat"),
    "face_swelling": _("Swelling of the face, lips or tongue, or hives all over"),
    "eyesight": _("A sudden change in my eyesight"),
    "faint": _("I fainted, or I am about to"),
    "skin_colour": _("The skin turned white, grey, blue or black"),
    "growing_pain": _("Pain that grows or is very strong"),
    "spreading_redness": _("Redness or warmth that spreads"),
    "pus_or_fever": _("Pus, or fever"),
    "blisters": _("Blisters or a cold sore"),
    "late_lump": _("A lump, a new mark or a wound that does not heal"),
    "hair_patch": _("Hair falls out in a patch"),
    "other": _("Something else"),
    "itching": _("Itching or burning"),
    "bruise": _("A bruise"),
    "swelling": _("Swelling where I was treated"),
}


def sign_words(key: str) -> str:
    """Return the words of one sign."""
    return str(WORDS[key])


def choices() -> list[tuple[str, Promise]]:
    """Return all signs with their words, most urgent first."""
    return [(sign.key, WORDS[sign.key]) for sign in SIGNS]
