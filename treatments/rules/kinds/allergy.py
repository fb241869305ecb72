"""An allergy to something in the syringe, by name, by group, or by cross-reaction.

An allergy to an ingredient itself stops and cannot be overridden. A group stops what belongs to it; where only some
products hold the allergen (an excipient), who reads the label may override. Free text nobody recognised is decided,
once a clinician has read it only noted.
"""

from collections.abc import Iterator

from treatments.rules.facts import AllergyGroup, IngredientFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind
from treatments.rules.recognise import allergy_groups, allergy_ingredients, unknown_allergies

UNDECLARED_PARTS = "multi_component"


def judge(case: Case) -> Iterator[Finding]:
    own = allergy_ingredients(case.patient.allergies, case.catalogue)
    yield from (_own(item) for item in case.recipe.substances if item.key in own)
    reacts = allergy_groups(case.patient.allergies, case.catalogue)
    for group in case.catalogue.allergy_groups:
        yield from _of_group(group, case, reacts, own)
    yield from _unrecognised(case)


def _own(item: IngredientFacts) -> Finding:
    return finding(
        f"{KIND.id}/ingredient",
        "stop",
        f"Allergy to {item.name}, which is in this recipe.",
        subject=item.key,
        reads={"allergy": item.key},
        sources=item.sources,
    )


def _of_group(group: AllergyGroup, case: Case, reacts: frozenset[str], own: frozenset[str]) -> Iterator[Finding]:
    if group.id in reacts and group.every_injection:
        yield _everywhere(group)
    if group.id in reacts:
        yield from (
            _member(group, item) for item in case.recipe.substances if _belongs(item, group) and item.key not in own
        )
    if group.id == UNDECLARED_PARTS and (reacts or own or case.patient.allergies.texts):
        yield from (_undeclared(group, item, reacts | own) for item in case.recipe.substances if _belongs(item, group))


def _belongs(item: IngredientFacts, group: AllergyGroup) -> bool:
    return item.key in group.members | group.possible_members or group.id in item.groups


def _member(group: AllergyGroup, item: IngredientFacts) -> Finding:
    certain = item.key in group.members
    verb = "belongs to this group" if certain else "may contain it: read the product's label"
    return finding(
        f"{KIND.id}/{group.id}",
        group.level,
        f"Allergy to {group.name}: {item.name} {verb}.",
        subject=item.key,
        reads={"allergy": group.id, "ingredient": item.key},
        sources=group.sources,
        may_override=group.may_override or not certain,
    )


def _everywhere(group: AllergyGroup) -> Finding:
    return finding(
        f"{KIND.id}/{group.id}",
        group.level,
        f"Allergy to {group.name}: met in any treatment (needle, gloves, antiseptic). Choose others.",
        subject=group.id,
        reads={"allergy": group.id},
        sources=group.sources,
        may_override=group.may_override,
    )


def _undeclared(group: AllergyGroup, item: IngredientFacts, allergies: frozenset[str]) -> Finding:
    return finding(
        f"{KIND.id}/{group.id}",
        group.level,
        f"{item.name} has many components and the patient has an allergy: read its composition.",
        subject=item.key,
        reads={"allergies": allergies, "ingredient": item.key},
        sources=group.sources,
        may_override=group.may_override,
    )


def _unrecognised(case: Case) -> Iterator[Finding]:
    texts = unknown_allergies(case.patient.allergies, case.catalogue)
    new = sorted(stated.text for stated in texts if not stated.reviewed)
    read = sorted(stated.text for stated in texts if stated.reviewed)
    if new:
        sentence = f"Allergy in the patient's words: {'; '.join(new)}. No rule knows it: compare it with the recipe."
        yield finding(f"{KIND.id}/text", "decide", sentence, reads={"texts": new, "recipe": case.recipe.contents})
    if read:
        yield finding(
            f"{KIND.id}/read",
            "note",
            f"Other allergy: {'; '.join(read)}.",
            reads={"texts": read},
            audience="prescriber",
        )


KIND = Kind(
    id="allergy",
    title="Allergy, group and cross-reaction",
    words=(
        "An allergy to an ingredient stops. So does an allergy to its group or to one that crosses with it; where "
        "only some products contain the allergen, it can be overridden after reading the label. An allergy in words "
        "no rule knows is decided."
    ),
    judge=judge,
    rows="allergy groups",
)
