"""Messages after a change, with a way back. Shown by templates/components/toasts.html."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def offer_undo(request: HttpRequest, sentence: str, *, url: str) -> None:
    """Say what was done and offer an Undo button that posts to `url` (a path of this site)."""
    messages.success(request, sentence, extra_tags=UNDO + url)


def undo_url(message: object) -> str:
    """The path an Undo button of this message posts to, or an empty text."""
    tags = getattr(message, "extra_tags", "") or ""
    return next((tag.removeprefix(UNDO) for tag in tags.split() if tag.startswith(UNDO)), "")
