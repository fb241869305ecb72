"""The forms of entries: everything wrong at its field in a sentence, nothing lost; what is kept is what was typed."""

import re
from typing import Any

import pytest
from django.utils import translation

from clinic.practice.models import AuditEntry
from treatments.domain.catalogue_trail import edition_of
from treatments.domain.catalogue_writing import edit_entry
from treatments.models import CareItem, Contraindication, Ingredient, Product, Protocol, Source, Zone
from treatments.queries.catalogue_faces import REVIEWED, kind_named
from treatments.tests.catalogue import posting
from treatments.tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
NEW = "/catalogue/products/new/"


def as_posted(page) -> dict[str, Any]:
    """What a browser sends when nothing was changed on the page."""
    return posting.as_posted(page.context["form"]) | {"read": page.context.get("edition", "")}


def errors(answer) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return {name: list(words) for name, words in answer.context["form"].errors.items()}


@pytest.fixture
def vitamin():
    return made.IngredientFactory(key="vit_c", name="Vitamin C")


def product(vitamin, **typed: Any) -> dict[str, Any]:
    usual = {"name": "Ascorbin 500", "ingredient": vitamin.key, "form": "solution", "vehicle": "aqueous"}
    return usual | {"strength_value": "500", "strength_unit": "mg/mL", "reason": "bought"} | typed


def test_a_product_of_the_shelf_is_added_with_its_excipients_and_allergens(director, vitamin):
    sulfite = made.AllergyGroupFactory(key="sulfite")
    label = {"excipients_read": "on", "excipients": "sodium metabisulfite", "allergens": ["sulfite"], "pack_ml": "5"}
    answer = director.post(NEW, product(vitamin, **label))
    kept = Product.objects.get()
    assert answer.headers["Location"] == "/catalogue/products/ascorbin-500/"
    assert (str(kept.strength_value.normalize()), kept.strength_unit, kept.excipients) == (
        "5E+2",
        "mg/mL",
        "sodium metabisulfite",
    )
    assert (list(kept.allergens.all()), kept.is_offered) == ([sulfite], False)


def test_a_product_kept_and_approved_is_offered(director, vitamin):
    director.post(NEW, product(vitamin, approve=""))
    trail = AuditEntry.objects.filter(about="products:ascorbin-500").values_list("verb", flat=True)
    assert (Product.objects.get().is_offered, sorted(trail)) == (True, ["catalogue.added", "catalogue.approved"])


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("strength_value", "-5", "A quantity cannot be negative."),
        ("strength_value", "NaN", "“NaN” is not a plain number: write it in digits, such as 12.5."),
        ("strength_value", "0", "A quantity must be more than zero."),
        ("strength_value", "1e9", "“1e9” is not a plain number: write it in digits, such as 12.5."),
        ("strength_value", "0.00000001", "Write at most 6 decimals: nothing is rounded here."),
        ("pack_ml", "100000", "At most 99999.999."),
        ("ingredient", "unobtainium", "“unobtainium” is not in the catalogue."),
        ("allergens", ["gold"], "“gold” is not in the catalogue."),
        ("strength_unit", "", "A number needs its unit: none is implied."),
        ("strength_unit", "mg", "A strength is per mL."),
        ("name", "", "This field is required."),
        ("reason", "", "Say why."),
        ("key", "a b", "Letters, digits, - and _ only, beginning with a letter or digit."),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(director, vitamin, field, typed, sentence):
    answer = director.post(NEW, product(vitamin, **{field: typed}))
    assert errors(answer)[field] == [sentence]
    assert (answer.context["form"].data["form"], Product.objects.count()) == ("solution", 0)


def test_a_powder_states_what_the_vial_holds(director, vitamin):
    answer = director.post(NEW, product(vitamin, form="powder"))
    assert errors(answer) == {"strength_unit": ["A powder states what the vial holds: mg, g, IU."]}


def test_a_decimal_comma_is_read_where_the_language_writes_one(director, vitamin, settings):
    settings.LANGUAGE_CODE = "de"
    with translation.override("de"):
        director.post(NEW, product(vitamin, strength_value="0,5"), headers={"accept-language": "de"})
    assert str(Product.objects.get().strength_value.normalize()) == "0.5"


def test_a_name_that_stands_there_is_told_at_its_field(director, vitamin):
    made.ProductFactory(name="ascorbin 500")
    assert errors(director.post(NEW, product(vitamin))) == {"name": ["There is a “Ascorbin 500” already."]}


