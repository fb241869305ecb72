"""Fixtures that every part of the suite shares: real mail server, real workers, real browser. Nothing is skipped."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords fast, list no static files, give each process of a parallel suite a Redis database of its own."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the suite signs in often
    settings.WHITENOISE_AUTOREFRESH = True  # else every test's client begins by listing all static files
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and settings.CELERY_BROKER_URL.startswith("redis"):
        from clinic.celery import app

        address = settings.CELERY_BROKER_URL.rpartition("/")[0] + f"/{int(worker.removeprefix('gw')) + 1}"
        settings.CELERY_BROKER_URL = app.conf.broker_url = address
        settings.CACHES["default"]["LOCATION"] = address


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never what the collection of tests made: the suite runs a third faster."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Fail what would have been skipped: a check that does not run is not a check."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped or expected to fail; nothing is skipped here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped as a whole; nothing is skipped here: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def ready_database(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Any:
    """The SQLite file that earlier processes migrated; None on PostgreSQL, with --reuse-db and with --create-db."""
    from clinic.tests.support.ready_database import ReadyDatabase, suites_file

    asked = request.config.getoption("reuse_db") or request.config.getoption("create_db")
    file = suites_file()
    return ReadyDatabase(file) if file and not asked else None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, ready_database: Any) -> bool:
    """Tell whether a database stands ready; a copy of the migrated one does."""
    return django_db_keepdb or bool(ready_database and ready_database.lay_out())


@pytest.fixture(scope="session")
def django_db_setup(ready_database: Any, django_db_setup: None) -> Iterator[None]:
    """Keep what the migrations made for the next process, and leave nothing behind."""
    if ready_database:
        ready_database.keep()
    yield
    if ready_database:
        ready_database.clear_away()


@pytest.fixture(autouse=True)
def _fresh_cache(settings: Any) -> None:
    """Forget what an earlier test left in Redis, rate limits above all."""
    if settings.CELERY_BROKER_URL.startswith("redis"):
        from django.core.cache import cache

        cache.clear()


@pytest.fixture
def sink(settings: Any) -> Iterator[Any]:
    """A real SMTP server on this machine, and the settings that send to it."""
    from clinic.post.tests.mail_sink import MailSink

    with MailSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
        yield sink


@pytest.fixture
def workers(transactional_db: None, sink: Any, request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Any]:
    """Ways to start and kill real workers and beats on this test's database; none runs yet."""
    from clinic.tests.support.workers import Workers

    if "live_server" in request.fixturenames:
        request.getfixturevalue("site")
    workers = Workers(tmp_path)
    yield workers
    workers.stop_all()


@pytest.fixture
def celery_workers(workers: Any) -> Any:
    """A real worker and a beat that rings every second, both running."""
    workers.start_worker()
    workers.start_beat()
    return workers


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the running pages; links in messages lead there too."""
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, which calls nobody."""
    from clinic.tests.support.browsing import FLAGS, chromium

    return {"executable_path": chromium(), "args": list(FLAGS)}


@pytest.fixture
def complaints() -> list[str]:
    """What went wrong in the browser; a test that expects an error empties it."""
    return []


@pytest.fixture
def new_context(new_context: Callable[..., Any], site: str, complaints: list[str]) -> Iterator[Callable[..., Any]]:
    """Open a browser for one more person; the test fails if any of its pages complains."""
    from clinic.tests.support.browsing import watch

    def open_context(**options: Any) -> Any:
        context = new_context(**{"base_url": site, **options})
        watch(context, complaints)
        return context

    yield open_context
    assert complaints == []


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Call it with a page: what axe finds there, which should be nothing."""
    from clinic.tests.support.browsing import axe_findings

    return axe_findings


@pytest.fixture
def sign_in(site: str) -> Callable[[Any, Any], None]:
    """Call it with a browser context (or page.context) and a user: they are signed in."""
    from clinic.tests.support.browsing import sign_in as give_session

    return give_session
