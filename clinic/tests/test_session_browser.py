"""The treatment session in a browser: one tap to end, one to sign, and nothing typed or ticked is lost."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.tests.support.browsing import findings_in_light_and_dark, widths_overflowed
from treatments.domain import sessions
from treatments.models import ChecklistTick
from treatments.tests.factories.care import an_arrived_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def treatment(db):
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    treatment.session = treatment.fresh()
    return treatment


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request, new_context, sign_in, treatment):
    context = new_context(java_script_enabled=request.param)
    sign_in(context, treatment.by)
    page = context.new_page()
    page.goto(reverse("treatments:session", args=[treatment.session.uuid]))
    return page


def line(page, number):
    return page.locator("ul.checklist > li").nth(number)


def end(page):
    page.get_by_role("button", name="End treatment").click()
    expect(page.get_by_role("heading", name="What was given")).to_be_visible()


def test_the_end_keeps_what_was_ticked_and_not_saved(page):
    line(page, 0).get_by_label("yes", exact=True).check()
    end(page)

    assert list(ChecklistTick.objects.values_list("care_item__key", "done")) == [("PRE-01", True)]
    expect(line(page, 0).get_by_label("yes", exact=True)).to_be_checked()


def test_enter_in_the_checklist_never_ends_the_treatment(page, treatment):
    line(page, 0).get_by_label("no", exact=True).check()
    decision = line(page, 0).get_by_label("If no: what you decided")
    decision.fill("Goes ahead.")
    decision.press("Enter")

    expect(page.get_by_text("1 line has no answer yet.")).to_be_visible()
    expect(page.get_by_role("button", name="End treatment")).to_be_visible()
    assert (treatment.fresh().state, ChecklistTick.objects.latest("pk").decision) == ("started", "Goes ahead.")


def test_what_stands_typed_is_kept_by_the_signature(page, treatment, complaints):
    end(page)
    page.get_by_label("Volume given (mL)").fill("3.5")
    page.get_by_label("Notes").fill("Two small bruises.")
    page.get_by_role("button", name="Save and sign").click()
    expect(page.get_by_text(re.compile("Say why lines of the before-care checklist")).first).to_be_visible()
    complaints.clear()  # the refused page is a 422
    page.get_by_label("Why lines of the before-care checklist have no answer").fill("It was on paper.")
    page.get_by_role("button", name="Save and sign").click()

    expect(page.get_by_role("heading", name="Signed record")).to_be_visible()
    expect(page.get_by_text("Two small bruises.")).to_be_visible()
    expect(page.get_by_text("It was on paper.").first).to_be_visible()
    assert (treatment.fresh().state, f"{treatment.fresh().given_volume_ml:f}") == ("signed", "3.500")


@pytest.fixture
def at_work(new_context, sign_in, treatment):
    context = new_context()
    sign_in(context, treatment.by)
    page = context.new_page()
    page.goto(reverse("treatments:session", args=[treatment.session.uuid]))
    return page


def test_each_tick_is_kept_at_once(at_work):
    line(at_work, 1).get_by_label("yes", exact=True).check()
    expect(at_work.get_by_text("1 line has no answer yet.")).to_be_visible()

    assert ChecklistTick.objects.get().care_item.key == "PRE-04"


def test_the_page_is_clean_before_and_after_the_end(at_work):
    found = [findings_in_light_and_dark(at_work), widths_overflowed(at_work, 1280, 820)]
    end(at_work)
    assert [*found, findings_in_light_and_dark(at_work), widths_overflowed(at_work, 1280, 820)] == [[], {}, [], {}]