def test_a_key_that_is_taken_is_told_at_its_field(director, vitamin):
    made.ProductFactory(key="shelf-1")
    answer = director.post(NEW, product(vitamin, key="shelf-1"))
    assert errors(answer) == {"key": ["“shelf-1” is taken: choose another short name."]}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"sessions_min": "9"}, {"sessions_max": ["The larger number comes last."]}),
        ({"interval_days_min": "30"}, {"interval_days_max": ["The larger number comes last."]}),
        ({"sessions_min": "0"}, {"sessions_min": ["At least 1."]}),
        ({"sessions_min": "four"}, {"sessions_min": ["Write a whole number."]}),
        ({"sessions_min": "99999"}, {"sessions_min": ["At most 32767."]}),
        ({"schedule_days": "14, soon"}, {"schedule_days": ["“soon” is not a whole number above 0."]}),
        ({"concern": "baldness"}, {"concern": ["“baldness” is not in the catalogue."]}),
    ],
    ids=str,
)
def test_a_protocol_that_cannot_be_is_told_at_its_field(director, typed, told):
    made.ProtocolFactory(key="HL-01")
    page = "/catalogue/protocols/HL-01/edit/"
    answer = director.post(page, as_posted(director.get(page)) | {"reason": "ours"} | typed)
    assert {name: errors(answer)[name] for name in told} == told


def test_published_amounts_are_written_row_by_row(director, vitamin):
    page = "/catalogue/ingredients/vit_c/edit/"
    rows = {"doses-0-value": "3", "doses-0-value_max": "5", "doses-0-unit": "%", "doses-0-sources": "editorial"}
    director.post(page, as_posted(director.get(page)) | rows | {"reason": "read"})
    assert [str(dose) for dose in Ingredient.objects.get().doses.all()] == ["3–5 %"]


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ({"value": "5", "value_max": "3"}, "value_max", "The end of a range lies above its start."),
        ({"value": "-1"}, "value", "A quantity cannot be negative."),
        ({"value": "5", "sources": ""}, "sources", "Name at least one source."),
        ({"value": "5", "sources": "hearsay"}, "sources", "“hearsay” is not in the catalogue."),
        ({"context": "every week"}, "value", "Give a number above 0, or the wording as published."),
    ],
    ids=lambda it: str(it)[:20],
)
def test_an_amount_that_cannot_be_is_told_at_its_cell(director, vitamin, row, field, sentence):
    page = "/catalogue/ingredients/vit_c/edit/"
    typed = {f"doses-0-{name}": value for name, value in ({"sources": "editorial"} | row).items()}
    answer = director.post(page, as_posted(director.get(page)) | typed | {"reason": "read"})
    cells = answer.context["form"].amounts["doses"].forms[0].errors
    assert (answer.status_code, cells[field], Ingredient.objects.get().doses.count()) == (422, [sentence], 0)


def test_an_emptied_row_is_taken_away(director, vitamin):
    vitamin.doses.create(value=3, unit="%", sources=["editorial"])
    page = "/catalogue/ingredients/vit_c/edit/"
    emptied = {f"doses-0-{name}": "" for name in ("value", "value_max", "as_published", "context", "sources")}
    director.post(page, as_posted(director.get(page)) | emptied | {"reason": "misread"})
    trail = AuditEntry.objects.get(about="ingredients:vit_c")
    assert (Ingredient.objects.get().doses.count(), trail.details["before"]["doses"][0]["value"]) == (0, "3")


def test_a_care_window_in_days_becomes_hours(director):
    made.CareItemFactory(key="POST-01")
    page = "/catalogue/care_items/POST-01/edit/"
    typed = {"window_value": "3", "window_unit": "days", "reason": "our summers"}
    director.post(page, as_posted(director.get(page)) | typed)
    assert (CareItem.objects.get().window_hours, CareItem.objects.get().is_offered) == (72, False)


def test_a_window_without_its_number_is_told_at_its_field(director):
    made.CareItemFactory(key="POST-01")
    page = "/catalogue/care_items/POST-01/edit/"
    answer = director.post(page, as_posted(director.get(page)) | {"window_value": "", "reason": "open"})
    assert errors(answer) == {"window_value": ["Say how long: a window in hours or days needs its number."]}


def test_an_edit_kept_and_approved_is_offered_again(director):
    made.ZoneFactory(key="chin", name="Chin", approved=True)
    page = "/catalogue/zones/chin/edit/"
    director.post(page, as_posted(director.get(page)) | {"name": "Chin, midline", "reason": "clearer", "approve": ""})
    zone = Zone.objects.get()
    assert (zone.name, zone.is_offered, zone.approved_by.name) == ("Chin, midline", True, "Dora Director")


