from collections.abc import Iterator

import pytest

from clinic.post.tests.mail_sink import MailSink


@pytest.fixture
def sink(settings) -> Iterator[MailSink]:
    """A real SMTP server on this machine, and the settings that send to it."""
    with MailSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
        yield sink
