"""Writing the clinic's own catalogue: edited, added, adopted, taken away; each with what it was and why."""

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry, User
from patients.models import Allergy
from patients.tests.factories import PatientFactory
from treatments.catalogue.kinds import KINDS
from treatments.domain.catalogue import approve_entries
from treatments.domain.catalogue_trail import edition_of
from treatments.domain.catalogue_writing import add_entry, adopt_protocol, edit_entry, remove_entry
from treatments.models import Concern, Ingredient, Protocol, Zone
from treatments.tests.factories.catalogue import (
    AllergyGroupFactory,
    ConcernFactory,
    IngredientFactory,
    ProtocolFactory,
    SourceFactory,
    TechniqueFactory,
    ZoneFactory,
    approver,
)

pytestmark = pytest.mark.django_db
ZONES = next(kind for kind in KINDS if kind.file == "zones")
CHIN = {"name": "Chin", "region": "face", "sources": ["editorial"]}


@pytest.fixture(autouse=True)
def _source():
    SourceFactory(key="editorial")


@pytest.fixture
def nurse() -> User:
    return User.objects.create_user("nurse@example.test", name="Nora Nurse", may_inject=True)


def test_an_edited_entry_is_the_clinics_own_and_waits_for_its_approval():
    entry = IngredientFactory(shipped={"name": "Tranexamic acid"}, name="Tranexamic acid", approved=True)
    changed = edit_entry(entry=entry, changes={"name": "TXA"}, by=approver(), reason="our word")
    assert (changed.name, changed.changed_fields, changed.is_offered) == ("TXA", ["name"], False)


def test_an_edit_keeps_what_it_was_before():
    entry = IngredientFactory(key="txa", name="Tranexamic acid")
    edit_entry(entry=entry, changes={"name": "TXA"}, by=approver(), reason="our word")
    trail = AuditEntry.objects.get(about="ingredients:txa")
    assert (trail.verb, trail.details) == (
        "catalogue.changed",
        {
            "reason": "our word",
            "fields": ["name"],
            "before": {"name": "Tranexamic acid"},
            "after": {"name": "TXA"},
        },
    )


def test_of_two_who_edit_the_second_is_told_and_the_first_stays():
    entry = IngredientFactory(name="Zinc")
    read = edition_of(entry)
    edit_entry(entry=entry, changes={"name": "Zinc sulfate"}, by=approver(), reason="salt named", read=read)
    with pytest.raises(Refusal, match="Dora Director has changed this entry since you opened it") as refused:
        edit_entry(entry=entry, changes={"name": "Zinc gluconate"}, by=approver(), reason="salt named", read=read)
    assert (refused.value.code, Ingredient.objects.get().name) == ("stale", "Zinc sulfate")


def test_an_edit_that_changes_nothing_is_refused():
    with pytest.raises(Refusal, match="Nothing is different"):
        edit_entry(entry=ZoneFactory(name="Chin"), changes={"name": "Chin"}, by=approver(), reason="typo")


def test_an_unknown_key_is_refused_at_its_field():
    with pytest.raises(Refusal) as refused:
        edit_entry(entry=IngredientFactory(), changes={"concerns": ["baldness"]}, by=approver(), reason="try")
    assert (refused.value.field, refused.value.sentence) == (
        "concerns",
        "concerns[0]: “baldness” is not in concerns.yaml (it says “baldness”).",
    )


def test_a_reversed_range_is_refused_at_its_end():
    with pytest.raises(Refusal, match="The larger number comes last") as refused:
        edit_entry(entry=ProtocolFactory(), changes={"sessions_min": 9}, by=approver(), reason="try")
    assert refused.value.field == "sessions_max"


def test_an_edit_by_someone_else_changes_nothing(nurse):
    entry = IngredientFactory(name="Zinc")
    with pytest.raises(Refusal, match="Only someone who may approve"):
        edit_entry(entry=entry, changes={"name": "Sink"}, by=nurse, reason="typo")
    assert Ingredient.objects.get().name == "Zinc"


