"""Day one: the shortlist of the chosen concerns and the sets, read and signed together with the password."""

import pytest

from clinic.practice.models import AuditEntry
from treatments.models import CareItem, Ingredient, Protocol, Zone
from treatments.queries.catalogue_faces import RULES, SETS, SHORTLIST
from treatments.tests.catalogue.conftest import PASSWORD
from treatments.tests.factories import catalogue as made

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
START = "/catalogue/start/?concern=hair_loss"
CARE = "/catalogue/sets/care/"
ZONES = "/catalogue/review/zones/"


def marks(answer) -> list[str]:
    leaves = [leaf for group in answer.context["groups"] for leaf in group.leaves]
    return [leaf.mark for leaf in leaves if not leaf.entry.is_approved]


def signed(entries, **more):
    return {"entries": entries, "reason": "read on day one", "password": PASSWORD, **more}


def listed(answer) -> dict[str, list[str]]:
    return {group.kind.file: [leaf.entry.key for leaf in group.leaves] for group in answer.context["groups"]}


@pytest.fixture
def hair_loss():
    """Two concerns with a protocol each; hair loss also has one with negative evidence, and one blocked ingredient."""
    hair, skin = made.ConcernFactory(key="hair_loss"), made.ConcernFactory(key="skin_brightening")
    biotin, txa = made.IngredientFactory(key="biotin"), made.IngredientFactory(key="txa")
    gone = made.IngredientFactory(key="buflomedil", status="blocked")
    technique = made.TechniqueFactory(key="nappage")
    made.TechniqueFactory(key="mesh")
    made.ZoneFactory(key="vertex", region="scalp")
    made.ZoneFactory(key="cheek", region="face")
    good = made.ProtocolFactory(key="HL-01", concern=hair, technique=technique, regions=["scalp"])
    good.ingredients.set([biotin, gone])
    made.ProtocolFactory(key="HL-06", concern=hair, evidence_level="negative").ingredients.add(txa)
    made.ProtocolFactory(key="BR-01", concern=skin, technique=technique, regions=["face"]).ingredients.add(txa)


@pytest.mark.usefixtures("hair_loss")
def test_the_shortlist_is_what_the_protocols_of_the_concern_need(director):
    answer = director.get(START)
    assert listed(answer) == {
        "concerns": ["hair_loss"],
        "protocols": ["HL-01"],
        "ingredients": ["biotin"],
        "techniques": ["nappage"],
        "zones": ["vertex"],
    }


@pytest.mark.usefixtures("hair_loss")
def test_negative_evidence_and_what_is_blocked_are_shown_and_not_suggested(director):
    shortlist = director.get(START).context["shortlist"]
    assert [row.key for row in (*shortlist.negative, *shortlist.held_back)] == ["HL-06", "buflomedil"]


@pytest.mark.usefixtures("hair_loss")
def test_the_shortlist_is_approved_with_one_signature(director):
    director.post(START, signed(marks(director.get(START))))
    offered = [model.objects.offered().count() for model in (Protocol, Ingredient, Zone)]
    trail = AuditEntry.objects.filter(verb="catalogue.approved")
    assert (offered, trail.count(), trail.first().details["reason"]) == ([1, 1, 1], 5, "read on day one")


def test_the_whole_day_one_needs_one_choice_and_a_few_signatures(shipped_director):
    """One signature for the shortlist of all four concerns, one for each set."""
    start = "/catalogue/start/?" + "&".join(f"concern={key}" for key in CONCERNS)
    for page in (start, *(f"/catalogue/sets/{name}/" for name in SETS)):
        shipped_director.post(page, signed(marks(shipped_director.get(page))))
    counts = [Protocol.objects.suggested().count(), Ingredient.objects.offered().count()]
    assert [*counts, CareItem.objects.waiting().count()] == [27, 16, 0]


CONCERNS = ("anti_aging", "acne_scarring", "hair_loss", "skin_brightening")


@pytest.fixture
def shipped_director(director):
    from treatments.catalogue.loading import load

    load()
    return director


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"password": "guessed"}, "password", "This is not your password."),
        ({"password": ""}, "password", "Sign with your password."),
        ({"reason": ""}, "reason", "Say why."),
        ({"entries": []}, "entries", "Choose what you have read."),
    ],
)
def test_an_incomplete_signature_is_told_at_its_field_and_approves_nothing(director, typed, field, sentence):
    made.ZoneFactory()
    answer = director.post(ZONES, signed(marks(director.get(ZONES))) | typed)
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [sentence])
    assert Zone.objects.offered().count() == 0


