from django.urls import path

from treatments.views import catalogue, courses, encounters, plans, recipes

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
]
