"""No model points up a layer: what import-linter cannot see in a foreign key written as text."""

from django.apps import apps
from django.db.models import Model

LAYERS = ("kit", "practice", "patients", "post", "diary", "treatments", "portal", "desk")


def height(model: type[Model]) -> int:
    """Return how high a model stands; what is not ours stands under everything."""
    label = model._meta.app_label
    return LAYERS.index(label) if label in LAYERS else -1


def pointers() -> list[tuple[type[Model], str, type[Model]]]:
    """Return every foreign key, one-to-one and many-to-many of our models: from, by which field, to."""
    return [
        (model, field.name, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if height(model) >= 0 and field.is_relation and not field.auto_created and field.related_model
    ]


def test_every_app_of_ours_has_a_layer():
    ours = {
        app.label for app in apps.get_app_configs() if app.name.split(".")[0] in ("clinic", "patients", "treatments")
    }

    assert ours - {"machine"} == set(LAYERS)


def test_no_model_points_up_a_layer():
    upward = [
        f"{source._meta.label}.{field} -> {target._meta.label}"
        for source, field, target in pointers()
        if height(target) > height(source)
    ]

    assert (upward, len(pointers()) > 50) == ([], True)