def test_an_own_entry_waits_for_its_approval():
    zone = add_entry(kind=ZONES, facts=CHIN, by=approver(), reason="we treat it")
    assert (zone.key, zone.is_approved, zone.shipped) == ("chin", False, {})


def test_a_key_that_is_taken_is_refused_at_its_field():
    ZoneFactory(key="chin")
    with pytest.raises(Refusal, match="“chin” is taken") as refused:
        add_entry(kind=ZONES, key="chin", facts=CHIN, by=approver(), reason="we treat it")
    assert refused.value.field == "key"


@pytest.mark.parametrize("key", ["new", "-chin", "the chin", "ch/in"])
def test_a_key_that_cannot_be_an_address_is_refused(key):
    with pytest.raises(Refusal, match="Letters, digits") as refused:
        add_entry(kind=ZONES, key=key, facts=CHIN, by=approver(), reason="we treat it")
    assert refused.value.field == "key"


def test_the_same_name_twice_is_refused():
    ZoneFactory(name="CHIN")
    with pytest.raises(Refusal, match="There is a “Chin” already") as refused:
        add_entry(kind=ZONES, facts=CHIN, by=approver(), reason="we treat it")
    assert (refused.value.field, Zone.objects.count()) == ("name", 1)


def test_a_published_protocol_becomes_the_clinics_own():
    published = ProtocolFactory(key="BR-07", name="Cocktail", approved=True)
    facts = {"name": "Our cocktail", "concern": published.concern.key, "design": "open label"}
    facts |= {"evidence_level": "low", "sources": ["editorial"], "sessions_min": 3, "sessions_max": 3}
    own = adopt_protocol(protocol=published, facts=facts, by=approver(), reason="shorter with us")
    assert (own.key, own.adopted_from, own.sessions_max, own.is_approved) == ("BR-07-own", published, 3, False)
    assert Protocol.objects.get(key="BR-07").sessions_max == 4


def test_an_own_entry_that_nobody_uses_is_taken_away_with_what_it_said():
    zone = add_entry(kind=ZONES, facts=CHIN, by=approver(), reason="we treat it")
    remove_entry(entry=zone, by=approver(), reason="twice")
    trail = AuditEntry.objects.get(about="zones:chin", verb="catalogue.removed")
    assert (Zone.objects.count(), trail.details["before"]["name"]) == (0, "Chin")


@pytest.mark.parametrize(
    "use",
    [
        lambda it: AllergyGroupFactory().members.add(it),
        lambda it: ProtocolFactory().ingredients.add(it),
        lambda it: Allergy.objects.create(patient=PatientFactory(), code=it.key, answer="yes"),
    ],
    ids=["in an allergy group", "in a protocol", "a patient's allergy"],
)
def test_what_is_in_use_is_not_deleted(use):
    zinc = IngredientFactory()
    use(zinc)
    with pytest.raises(Refusal, match="It is in use: 1 .* Block it instead"):
        remove_entry(entry=zinc, by=approver(), reason="never used")
    assert list(Ingredient.objects.all()) == [zinc]


def test_a_technique_of_a_protocol_is_not_deleted():
    technique = TechniqueFactory()
    ProtocolFactory(technique=technique)
    with pytest.raises(Refusal, match="It is in use: 1 protocol"):
        remove_entry(entry=technique, by=approver(), reason="never used")


def test_a_shipped_entry_is_not_deleted():
    with pytest.raises(Refusal, match="A shipped entry is not deleted"):
        remove_entry(entry=ConcernFactory(shipped={"name": "Ageing"}), by=approver(), reason="not ours")
    assert Concern.objects.count() == 1


def test_what_was_approved_once_is_not_deleted():
    zone = ZoneFactory()
    approve_entries(entries=[zone], by=approver(), reason="read")
    with pytest.raises(Refusal, match="It has been approved once"):
        remove_entry(entry=Zone.objects.get(), by=approver(), reason="not ours")
