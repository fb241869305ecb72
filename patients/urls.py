from django.urls import path

from patients.views import consent_texts, consents, contacts, documents, people

app_name = "patients"
urlpatterns = [
    path("patients/", people.patients, name="patients"),
    path("patients/new/", people.register, name="register"),
    path("patients/new/duplicates/", people.duplicates, name="duplicates"),
    path("patients/<uuid:uuid>/contacts/", contacts.contact_persons, name="contact_persons"),
    path("patients/<uuid:uuid>/contacts/<int:pk>/remove/", contacts.remove, name="remove_contact_person"),
    path("patients/<uuid:uuid>/consent/", consents.consent, name="consent"),
    path("consents/<uuid:uuid>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("consent-texts/", consent_texts.consent_texts, name="consent_texts"),
    path("consent-texts/<slug:purpose>/<slug:language>/", consent_texts.publish, name="publish_consent_text"),
    path("documents/<uuid:uuid>/", documents.document, name="document"),
]
