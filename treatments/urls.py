from django.urls import path

from treatments.views import recipes

app_name = "treatments"
urlpatterns = [
    path("recipes/", recipes.recipes, name="recipes"),
    path("recipes/new/", recipes.new_recipe, name="recipe_new"),
    path("recipes/<uuid:uuid>/", recipes.recipe, name="recipe"),
    path("recipes/<uuid:uuid>/edit/", recipes.edit_recipe, name="recipe_edit"),
    path("recipes/<uuid:uuid>/<slug:step>/", recipes.step, name="recipe_step"),
]
