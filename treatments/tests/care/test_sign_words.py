from treatments.rules.reports import BY_KEY
from treatments.sign_words import WORDS


def test_every_sign_has_words_for_the_patient():
    assert set(WORDS) == set(BY_KEY)
