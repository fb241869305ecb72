"""What the console says: one line for an answer that is meant, everything about an error, no token of a link."""

import logging
from io import StringIO

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest
from django.test import Client
from django.urls import path

from clinic.practice.tests.factories import PracticeFactory
from clinic.urls import urlpatterns as pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
ANSWERS = {
    "forbidden": (PermissionDenied, "WARNING django.request Forbidden (Permission denied): /raise/forbidden/"),
    "missing": (Http404, "WARNING django.request Not Found: /raise/missing/"),
    "bad": (BadRequest("cannot read it"), "WARNING django.request cannot read it: /raise/bad/"),
    "strange": (SuspiciousOperation("odd"), "ERROR django.security.SuspiciousOperation odd"),
    "broken": (ValueError("a real error"), ""),
}


def answer(request: HttpRequest, name: str) -> None:
    raise ANSWERS[name][0]


urlpatterns = [*pages, path("raise/<str:name>/", answer)]


@pytest.fixture
def console(settings, monkeypatch):
    """What `make run` would print: the project's handlers write here."""
    settings.DEBUG = True
    paper = StringIO()
    for name in ("", "django", "django.request", "django.security"):
        for handler in logging.getLogger(name).handlers:
            if type(handler) is logging.StreamHandler:
                monkeypatch.setattr(handler, "stream", paper)
    return paper


@pytest.fixture
def visitor():
    PracticeFactory()
    return Client(raise_request_exception=False)


def lines(console: StringIO) -> list[str]:
    """The printed lines without their times."""
    return [line.split(" ", 2)[2] for line in console.getvalue().splitlines()]


@pytest.mark.parametrize("name", ["forbidden", "missing", "bad", "strange"])
def test_answer_that_is_meant_is_one_line(console, visitor, name):
    visitor.get(f"/raise/{name}/")
    assert lines(console) == [ANSWERS[name][1]]


def test_wrong_method_is_one_line(console, visitor):
    visitor.post("/p/a-living-token/")
    assert lines(console) == ["WARNING django.request Method Not Allowed (POST): /p/…/"]


def test_real_error_is_told_whole_and_once(console, visitor):
    visitor.get("/raise/broken/")
    said = console.getvalue()
    assert (said.count("Traceback (most recent call last)"), said.count("\nValueError: a real error")) == (1, 1)


def test_error_of_a_task_is_told_whole(console):
    try:
        raise ValueError("a real error")
    except ValueError:
        logging.getLogger("clinic.post").exception("the sweep failed")
    assert "\nValueError: a real error" in console.getvalue()
