from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("clinic.practice.urls")),
    path("", include("patients.urls")),
    path("", include("clinic.post.urls")),
    path("", include("treatments.urls")),
    path("", include("clinic.portal.urls")),
    path("", include("clinic.desk.urls")),
]
