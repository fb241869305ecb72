from patients.models.consents import Consent, ConsentText
from patients.models.documents import Document
from patients.models.facts import Allergy, Answer, Condition, Medication
from patients.models.links import DoorCount, PatientLink
from patients.models.people import ContactPerson, Patient

__all__ = [
    "Allergy",
    "Answer",
    "Condition",
    "Consent",
    "ConsentText",
    "ContactPerson",
    "Document",
    "DoorCount",
    "Medication",
    "Patient",
    "PatientLink",
]
