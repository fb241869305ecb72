"""An allergy to something in the syringe, by name, by group, or by cross-reaction.

An allergy to an ingredient itself stops and cannot be overridden. A group stops what belongs to it; where only some
products hold the allergen (an excipient), who reads the label may override. Free text nobody recognised is decided,
once a clinician has read it only noted.
"""

from collections.abc import Iterator

from treatments.rules.facts import AllergyGroup, CatalogueFacts, IngredientFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule
from treatments.rules.recognise import allergy_groups, allergy_ingredients, unknown_allergies

UNDECLARED_PARTS = "multi_component"


def judge(case: Case) -> Iterator[Finding]:
    own = allergy_ingredients(case.patient.allergies, case.catalogue)
    yield from (_own(item) for item in case.substances if item.key in own)
    reacts = allergy_groups(case.patient.allergies, case.catalogue)
    for group in case.catalogue.allergy_groups:
        yield from _of_group(group, case, reacts, own)
    yield from _unrecognised(case)


def _own(item: IngredientFacts) -> Finding:
    return finding(
        f"{KIND.id}/ingredient",
        "stop",
        f"Allergy to {item.name}, which is in {'the cream' if item.topical else 'this recipe'}.",
        subject=item.key,
        reads={"allergy": item.key},
        sources=item.sources,
    )


def _of_group(group: AllergyGroup, case: Case, reacts: frozenset[str], own: frozenset[str]) -> Iterator[Finding]:
    if group.id in reacts and group.every_injection:
        yield _everywhere(group)
    if group.id in reacts:
        yield from (_member(group, item) for item in case.substances if _belongs(item, group) and item.key not in own)
    if group.id == UNDECLARED_PARTS and (reacts or own or case.patient.allergies.texts):
        blends = (item for item in case.substances if _belongs(item, group) and not item.label_read)
        yield from (_undeclared(group, item, reacts | own) for item in blends)


def _belongs(item: IngredientFacts, group: AllergyGroup) -> bool:
    """By what it is, by its label, or, while nobody has read that, by what such products may contain."""
    possible = item.key in group.possible_members and not item.label_read
    return item.key in group.members or group.id in item.groups or possible


def _why(group: AllergyGroup, item: IngredientFacts) -> str:
    if group.id in item.groups:
        return "contains it, by its label"
    certain = item.key in group.members
    return "belongs to this group" if certain else "may contain it: read the product's label"


def _may_override(group: AllergyGroup, item: IngredientFacts) -> bool:
    """What its label says is certain: nobody overrides it."""
    return group.id not in item.groups and (group.may_override or item.key not in group.members)


def _member(group: AllergyGroup, item: IngredientFacts) -> Finding:
    return finding(
        f"{KIND.id}/{group.id}",
        group.level,
        f"Allergy to {group.name}: {item.name} {_why(group, item)}.",
        subject=item.key,
        reads={
            "allergy": group.id,
            "ingredient": item.key,
            **({"label": "contains"} if group.id in item.groups else {}),
        },
        sources=group.sources,
        may_override=_may_override(group, item),
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
        yield finding(
            f"{KIND.id}/text", "decide", sentence, reads={"texts": new, "recipe": case.contents}, unjudged=True
        )
    if read:
        yield finding(
            f"{KIND.id}/read",
            "note",
            f"Other allergy: {'; '.join(read)}.",
            reads={"texts": read},
            audience="prescriber",
        )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(f"{KIND.id}/ingredient", "Allergy to an ingredient itself", "stop")
    for group in catalogue.allergy_groups:
        yield Rule(f"{KIND.id}/{group.id}", group.name, group.level, group.may_override, group.sources)
    yield Rule(f"{KIND.id}/text", "Allergy in words no rule knows", "decide", unjudged=True)
    yield Rule(f"{KIND.id}/read", "Other allergy, read by a clinician", "note")


KIND = Kind(
    id="allergy",
    title="Allergy, group and cross-reaction",
    words=(
        "An allergy to an ingredient stops, in the syringe or in the cream. So does an allergy to its group or to one "
        "that crosses with it. Where only some products contain the allergen, it can be overridden after reading the "
        "label; a shelf product whose label was read stops if it contains the allergen, and else is silent. An "
        "allergy in words no rule knows is decided."
    ),
    judge=judge,
    lists=lists,
    rows="allergy groups",
)
