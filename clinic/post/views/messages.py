"""Messages: the list, one message, and its words as the recipient saw them."""

import re
from base64 import b64encode
from hashlib import sha256
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clinic.post.access import get_message, may_read, note
from clinic.post.delivery.words import render_words
from clinic.post.detail import describe
from clinic.post.models import MessageState
from clinic.post.queries import ALL, ATTENTION, DESK, LATER, NOW, Wish, kinds_of, messages_of, needing_attention
from clinic.practice.access import StaffRequest, staff_only

PAGE = 30
SOUGHT = "messages_sought"
TIMES = ((NOW, _("Up to tomorrow")), (LATER, _("Later")), (ALL, _("All")))
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@staff_only()
def messages(request: StaffRequest) -> HttpResponse:
    """The list, narrowed by time, state and kind; searched by POST so that no name stands in an address.

    It begins with what happens now; a search for a patient, with all of theirs.
    """
    if request.method == "POST":
        request.session[SOUGHT] = request.POST.get("sought", "").strip()[:100]
        return redirect("post:messages")
    wish = _wish(request)
    narrowed = {"state": wish.state, "kind": wish.kind}
    shown = {
        "page": Paginator(messages_of(request.location, wish), PAGE).get_page(request.GET.get("page")),
        "wish": wish,
        "times": [(when, word, f"?{urlencode({'when': when, **narrowed})}") for when, word in TIMES],
        "states": MessageState.choices,
        "kinds": kinds_of(request.location),
        "attention": needing_attention(request.location).count(),
        "ATTENTION": ATTENTION,
        "DESK": DESK,
        "query": f"&{urlencode({'when': wish.when, **narrowed})}",
    }
    return render(request, "post/messages.html", shown)


def _wish(request: StaffRequest) -> Wish:
    sought = request.session.get(SOUGHT, "")
    when = request.GET.get("when", "")
    return Wish(
        state=request.GET.get("state", ""),
        kind=request.GET.get("kind", ""),
        sought=sought,
        when=when if when in dict(TIMES) else (ALL if sought else NOW),
    )


@require_safe
@staff_only()
def message(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One message: where it stands, every try, and what the recipient got, if this person may read it."""
    this = get_message(request, uuid)
    readable = may_read(request, this)
    if readable:
        note(request, this, "message.read")
    return render(request, "post/message.html", describe(this, readable=readable))


@require_safe
@staff_only()
def words(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The HTML the recipient got, or will get at the desk. Only its own style block is let in, by its hash."""
    this = get_message(request, uuid)
    html = this.body_html or (render_words(this, links={}).html if this.is_on_paper else "")
    if not html or not may_read(request, this):
        raise Http404
    note(request, this, "message.read")
    answer = HttpResponse(html)
    answer["Content-Security-Policy"] = _policy(html)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _policy(html: str) -> str:
    hashes = [b64encode(sha256(style.encode()).digest()).decode() for style in STYLE.findall(html)]
    styles = " ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'"
    return f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
