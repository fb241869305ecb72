"""What a machine lacks is said with the line to type."""

import shutil
import subprocess
import sys

import pytest

from clinic import checks
from clinic.env import BASE_DIR


@pytest.fixture
def elsewhere(settings, tmp_path):
    """A copy of the project's folder with no front-end files and a list of libraries nobody has."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "debian.txt").write_text("run  libnobody-1  libnobody-1.so.0\n")
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_missing_library_is_named_with_its_package(elsewhere):
    (warning,) = checks.check_pdf_libraries()

    assert warning.hint.startswith("Debian, Ubuntu: sudo apt-get install libnobody-1 ·")


def test_missing_front_end_files_are_named_with_the_line_that_fetches_them(elsewhere):
    (warning,) = checks.check_front_end()

    assert warning.hint == "Fetch them: .tools/python .tools/fetch_frontend.py"


def test_nothing_is_said_when_all_is_there(settings, elsewhere):
    shutil.copytree(BASE_DIR / "static", elsewhere / "static", ignore=shutil.ignore_patterns("axe"))

    assert checks.check_front_end() == []


WITHOUT_PANGO = """
import sys
from importlib.abc import MetaPathFinder

class NoPango(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")

sys.meta_path.insert(0, NoPango())
import django
django.setup()
from django.urls import get_resolver
from clinic.celery import app
app.loader.import_default_modules()
import clinic.desk.demo.seed
print(len(get_resolver().url_patterns) > 0)
"""


@pytest.mark.slow
def test_pages_and_tasks_load_on_a_machine_without_pango():
    done = subprocess.run([sys.executable, "-c", WITHOUT_PANGO], cwd=BASE_DIR, capture_output=True, text=True)

    assert (done.stdout, done.returncode) == ("True\n", 0)
