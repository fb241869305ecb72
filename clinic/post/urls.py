from django.urls import path

from clinic.post.views import acts, messages

app_name = "post"
urlpatterns = [
    path("messages/", messages.messages, name="messages"),
    path("messages/test/", acts.send_test, name="send_test"),
    path("messages/<uuid:uuid>/", messages.message, name="message"),
    path("messages/<uuid:uuid>/words/", messages.words, name="words"),
    path("messages/<uuid:uuid>/cancel/", acts.cancel, name="cancel"),
    path("messages/<uuid:uuid>/resend/", acts.resend, name="resend"),
    path("messages/<uuid:uuid>/done/", acts.done, name="done"),
]
