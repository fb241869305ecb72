"""The patients' door as addresses only: the post knows its name and nothing behind it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def enter(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", include(([path("p/<str:token>/", enter, name="enter")], "portal"))),
    path("", include("clinic.urls")),
]
