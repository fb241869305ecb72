from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clinic.practice.models import Practice

LOCAL = ("://localhost", "://127.0.0.1", "://[::1]")


def house(request: HttpRequest) -> dict[str, Any]:
    """What every page shows of the clinic itself."""
    practice = Practice.objects.first()
    return {
        "house": {
            "practice_name": practice.name if practice else "",
            "location": getattr(request, "location", None),
            "locations": getattr(request, "locations", []),
            "roles": getattr(request, "roles", set()),
            "demo": settings.DEMO,
            "links_are_local": any(host in settings.PUBLIC_URL for host in LOCAL),
        }
    }
