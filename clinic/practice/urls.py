from django.urls import path

from clinic.practice.views import audit, first_run, settings, staff, work_at

app_name = "practice"
urlpatterns = [
    path("welcome/", first_run.first_run, name="first_run"),
    path("work-at/", work_at.work_at, name="work_at"),
    path("settings/", settings.settings, name="settings"),
    path("settings/practice/", settings.describe, name="describe"),
    path("settings/single-practitioner/", settings.single_practitioner, name="single_practitioner"),
    path("settings/location/", settings.location, name="location"),
    path("settings/new-location/", settings.new_location, name="new_location"),
    path("settings/hours/", settings.opening_hours, name="opening_hours"),
    path("settings/rooms/", settings.rooms, name="rooms"),
    path("settings/rooms/<uuid:uuid>/retire/", settings.retire, name="retire_room"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.add, name="add_staff"),
    path("staff/<uuid:uuid>/", staff.change, name="change_staff"),
    path("staff/<uuid:uuid>/hours/", staff.hours, name="staff_hours"),
    path("staff/<uuid:uuid>/link/", staff.send_link, name="send_link"),
    path("staff/<uuid:uuid>/end/", staff.end, name="end_work"),
    path("audit/", audit.audit, name="audit"),
]
