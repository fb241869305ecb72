"""Names in any script, made comparable."""

import unicodedata

APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
SILENT = "'’ʼ`´."


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
