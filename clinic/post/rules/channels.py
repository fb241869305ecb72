"""By which way a message can reach a patient."""


def reachable_channel(preferred: str, *, has_email: bool, has_phone: bool, has_document: bool) -> str:
    """Return "email", "print" or "phone": the preferred channel, or the nearest one that can work.

    A document cannot be read out, so with one the telephone becomes print. Print needs nothing and always works.
    """
    if preferred == "email" and not has_email:
        preferred = "phone"
    if preferred == "phone" and (has_document or not has_phone):
        return "email" if has_email and not has_document else "print"
    return preferred
