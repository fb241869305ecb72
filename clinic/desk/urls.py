from django.urls import path

from clinic.desk.views import booking, colleagues, diary, leaving, moving, patients, today, visits

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("diary/", diary.diary, name="diary"),
    path("book/", booking.book, name="book"),
    path("to-book/", booking.to_book, name="to_book"),
    path("visits/<uuid:uuid>/", visits.visit, name="visit"),
    path("visits/<uuid:uuid>/move/", moving.move, name="move"),
    path("visits/<uuid:uuid>/cancel/", visits.cancel, name="cancel"),
    path("visits/<uuid:uuid>/check-out/", leaving.check_out, name="check_out"),
    path("visits/<uuid:uuid>/<slug:step>/", visits.step, name="visit_step"),
    path("staff/<uuid:uuid>/leaving/", colleagues.end_of_work, name="end_of_work"),
    path("patients/<uuid:uuid>/", patients.patient, name="patient"),
    path("patients/<uuid:uuid>/edit/", patients.edit, name="edit_patient"),
]
