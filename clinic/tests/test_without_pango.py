"""A machine without Pango: everything starts and works, only PDFs wait."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from clinic.kit import pdf
from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
from treatments.tests.factories.plans import RecipeVersionFactory

EVERY_PAGE_AND_TASK = """
import sys
sys.modules["weasyprint"] = None
import django
django.setup()
import clinic.urls, clinic.desk.demo.seed, treatments.tasks
from django.urls import get_resolver
print(len(get_resolver().reverse_dict), "pages")
"""


@pytest.mark.slow
def test_the_project_starts_without_the_pdf_engine():
    started = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE_AND_TASK], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )

    assert started.returncode == 0, started.stderr
    assert "pages" in started.stdout


@pytest.mark.django_db
def test_a_paper_asked_for_is_refused_in_a_sentence(client, monkeypatch):
    PracticeFactory()
    monkeypatch.setattr(pdf, "can_make_pdfs", lambda: False)
    client.force_login(PractitionerFactory(works_at=LocationFactory()))
    version = RecipeVersionFactory()

    answer = client.get(reverse("treatments:recipe_card", args=[version.uuid]), follow=True)

    assert "This computer cannot make PDFs yet" in answer.content.decode()
