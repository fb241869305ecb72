"""Who works here, as what, and what they may do."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, Membership, Role, User

PERMISSIONS = ("may_prescribe", "may_inject", "may_approve")


@transaction.atomic
def add_staff(
    *,
    location: Location,
    email: str,
    name: str,
    title: str = "",
    roles: Collection[str],
    permissions: Collection[str] = (),
    by: Any,
) -> User:
    """Return the member of staff with `email`, now working at `location` in `roles`.

    Somebody who works elsewhere in the practice keeps their name, password and permissions. A new person has no
    password until they choose one. Raises Refusal without a role, or when they work here already.
    """
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known and known.memberships.filter(location=location).exists():
        raise Refusal(_("Somebody with this e-mail address works here already."), field="email")
    user = known or User.objects.create_user(
        email.strip(), None, name=name.strip(), title=title.strip(), **_may(permissions)
    )
    _set_roles(user, location, roles)
    audit.record(
        verb="staff.add", about=f"user:{user.uuid}", by=by, location=location, details={"roles": sorted(roles)}
    )
    return user


@transaction.atomic
def change_staff(
    *,
    user: User,
    location: Location,
    name: str,
    title: str,
    roles: Collection[str],
    permissions: Collection[str],
    by: Any,
) -> User:
    """Change what `user` is called, is at `location`, and may do.

    Raises Refusal without a role (let them leave instead), or when somebody but the owner changes what they
    themselves may do.
    """
    before = (user.roles_at(location), {one for one in PERMISSIONS if getattr(user, one)})
    if user == by and not user.is_owner and before != (set(roles), set(permissions)):
        raise Refusal(_("What you may do yourself is for somebody else to change."))
    user.name, user.title = name.strip(), title.strip()
    for permission, held in _may(permissions).items():
        setattr(user, permission, held)
    user.save(update_fields=["name", "title", *PERMISSIONS])
    _set_roles(user, location, roles)
    audit.record(
        verb="staff.change",
        about=f"user:{user.uuid}",
        by=by,
        location=location,
        details={"roles": sorted(roles), "permissions": sorted(permissions)},
    )
    return user


@transaction.atomic
def end_work(*, user: User, location: Location, by: Any) -> User:
    """Let `user` work at `location` no more; without any other place of work they can no longer sign in.

    Raises Refusal for the owner and for oneself. What they wrote stays theirs.
    """
    if user.is_owner or user == by:
        raise Refusal(_("The owner stays, and nobody can end their own work here."))
    user.memberships.filter(location=location).delete()
    user.staff_hours.filter(location=location).delete()
    if not user.memberships.exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
    audit.record(verb="staff.end", about=f"user:{user.uuid}", by=by, location=location)
    return user


def _may(permissions: Collection[str]) -> dict[str, Any]:
    return {permission: permission in permissions for permission in PERMISSIONS}


def _set_roles(user: User, location: Location, roles: Collection[str]) -> None:
    if not roles or not set(roles) <= set(Role.values):
        raise Refusal(_("Choose at least one role."), field="roles")
    user.memberships.filter(location=location).exclude(role__in=roles).delete()
    for role in roles:
        Membership.objects.get_or_create(user=user, location=location, role=role)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
