"""What holds for every recipe and every patient."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from treatments.rules.doses import Recipe, RecipeLine, work_out
from treatments.rules.facts import Allergies, Answer, Answered, IngredientFacts, Medicines, PatientFacts, RecipeFacts
from treatments.rules.findings import Level
from treatments.rules.screening import screen
from treatments.tests.rules.clinic import CATALOGUE, CONDITIONS, HEALTHY, PLAN, TODAY, asked

TINY = D("1e-20")
INGREDIENTS = ("txa", "vit_c", "lidocaine", "procaine", "vit_k1", "nctf", "dutasteride", "vit_e")
amounts = st.decimals(min_value="0.001", max_value="5", places=3)
strengths = st.decimals(min_value="20", max_value="500", places=2)


@st.composite
def lines(draw) -> RecipeLine:
    """A line of any ingredient, entered in any of the three ways, weak enough for 100 mL."""
    stock = draw(strengths)
    entered = draw(st.sampled_from(["stock_volume_ml", "total_dose", "final_concentration"]))
    amount = draw(amounts) if entered != "final_concentration" else stock / 100
    return RecipeLine(draw(st.sampled_from(INGREDIENTS)), stock_value=stock, **{entered: amount})


recipes = st.builds(
    Recipe, st.lists(lines(), min_size=1, max_size=6).map(tuple), st.just("saline"), st.just(D(100)), st.just(D("0.05"))
)


def facts(recipe: Recipe) -> RecipeFacts:
    """The recipe for the rules; dutasteride needs contraception, vitamin E comes in oil."""
    worked = work_out(recipe)
    used = sorted({line.ingredient for line in worked.lines})
    special = {"dutasteride": {"needs_contraception": True}, "vit_e": {"vehicle": "oil"}}
    return RecipeFacts(worked, tuple(IngredientFacts(key, key, **special.get(key, {})) for key in used))


PLAIN = facts(Recipe((RecipeLine("txa", stock_value=D(100), stock_volume_ml=D(1)),)))
answers = st.builds(Answered, st.sampled_from(Answer), st.one_of(st.none(), st.dates(date(2025, 1, 1), TODAY)))
patients = st.builds(
    PatientFacts,
    today=st.just(TODAY),
    birth_date=st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2015, 1, 1))),
    sex=st.sampled_from(["female", "male", "unknown"]),
    weight_kg=st.one_of(st.none(), st.decimals(min_value="40", max_value="140", places=1)),
    weight_on=st.one_of(st.none(), st.dates(date(2024, 1, 1), TODAY)),
    conditions=st.dictionaries(st.sampled_from([row.condition_key for row in CONDITIONS]), answers),
    allergies=st.builds(Allergies, st.booleans(), st.frozensets(st.sampled_from(INGREDIENTS), max_size=2)),
    medicines=st.builds(Medicines, st.booleans(), st.frozensets(st.sampled_from(["vka", "combined_hormonal"]))),
)


def stops(patient: PatientFacts, recipe: RecipeFacts) -> set[str]:
    """What is stopped: the subjects of all stops."""
    return {item.subject for item in screen(patient, recipe, PLAN, CATALOGUE) if item.level == Level.STOP}


@given(recipes)
def test_volumes_and_diluent_add_up_to_the_total(recipe):
    worked = work_out(recipe)
    assert abs(sum(line.volume_ml for line in worked.lines) + worked.diluent_ml - worked.total_ml) < TINY


@given(recipes)
def test_dose_is_strength_times_volume_and_final_times_total(recipe):
    worked = work_out(recipe)
    for line in worked.lines:
        assert abs(line.stock.amount * line.volume_ml - line.dose.amount) < TINY
        assert abs(line.final.amount * worked.total_ml - line.dose.amount) < TINY


@given(recipes)
def test_points_and_what_is_left_add_up_to_the_total(recipe):
    worked = work_out(recipe)
    assert worked.points * worked.per_point_ml + worked.left_over_ml == worked.total_ml


@given(recipes)
def test_what_was_typed_stays_as_typed(recipe):
    for typed, worked in zip(recipe.lines, work_out(recipe).lines, strict=True):
        assert typed.total_dose in (None, worked.dose.amount)
        assert typed.stock_volume_ml in (None, worked.volume_ml)


@given(recipes, st.integers(2, 9))
def test_scaling_keeps_the_concentrations(recipe, times):
    worked = work_out(recipe)
    scaled = work_out(_scaled(recipe, times))
    for one, many in zip(worked.lines, scaled.lines, strict=True):
        assert abs(one.final.amount - many.final.amount) < TINY
        assert abs(one.dose.amount * times - many.dose.amount) < TINY


def _scaled(recipe: Recipe, times: int) -> Recipe:
    def more(amount):
        return None if amount is None else amount * times

    made = [
        replace(line, stock_volume_ml=more(line.stock_volume_ml), total_dose=more(line.total_dose))
        for line in recipe.lines
    ]
    return replace(recipe, lines=tuple(made), target_volume_ml=recipe.target_volume_ml * times)


@given(patients, recipes, st.randoms(use_true_random=False))
def test_order_of_lines_and_rows_changes_no_finding(patient, recipe, random):
    mixed = list(recipe.lines)
    random.shuffle(mixed)
    turned = replace(CATALOGUE, **{name: getattr(CATALOGUE, name)[::-1] for name in ("contraindications", "limits")})
    other = facts(replace(recipe, lines=tuple(mixed)))
    assert screen(patient, other, PLAN, turned) == screen(patient, facts(recipe), PLAN, CATALOGUE)


@given(patients, recipes, st.sampled_from(INGREDIENTS))
def test_another_allergy_never_removes_a_stop(patient, recipe, allergen):
    allergies = replace(patient.allergies, ingredients=patient.allergies.ingredients | {allergen})
    assert stops(patient, facts(recipe)) <= stops(replace(patient, allergies=allergies), facts(recipe))


@given(patients, recipes, st.sampled_from([row.condition_key for row in CONDITIONS]))
def test_another_condition_never_removes_a_stop(patient, recipe, key):
    conditions = {**patient.conditions, key: Answered(Answer.YES, TODAY)}
    assert stops(patient, facts(recipe)) <= stops(replace(patient, conditions=conditions), facts(recipe))


@given(patients, recipes, st.sampled_from(["vka", "combined_hormonal", "unheard_of"]))
def test_another_medicine_never_removes_a_stop(patient, recipe, key):
    medicines = replace(patient.medicines, keys=patient.medicines.keys | {key})
    assert stops(patient, facts(recipe)) <= stops(replace(patient, medicines=medicines), facts(recipe))


@given(patients, recipes)
def test_the_same_facts_give_the_same_findings(patient, recipe):
    first, second = (screen(patient, facts(recipe), PLAN, CATALOGUE) for _ in range(2))
    assert [item.inputs_hash for item in first] == [item.inputs_hash for item in second]


@given(patients, recipes)
def test_what_is_unknown_is_never_clear(patient, recipe):
    missing = replace(patient, birth_date=None)
    assert any("birth_date" in item.ask for item in screen(missing, facts(recipe), PLAN, CATALOGUE))


@given(st.dates(date(2026, 3, 10), date(2030, 1, 1)))
def test_only_what_belongs_to_the_visit_changes_with_the_day(day):
    later = replace(asked(), today=day, weight_on=day)
    assert {item.rule for item in screen(later, PLAIN, PLAN, CATALOGUE)} <= {"not_asked/today"}


def test_healthy_patient_asked_everything_is_cleared_for_a_plain_recipe():
    assert screen(HEALTHY, PLAIN, PLAN, CATALOGUE) == ()
