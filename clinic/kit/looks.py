"""How states, findings and rooms look: an icon, a tone and a word each, so that colour never speaks alone."""

from django.utils.translation import gettext_lazy as _

NAVIGATION = (
    ("desk:today", _("Today"), "bi-sunrise"),
    ("desk:diary", _("Diary"), "bi-calendar3"),
    ("patients:patients", _("Patients"), "bi-people"),
    ("treatments:plans", _("Plans"), "bi-clipboard2-pulse"),
    ("treatments:recipes", _("Recipes"), "bi-eyedropper"),
    ("post:messages", _("Messages"), "bi-envelope"),
)

# pages whose address does not say in which room they are
ROOM_OF_PAGE = {
    "desk:book": "desk:diary",
    "desk:to_book": "desk:diary",
    "desk:visit": "desk:diary",
    "desk:move": "desk:diary",
    "desk:check_out": "desk:diary",
    "treatments:session": "desk:today",
    "treatments:course": "treatments:plans",
    "treatments:catalogue": "treatments:recipes",
    "treatments:catalogue_start": "treatments:recipes",
    "treatments:catalogue_set": "treatments:recipes",
    "treatments:entries": "treatments:recipes",
    "treatments:entry": "treatments:recipes",
    "treatments:entry_edit": "treatments:recipes",
    "treatments:entry_new": "treatments:recipes",
    "treatments:review": "treatments:recipes",
    "treatments:rules": "treatments:recipes",
    "treatments:rule_change": "treatments:recipes",
    "treatments:test_injections": "patients:patients",
}

UNKNOWN_STATUS = ("bi-circle", "", "")
STATUSES = {
    # visits
    "requested": ("bi-hourglass", "info", _("requested")),
    "held": ("bi-hourglass-split", "info", _("held")),
    "booked": ("bi-calendar-check", "accent", _("booked")),
    "confirmed": ("bi-calendar2-check", "accent", _("confirmed")),
    "arrived": ("bi-person-check", "good", _("arrived")),
    "in_treatment": ("bi-play-circle", "good", _("in treatment")),
    "leaving": ("bi-box-arrow-right", "info", _("treatment ended")),
    "completed": ("bi-check-circle", "good", _("completed")),
    "cancelled": ("bi-x-circle", "", _("cancelled")),
    "no_show": ("bi-person-x", "decide", _("did not come")),
    "expired": ("bi-clock-history", "", _("expired")),
    "mistaken": ("bi-eraser", "", _("entered in error")),
    "overbooked": ("bi-layers", "decide", _("overbooked")),
    # messages
    "scheduled": ("bi-clock", "info", _("scheduled")),
    "claimed": ("bi-arrow-repeat", "info", _("being prepared")),
    "sending": ("bi-send", "info", _("being sent")),
    "sent": ("bi-send-check", "good", _("sent")),
    "failed": ("bi-exclamation-octagon", "stop", _("failed")),
    "ambiguous": ("bi-question-circle", "decide", _("not certain")),
    # plans, recipes, sessions, documents, encounters
    "draft": ("bi-pencil", "", _("draft")),
    "submitted": ("bi-hourglass", "info", _("submitted")),
    "approved": ("bi-patch-check", "good", _("approved")),
    "retired": ("bi-archive", "", _("retired")),
    "proposed": ("bi-chat-left-text", "info", _("proposed")),
    "accepted": ("bi-hand-thumbs-up", "good", _("accepted")),
    "declined": ("bi-hand-thumbs-down", "", _("declined")),
    "active": ("bi-activity", "good", _("under way")),
    "paused": ("bi-pause-circle", "decide", _("paused")),
    "finished": ("bi-check-circle", "good", _("finished")),
    "planned": ("bi-circle", "", _("planned")),
    "stopped": ("bi-stop-circle", "decide", _("stopped")),
    "dropped": ("bi-dash-circle", "", _("dropped")),
    "thinking": ("bi-chat-dots", "info", _("thinking it over")),
    "not_suitable": ("bi-slash-circle", "", _("not suitable")),
    "unbooked": ("bi-calendar-plus", "decide", _("to book")),
    "started": ("bi-play-circle", "good", _("started")),
    "in_progress": ("bi-play-circle", "good", _("under way")),
    "ended": ("bi-stop-circle", "info", _("ended")),
    "signed": ("bi-pen", "good", _("signed")),
    "ready": ("bi-file-earmark-check", "good", _("ready")),
    "open": ("bi-exclamation-circle", "decide", _("open")),
    "seen": ("bi-eye", "good", _("seen")),
    "closed": ("bi-check-circle", "", _("closed")),
    "urgent": ("bi-exclamation-triangle-fill", "stop", _("urgent")),
    "blocked": ("bi-slash-circle", "stop", _("blocked")),
    "restricted": ("bi-shield-exclamation", "decide", _("restricted")),
    "candidate": ("bi-eyedropper", "info", _("candidate")),
    "reference": ("bi-book", "", _("reference only")),
    "negative": ("bi-hand-thumbs-down", "stop", _("negative: no benefit shown")),
    # outcomes of a visit
    "treated": ("bi-check-circle", "good", _("treated")),
    "partly": ("bi-circle-half", "decide", _("partly treated")),
    "not_treated": ("bi-dash-circle", "", _("not treated")),
    "consultation": ("bi-chat-square-text", "", _("consultation only")),
    # findings and what the front desk may see of them
    "stop": ("bi-slash-circle", "stop", _("Stop")),
    "decide": ("bi-question-diamond", "decide", _("Decide")),
    "note": ("bi-info-circle", "info", _("Note")),
    "decided": ("bi-check-circle", "good", _("Decided")),
    "cleared": ("bi-check-circle", "good", _("cleared")),
    "complete": ("bi-check-circle", "good", _("complete")),
    "missing": ("bi-exclamation-circle", "decide", _("missing")),
}

FINDINGS = {kind: (STATUSES[kind][0], STATUSES[kind][2]) for kind in ("stop", "decide", "note", "decided")}

TOASTS = {
    "debug": ("", "bi-bug"),
    "info": ("", "bi-info-circle"),
    "success": ("tone-good", "bi-check-circle"),
    "warning": ("tone-decide", "bi-exclamation-circle"),
    "error": ("tone-stop", "bi-exclamation-octagon"),
}
