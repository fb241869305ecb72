"""What the walk over every URL needs to know: a sample object for each address, made by factories.

**Adding a page?** Add its row to `<app>/tests/addresses.py`, in the dictionary ROWS:

    ROWS = {
        "desk:today": nothing,                                                  # an address without an object
        "desk:patient": lambda here: {"uuid": PatientFactory(location=here).uuid},   # made at the location `here`
    }

The key is the URL's name with its namespace; the value is a function of a Location that returns the arguments for
`reverse`, making whatever the page shows. The walk then asks for the page as nobody, as every wrong role, as every
right role and as somebody with every role and permission at another location. A view without an audience
(clinic.kit.access, clinic.practice.access) or an address without a row fails.

clinic/tests/test_every_page.py opens the same address in a browser, in every width and theme; a page that deserves more
than its row makes is named in clinic/tests/support/pages.py.

When the row makes an object, staff of another location must get 404; `nothing` and `shared(…)` rows are spared that.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from clinic.practice.models import Location
from clinic.practice.tests.addresses import Row, nothing

APPS = ("clinic.practice", "patients", "clinic.post", "clinic.diary", "treatments", "clinic.portal", "clinic.desk")

ALLAUTH_OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
}
ALLAUTH_SIGNED_IN = {
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}


def every_url() -> dict[str, Callable[..., Any]]:
    """Return URL name → view of the whole project. An address without a name is listed under its pattern."""
    return dict(_walk(get_resolver().url_patterns))


def our_urls() -> dict[str, Callable[..., Any]]:
    """Return those that are not allauth's."""
    return {name: view for name, view in every_url().items() if name not in ALLAUTH_OPEN | ALLAUTH_SIGNED_IN}


def rows() -> dict[str, Row]:
    """Return the rows of every app's tests/addresses.py."""
    found: dict[str, Row] = {}
    for app in APPS:
        if find_spec(f"{app}.tests.addresses"):
            found |= import_module(f"{app}.tests.addresses").ROWS
    return found


def sample(name: str, here: Location) -> dict[str, Any]:
    """Make what the address `name` shows at `here` and return the arguments of its URL."""
    return rows()[name](here)


def has_own_object(name: str) -> bool:
    """Tell whether `name` shows something that belongs to one location."""
    row = rows().get(name, nothing)
    return row is not nothing and not getattr(row, "shared", False)


def _walk(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield namespace + (pattern.name or str(pattern.pattern)), pattern.callback