def test_of_two_who_edit_the_second_sees_what_happened_and_may_keep_theirs(director):
    zone = made.ZoneFactory(key="chin", name="Chin")
    page = "/catalogue/zones/chin/edit/"
    second = as_posted(director.get(page)) | {"name": "The chin", "reason": "clearer"}
    first = made.approver(email="first@example.test")
    edit_entry(entry=zone, changes={"name": "Chin, midline"}, by=first, reason="clearer", read=edition_of(zone))
    told = director.post(page, second)
    sentence = f"{first} has changed this entry since you opened it. Read it again: what you typed is still here."
    assert told.context["form"].non_field_errors() == [sentence]
    assert told.context["meanwhile"][0].changes[0].after[0].words == "Chin, midline"
    assert (told.context["form"]["name"].value(), Zone.objects.get().name) == ("The chin", "Chin, midline")
    director.post(page, second | {"read": told.context["edition"]})
    assert Zone.objects.get().name == "The chin"


def test_a_published_protocol_is_adopted_and_adjusted(director):
    published = made.ProtocolFactory(key="BR-07", name="Cocktail", approved=True)
    page = "/catalogue/protocols/new/?from=BR-07"
    typed = as_posted(director.get(page)) | {
        "sessions_min": "3",
        "sessions_max": "3",
        "reason": "shorter",
        "approve": "",
    }
    answer = director.post(page, typed)
    own = Protocol.objects.get(adopted_from=published)
    assert answer.headers["Location"] == "/catalogue/protocols/BR-07-own/"
    assert (own.name, own.sessions_max, own.is_offered) == ("Cocktail (ours)", 3, True)
    assert (Protocol.objects.get(key="BR-07").sessions_max, own in Protocol.objects.suggested()) == (4, True)


def test_a_rule_of_the_clinics_own_protects_before_it_is_approved(director):
    typed = {
        "condition": "tattoo under a month",
        "label": "Fresh tattoo",
        "default_level": "temporary",
        "level": "decide",
    }
    director.post("/catalogue/contraindications/new/", typed | {"sources": ["editorial"], "reason": "seen twice"})
    rule = Contraindication.objects.in_force().get()
    assert (rule.condition, rule.is_approved) == ("tattoo under a month", False)


@pytest.mark.parametrize("kind", [kind for kind in REVIEWED if kind.file != "products"], ids=lambda kind: kind.file)
def test_an_empty_form_of_every_kind_tells_what_it_needs(director, kind):
    answer = director.post(f"/catalogue/{kind.file}/new/", {})
    needed = {name for name, field in kind_named(kind.file).spec.model_fields.items() if field.is_required()}
    asked = (needed - {"key", "anchor"}) | {"reason"}
    assert (asked - set(errors(answer)), kind.model.objects.count()) == (set(), 0)


def test_what_is_wrong_is_read_out_with_its_field(director, vitamin):
    text = director.post(NEW, product(vitamin, strength_value="-5")).content.decode()
    wrong = re.search(r'<input[^>]*name="strength_value"[^>]*>', text).group()
    assert ('aria-invalid="true"' in wrong, 'value="-5"' in wrong) == (True, True)


def test_an_own_entry_may_name_a_source_of_the_clinics_own(director):
    typed = {"name": "Chin", "region": "face", "own_source": "Our audit of 2026", "reason": "we treat it"}
    director.post("/catalogue/zones/new/", typed)
    source = Source.objects.get(title="Our audit of 2026")
    trail = AuditEntry.objects.get(about=f"sources:{source.key}")
    assert (Zone.objects.get().sources, source.kind, trail.details["reason"]) == (
        [source.key],
        "the clinic's own",
        "we treat it",
    )


def test_an_entry_that_cannot_be_kept_leaves_no_source_behind(director):
    made.ZoneFactory(key="chin", name="Chin")
    typed = {"name": "chin", "region": "face", "own_source": "Our audit of 2026", "reason": "we treat it"}
    answer = director.post("/catalogue/zones/new/", typed)
    assert errors(answer) == {"name": ["There is a “chin” already."]}
    assert Source.objects.filter(title="Our audit of 2026").count() == 0


def test_an_entry_without_any_source_is_told(director):
    answer = director.post("/catalogue/zones/new/", {"name": "Chin", "region": "face", "reason": "we treat it"})
    assert errors(answer) == {"sources": ["Choose at least one, or name one of your own."]}
