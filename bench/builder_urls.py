"""The project's addresses and one more: the bare view that the builder is measured against."""

from django.urls import include, path

from bench.bench_builder import bare_view

urlpatterns = [path("bare/<slug:name>/", bare_view), path("", include("clinic.urls"))]
