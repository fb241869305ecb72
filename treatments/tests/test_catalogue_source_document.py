"""The document the project starts from, line by line: which entry carries each of its sentences.

Where a patient meets them is shown beside the pages, mails and prints of desk, portal and post.
"""

import pytest

from treatments.models import AdverseEvent, CareItem, Concern, EvidenceStatement, Ingredient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue")]


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        (
            "Anti-Aging: Reduces fine lines, wrinkles, and age spots.",
            "anti_aging",
            "Fine lines, wrinkles and age spots",
        ),
        ("Hair Loss: Stimulates hair growth and strengthens hair follicles.", "hair_loss", "stimulates hair growth"),
        ("Acne and Scarring: Reduces inflammation, prevents scarring.", "acne_scarring", "prevents scarring"),
        ("Skin Brightening: Improves overall skin tone and texture.", "skin_brightening", "skin tone and texture"),
    ],
)
def test_each_common_use_is_a_concern(line, key, words):
    concern = Concern.objects.get(key=key)
    assert (words in concern.description, concern.sources) == (True, ["src_client"])


def test_there_are_no_other_concerns():
    assert Concern.objects.count() == 4


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("Itching …: temporary and resolves quickly", "AE-02", "Itching usually lasts 2 to 3 hours."),
        ("… or Burning Sensations", "AE-01", "Pain or burning can last for minutes to hours."),
        ("Allergic Reactions: Rare, but possible.", "AE-08", "Allergic reactions are rare."),
        ("Bruising …: temporary, at the injection site", "AE-06", "Bruises usually fade in 1 to 3 days"),
        ("… or Swelling", "AE-05", "Swelling usually lasts 1 to 2 days."),
    ],
)
def test_each_side_effect_is_told_in_plain_words(line, key, words):
    assert AdverseEvent.objects.get(key=key).patient_text.startswith(words)


@pytest.mark.parametrize(
    ("key", "hours"), [("AE-01", 24), ("AE-02", 3), ("AE-05", 48), ("AE-06", 168), ("AE-08", None)]
)
def test_each_side_effect_says_until_when_it_is_normal(key, hours):
    assert AdverseEvent.objects.get(key=key).normal_until_hours == hours


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("Avoid alcohol a few days before the procedure.", "PRE-01", "Do not drink alcohol."),
        (
            "Avoid anti-inflammatory medications a few days before the procedure.",
            "PRE-02",
            (
                "Do not take aspirin, ibuprofen or other anti-inflammatory medicines for pain, unless a doctor "
                "prescribed them for you. Never stop a prescribed medicine yourself: ask the doctor who prescribed it."
            ),
        ),
        (
            "Cleanse your skin thoroughly before the session.",
            "PRE-04",
            "Cleanse your skin thoroughly and come without make-up.",
        ),
        (
            "… on the scalp",
            "PRE-14",
            "Wash your hair and scalp before you come, and use no styling product.",
        ),
    ],
)
def test_each_rule_before_treatment_stands_in_every_message(line, key, words):
    item = CareItem.objects.pre().get(key=key)
    assert (item.patient_text, item.essential) == (words, True)


@pytest.mark.parametrize("key", ["PRE-01", "PRE-02"])
def test_a_few_days_are_three(key):
    assert CareItem.objects.get(key=key).window_hours == 72


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        (
            "Avoid sun exposure for at least 48 hours.",
            "POST-01",
            "Stay out of direct sun and do not use tanning beds.",
        ),
        ("Use sunscreen and moisturizer regularly.", "POST-02", "Use sunscreen and moisturiser regularly."),
        (
            "Refrain from using harsh skincare products.",
            "POST-03",
            "Do not use harsh skincare such as acids, retinoids or scrubs.",
        ),
        (
            "Follow the practitioner's aftercare instructions for optimal results.",
            "POST-26",
            "Follow your practitioner's instructions. For a warning sign, use the emergency number.",
        ),
    ],
)
def test_each_rule_after_treatment_stands_in_every_message(line, key, words):
    item = CareItem.objects.post().get(key=key)
    assert (item.patient_text, item.essential) == (words, True)


def test_the_sun_is_avoided_for_48_hours_from_the_end_of_treatment():
    item = CareItem.objects.get(key="POST-01")
    assert (item.window_hours, item.anchor, item.area) == (48, "treatment_end", "all")


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("customized cocktails of vitamins", "vitamin"),
        ("minerals", "mineral"),
        ("amino acids", "amino_acid"),
        ("and medications", "medication"),
    ],
)
def test_each_part_of_the_cocktail_has_ingredients(line, classes):
    assert Ingredient.objects.filter(ingredient_class=classes).exists()


def test_results_within_a_few_sessions_are_quoted_as_the_documents_own_words():
    statement = EvidenceStatement.objects.get(key="EV-15")
    assert (statement.statement, statement.sources) == (
        "Source document: results appear within a few sessions and last several months with maintenance",
        ["src_client"],
    )
