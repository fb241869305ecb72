"""Where the practice's pages lead. Links go up by name: the first page of the day is the desk's."""

from django.urls import NoReverseMatch, reverse


def first_page() -> str:
    """Return the address where staff begin."""
    try:
        return reverse("desk:today")
    except NoReverseMatch:  # the desk's page is not there: the settings are
        return reverse("practice:settings")
