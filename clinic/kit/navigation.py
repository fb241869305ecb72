"""The rooms of the staff's side: which this person may enter, and which one they are in."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from clinic.kit.looks import NAVIGATION, ROOM_OF_PAGE

STAFF = "staff: "


def rooms(request: HttpRequest | None, here: str = "") -> list[dict[str, Any]]:
    """Return url, word, icon and "are we here" of each room open to this person.

    `here` names the room (as "desk:diary") for pages whose address does not tell.
    """
    path, match = getattr(request, "path", ""), getattr(request, "resolver_match", None)
    here = here or ROOM_OF_PAGE.get(match.view_name if match else "", "")
    known = [(name, address_for(request, name), word, icon) for name, word, icon in NAVIGATION]
    return [
        {"url": url, "word": word, "icon": icon, "here": here == name if here else _leads_to(url, path)}
        for name, url, word, icon in known
        if url
    ]


def address_for(request: HttpRequest | None, name: str) -> str:
    """Return where the page `name` is, or an empty text if it is not for the roles of this request."""
    url = _address(name)
    return url if url and _is_open(url, getattr(request, "roles", set())) else ""


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # this room is not built yet
        return ""


def _is_open(url: str, roles: set[str]) -> bool:
    audience = getattr(resolve(url).func, "audience", "")
    return not audience.startswith(STAFF) or not roles.isdisjoint(audience.removeprefix(STAFF).split(", "))


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
