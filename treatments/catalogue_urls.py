"""The catalogue's addresses, of the namespace treatments."""

from django.urls import path

from treatments.views import catalogue, catalogue_sheets, catalogue_writing

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("start/", catalogue_sheets.start, name="catalogue_start"),
    path("sets/<slug:name>/", catalogue_sheets.approve_set, name="catalogue_set"),
    path("review/<slug:file>/", catalogue_sheets.review, name="review"),
    path("<slug:kind>/", catalogue.entries, name="entries"),
    path("<slug:kind>/new/", catalogue_writing.new, name="entry_new"),
    path("<slug:kind>/<slug:key>/", catalogue.entry, name="entry"),
    path("<slug:kind>/<slug:key>/edit/", catalogue_writing.edit, name="entry_edit"),
]
