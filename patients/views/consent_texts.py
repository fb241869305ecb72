"""The words that patients agree to, by purpose and language. A changed text is a new version."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.practice.access import StaffRequest, staff_only
from clinic.practice.models import Role
from patients.domain.consents import publish_text, standard_text, text_for
from patients.forms.consents import ConsentTextForm
from patients.models import ConsentText
from patients.models.consents import ConsentPurpose


@staff_only(Role.MEDICAL_DIRECTOR, Role.MANAGER, Role.PRACTITIONER)
def consent_texts(request: StaffRequest) -> HttpResponse:
    """The newest text of every purpose and language, and what is still missing. One query for the texts."""
    newest: dict[tuple[str, str], ConsentText] = {}
    for text in ConsentText.objects.order_by("version"):
        newest[text.purpose, text.language] = text
    rows = [
        {"purpose": purpose, "label": label, "language": code, "in": word, "text": newest.get((purpose, code))}
        for purpose, label in ConsentPurpose.choices
        for code, word in settings.LANGUAGES
    ]
    may_publish = Role.MEDICAL_DIRECTOR in request.roles
    return render(request, "patients/consent_texts.html", {"rows": rows, "may_publish": may_publish})


@staff_only(Role.MEDICAL_DIRECTOR)
def publish(request: StaffRequest, purpose: str, language: str) -> HttpResponse:
    """Publish new words. Offers the newest ones, or the standard text where there are none."""
    if purpose not in ConsentPurpose.values or language not in dict(settings.LANGUAGES):
        raise Http404
    newest = text_for(purpose=purpose, language=language)
    words = newest.text if newest else standard_text(purpose=purpose, language=language)
    form = ConsentTextForm(request.POST or None, initial={"text": words})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        publish_text(purpose=purpose, language=language, text=text, by=request.user)
        messages.success(request, _("The text is published. New consents use it from now on."))
        return redirect("patients:consent_texts")
    shown = {"form": form, "newest": newest, "purpose": ConsentPurpose(purpose).label}
    return render(request, "patients/publish_text.html", shown | {"language": dict(settings.LANGUAGES)[language]})
