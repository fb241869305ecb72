"""Every view says who may see it. The test that walks the URLs fails for one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

View = Callable[..., Any]


def audience(name: str) -> Callable[[View], View]:
    """Mark a view with the audience `name`: what the URL walk reads and docs/access.md lists."""

    def mark(view: View) -> View:
        view.audience = name  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Anybody may see this page; it shows nothing about a person."""

    @wraps(view)
    def seen_by_all(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return audience("public")(seen_by_all)
