from django.urls import path

from treatments.views import catalogue, recipes

app_name = "treatments"
urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/ingredients/", catalogue.ingredients, name="ingredients"),
    path("catalogue/ingredients/<slug:key>/", catalogue.ingredient, name="ingredient"),
    path("catalogue/review/<slug:file>/", catalogue.review, name="review"),
    path("recipes/", recipes.recipes, name="recipes"),
    path("recipes/new/", recipes.new_recipe, name="recipe_new"),
    path("recipes/<uuid:uuid>/", recipes.recipe, name="recipe"),
    path("recipes/<uuid:uuid>/edit/", recipes.edit_recipe, name="recipe_edit"),
    path("recipes/<uuid:uuid>/<slug:step>/", recipes.step, name="recipe_step"),
]
