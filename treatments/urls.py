from django.urls import path

from treatments.views import catalogue, courses, encounters, plans, reactions, recipes, sessions

app_name = "treatments"
urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/ingredients/", catalogue.ingredients, name="ingredients"),
    path("catalogue/ingredients/<slug:key>/", catalogue.ingredient, name="ingredient"),
    path("catalogue/review/<slug:file>/", catalogue.review, name="review"),
    path("patients/<uuid:uuid>/consultation/", encounters.consultation, name="consultation"),
    path("patients/<uuid:uuid>/plans/new/", plans.new_plan, name="plan_new"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<uuid:uuid>/", plans.plan, name="plan"),
    path("plans/<uuid:uuid>/courses/new/", plans.new_course, name="course_new"),
    path("plans/<uuid:uuid>/findings/<int:pk>/decide/", plans.decide, name="decide"),
    path("plans/<uuid:uuid>/<slug:step>/", plans.step, name="plan_step"),
    path("courses/<uuid:uuid>/", courses.course, name="course"),
    path("courses/<uuid:uuid>/recipe/", courses.use_recipe, name="course_recipe"),
    path("courses/<uuid:uuid>/remove/", courses.remove, name="course_remove"),
    path("recipes/", recipes.recipes, name="recipes"),
    path("recipes/new/", recipes.new_recipe, name="recipe_new"),
    path("recipes/<uuid:uuid>/", recipes.recipe, name="recipe"),
    path("recipes/<uuid:uuid>/edit/", recipes.edit_recipe, name="recipe_edit"),
    path("recipes/<uuid:uuid>/<slug:step>/", recipes.step, name="recipe_step"),
    path("sessions/<uuid:uuid>/", sessions.session, name="session"),
    path("sessions/<uuid:uuid>/start/", sessions.start, name="session_start"),
    path("sessions/<uuid:uuid>/today/", sessions.today, name="session_today"),
    path("sessions/<uuid:uuid>/checklist/", sessions.checklist, name="session_checklist"),
    path("sessions/<uuid:uuid>/end/", sessions.end, name="session_end"),
    path("sessions/<uuid:uuid>/given/", sessions.given, name="session_given"),
    path("sessions/<uuid:uuid>/not-treated/", sessions.not_treated, name="session_not_treated"),
    path("sessions/<uuid:uuid>/past/", sessions.past, name="session_past"),
    path("sessions/<uuid:uuid>/sign/", sessions.sign, name="session_sign"),
    path("sessions/<uuid:uuid>/addendum/", sessions.addendum, name="session_addendum"),
    path("sessions/<uuid:uuid>/correct-end/", sessions.correct_end, name="session_correct_end"),
    path("reports/<uuid:uuid>/", reactions.reaction, name="reaction"),
    path("reports/<uuid:uuid>/acknowledge/", reactions.acknowledge, name="reaction_acknowledge"),
]
