from django.apps import AppConfig

from clinic.kit.db import append_only, refuse

SIGNED = (
    "patient_id",
    "purpose",
    "text",
    "text_sha256",
    "text_version",
    "language",
    "covers",
    "signed_name",
    "given_at",
    "recorded_by_id",
)


class PatientsConfig(AppConfig):
    name = "patients"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = (
        refuse(
            "patients_document",
            "update",
            when="OLD.state = 'ready'",
            says="a ready document does not change",
        ),
        refuse(
            "patients_document",
            "delete",
            when="OLD.state = 'ready'",
            says="a ready document is kept",
        ),
        refuse(
            "patients_consent",
            "update",
            of=SIGNED,
            says="a signed consent does not change",
        ),
        refuse(
            "patients_consent",
            "update",
            of=("withdrawn_at",),
            when="OLD.withdrawn_at IS NOT NULL",
            says="a withdrawn consent stays withdrawn",
            name="patients_consent_withdrawn_once",
        ),
        refuse("patients_consent", "delete", says="a signed consent is kept"),
        *append_only("patients_consenttext"),
        *(
            refuse(f"patients_{fact}", "update", of=("patient_id", "code", "answer"), says="a fact does not change")
            for fact in ("allergy", "condition", "medication")
        ),
    )
