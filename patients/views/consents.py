"""Recording a consent at the clinic: the exact words are read, then signed."""

import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from patients.access import get_patient
from patients.addresses import patient_url
from patients.domain.consents import record_consent, text_for, withdraw_consent
from patients.forms.consents import ConsentForm
from patients.models import Consent, ConsentText, Patient
from patients.models.consents import ConsentPurpose


@staff_only(*CLINICAL)
def consent(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Record a consent that covers the patient: its `purpose` comes in the query, as `?purpose=photography`.

    `next` is the page of ours to go back to; without it, the patient's. The only key this page knows is the patient's
    own: a page that knows what stands behind another calls `consent_page` itself and hands down what it covers.
    """
    patient = get_patient(request, uuid)
    purpose = request.GET.get("purpose", ConsentPurpose.TREATMENT)
    about = request.GET.get("about", patient.key)
    if purpose not in ConsentPurpose.values or about != patient.key:
        raise Http404
    return consent_page(request, patient=patient, purpose=purpose, covers={about: ""}, done=back_to(request, patient))


def consent_page(
    request: StaffRequest,
    *,
    patient: Patient,
    purpose: str,
    covers: dict[str, str],
    done: str,
    covers_in_words: Sequence[str] = (),
) -> HttpResponse:
    """Show the words for `purpose` in the patient's language and record the signature under them.

    `covers` maps each key to the hash of what stands behind it now: worked out by the caller on GET and again on POST,
    so a plan that changed meanwhile is read again before it is signed. `done` is where to go afterwards.
    """
    text = text_for(purpose=purpose, language=patient.language)
    form = ConsentForm(request.POST or None, shown=_fingerprint(text, covers))
    if request.method == "POST" and text and form.is_valid():
        if _record(request, form, patient, purpose, text, covers):
            messages.success(request, _("The consent is recorded."))
            return redirect(done)
    elif "shown" in form.errors:
        form = ConsentForm(_anew(request, text, covers), shown=_fingerprint(text, covers))
        form.add_error(None, _("What this consent covers changed meanwhile. Read it again, then sign."))
    shown = {"form": form, "patient": patient, "text": text, "covers_in_words": covers_in_words, "back": done}
    return render(request, "patients/consent.html", shown | {"purpose": ConsentPurpose(purpose).label})


@require_POST
@staff_only(*CLINICAL)
def withdraw(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Withdraw a standing consent, in one action."""
    found = Consent.objects.filter(uuid=uuid, patient__locations=request.location).select_related("patient").first()
    if found is None:
        raise Http404
    if withdraw_consent(consent=found, by=request.user, location=request.location):
        messages.success(request, _("The consent is withdrawn."))
    return redirect(patient_url(found.patient))


def back_to(request: StaffRequest, patient: Patient) -> str:
    """Return the page of ours that `next` names, else the patient's."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else patient_url(patient)


def _record(
    request: StaffRequest,
    form: ConsentForm,
    patient: Patient,
    purpose: str,
    text: ConsentText,
    covers: dict[str, str],
) -> bool:
    name = form.cleaned_data["signed_name"]
    try:
        record_consent(
            patient=patient,
            purpose=purpose,
            text=text,
            covers=covers,
            signed_name=name,
            by=request.user,
            location=request.location,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def _anew(request: StaffRequest, text: ConsentText | None, covers: dict[str, str]) -> dict[str, str]:
    return {"signed_name": request.POST.get("signed_name", ""), "shown": _fingerprint(text, covers)}


def _fingerprint(text: ConsentText | None, covers: dict[str, str]) -> str:
    words = [text.pk if text else None, covers]
    return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
