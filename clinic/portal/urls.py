"""Addresses for patients. Only the first hop carries a token; the cookie it sets is sent to /my/ alone."""

from django.urls import URLPattern, path

from clinic.portal.views import care, entrance, reports, visits

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("p/<str:token>/", entrance.enter, name="enter"),
    path("my/care/", care.care, name="care"),
    path("my/care/birth-date/", care.identify, name="identify"),
    path("my/care/ticks/", care.tick, name="tick"),
    path("my/care/fine/", care.fine, name="fine"),
    path("my/care/report/", reports.report, name="report"),
    path("my/care/reported/", reports.reported, name="reported"),
    path("my/visit/", visits.visit, name="visit"),
    path("my/visit/confirm/", visits.confirm, name="confirm"),
]
