import pytest
from django.http import HttpResponse
from django.urls import include, path

from clinic.kit.access import audience
from clinic.kit.navigation import rooms


@audience("staff: front_desk, practitioner")
def people(request):
    return HttpResponse()


@audience("staff: practitioner")
def recipes(request):
    return HttpResponse()


urlpatterns = [
    path("patients/", include(([path("", people, name="patients")], "patients"))),
    path("recipes/", include(([path("", recipes, name="recipes")], "treatments"))),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def at_the_desk(rf):
    request = rf.get("/patients/17/edit/")
    request.roles = {"front_desk"}
    return request


def test_a_room_of_another_role_is_not_shown(at_the_desk):
    assert [room["url"] for room in rooms(at_the_desk)] == ["/patients/"]


def test_we_are_in_the_room_our_address_starts_with(at_the_desk):
    assert [room["here"] for room in rooms(at_the_desk)] == [True]


def test_a_page_may_name_its_room(at_the_desk):
    at_the_desk.roles = {"practitioner"}

    assert [room["here"] for room in rooms(at_the_desk, "treatments:recipes")] == [False, True]
