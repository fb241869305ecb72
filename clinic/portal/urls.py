from django.urls import URLPattern, path

from clinic.portal.views import entrance

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("p/<str:token>/", entrance.enter, name="enter"),
]
