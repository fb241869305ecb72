"""Names in any script, made comparable, and what no name holds."""

import unicodedata

APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
SILENT = "'’ʼ`´."
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def fold(name: str) -> str:
    """Return `name` as it is searched for: lower case, no accents, no apostrophes, one space between words.

    Works for every script: only marks that combine with a letter go, no letter is transliterated to another script.
    """
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark))
    letters = "".join(letter for letter in bare.casefold().translate(APART) if letter not in SILENT)
    spaced = "".join(
        letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " " for letter in letters
    )
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def hides_signs(name: str) -> bool:
    """Whether `name` holds a sign nobody sees that turns round what stands beside it, or one that controls a machine.

    Joiners and the plain marks of direction (U+200C to U+200F, U+061C) belong to names in their scripts and are none.
    """
    return any(sign in TURNS or unicodedata.category(sign) == "Cc" for sign in name)
