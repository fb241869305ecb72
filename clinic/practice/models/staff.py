from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models.places import Location


class StaffAccounts(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a member of staff who signs in with `email`."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, Record):
    """A member of staff. The three permissions stand apart from the role: a role is where, a permission is what."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=60, blank=True, help_text=_("As printed: Dr, RN …"))
    may_prescribe = models.BooleanField(_("may prescribe"), default=False)
    may_inject = models.BooleanField(_("may inject"), default=False)
    may_approve = models.BooleanField(_("may approve"), default=False)
    is_owner = models.BooleanField(_("owner"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects = StaffAccounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.title} {self.name}".strip()

    @property
    def may_in_words(self) -> str:
        """What this person may do apart from the role, as "prescribe, inject"."""
        held = (
            (self.may_prescribe, _("prescribe")),
            (self.may_inject, _("inject")),
            (self.may_approve, _("approve")),
        )
        return ", ".join(str(word) for may, word in held if may)

    def roles_at(self, location: Location) -> set[str]:
        """Return the roles this person holds at `location`."""
        return {membership.role for membership in self.memberships.all() if membership.location_id == location.pk}


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", _("practitioner")
    FRONT_DESK = "front_desk", _("front desk")
    MEDICAL_DIRECTOR = "medical_director", _("medical director")
    MANAGER = "manager", _("manager")


class Membership(models.Model):
    """Who works where, as what. One person may hold several roles."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "location", "role"], name="role_once_per_location")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.location}"