def test_what_was_unticked_stays_unticked_when_the_signature_is_wrong(director):
    kept, left = made.ZoneFactory(key="kept"), made.ZoneFactory(key="left")
    chosen = [mark for mark in marks(director.get(ZONES)) if ":kept:" in mark]
    text = director.post(ZONES, signed(chosen, password="guessed")).content.decode()
    boxes = [line for line in text.splitlines() if 'name="entries"' in line]
    assert [(kept.name in line, "checked" in line) for line in boxes] == [(True, True), (False, False)], left


def test_wrong_passwords_are_limited(director):
    made.ZoneFactory()
    chosen = marks(director.get(ZONES))
    for _ in range(10):
        director.post(ZONES, signed(chosen, password="guessed"))
    answer = director.post(ZONES, signed(chosen))
    assert answer.context["form"].errors["password"] == ["Too many wrong passwords: wait a minute."]
    assert Zone.objects.offered().count() == 0


def test_what_changed_since_the_sheet_was_opened_is_left_out_and_told(director):
    made.ZoneFactory(key="chin")
    made.ZoneFactory(key="cheek")
    chosen = marks(director.get(ZONES))
    Zone.objects.filter(key="chin").update(name="Something else")
    answer = director.post(ZONES, signed(chosen), follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert [zone.key for zone in Zone.objects.offered()] == ["cheek"]
    assert said == [
        "1 entry approved.",
        "1 was changed or approved by somebody else since you opened the page: read it again.",
    ]


def test_only_the_kinds_of_the_sheet_are_signed_on_it(director):
    made.ZoneFactory()
    ingredient = made.IngredientFactory(key="txa")
    other = marks(director.get("/catalogue/review/ingredients/"))
    director.post(ZONES, signed(marks(director.get(ZONES)) + other))
    ingredient.refresh_from_db()
    assert (Zone.objects.offered().count(), ingredient.is_approved) == (1, False)


def test_a_sets_differences_to_the_shipped_one_are_listed(director):
    made.CareItemFactory(key="POST-01", shipped={"note": "as shipped"}, note="ours", approved=True)
    made.CareItemFactory(key="POST-02", shipped={"note": ""}, pending={"note": "news"}, approved=True)
    made.CareItemFactory(key="POST-03", shipped={"note": ""}, approved=True)
    made.CareItemFactory(key="ours-01", approved=True)
    differing = {leaf.entry.key: leaf for leaf in director.get(CARE).context["differing"]}
    assert sorted(differing) == ["POST-01", "POST-02", "ours-01"]
    assert [leaf.after[0].words for leaf in (*differing["POST-01"].ours, *differing["POST-02"].news)] == [
        "ours",
        "news",
    ]


def test_newly_shipped_facts_are_taken_over_with_the_set(director):
    item = made.CareItemFactory(key="POST-01", shipped={"note": ""}, pending={"note": "news"}, approved=True)
    mark = next(leaf.mark for leaf in director.get(CARE).context["differing"])
    director.post(CARE, signed([], taken=[mark]))
    item.refresh_from_db()
    assert (item.note, item.pending) == ("news", {})


def test_who_may_not_approve_reads_and_does_not_sign(doctor):
    made.CareItemFactory()
    assert "Sign and approve" not in doctor.get(CARE).content.decode()


def test_a_signature_of_who_may_not_approve_is_refused(doctor, location):
    made.CareItemFactory()
    answer = doctor.post(CARE, signed(marks(doctor.get(CARE))))
    assert (answer.status_code, CareItem.objects.offered().count()) == (422, 0)


def test_every_kind_is_on_the_shortlist_in_a_set_or_on_the_shelf():
    in_sets = [file for files in SETS.values() for file in files]
    assert (set(RULES) <= set(in_sets), set(SHORTLIST) & set(in_sets)) == (True, set())


def test_an_unknown_set_is_not_found(director):
    assert director.get("/catalogue/sets/everything/").status_code == 404
