from datetime import UTC, datetime

from django.template import Context, Template
from pytest_django.asserts import assertHTMLEqual

from clinic.kit import toasts


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context)).strip()


def test_status_says_its_state_in_a_word_beside_an_icon():
    shown = render("{% status 'no_show' %}")

    assert shown == (
        '<span class="status tone-decide"><i class="bi bi-person-x" aria-hidden="true"></i>did not come</span>'
    )


def test_status_of_an_unlisted_state_still_shows_its_word():
    assert "sleeping" in render("{% status 'sleeping' %}")


def test_when_shows_wall_time_with_its_weekday_at_the_place():
    shown = render("{% when moment 'America/New_York' %}", moment=datetime(2019, 11, 28, 19, 30, tzinfo=UTC))

    assert shown == '<time datetime="2019-11-28T14:30-05:00">Thu 28 Nov 2019, 14:30</time>'


def test_when_of_nothing_is_nothing():
    assert render("{% when moment %}", moment=None) == ""


def test_card_escapes_its_title_and_keeps_its_content():
    shown = render("{% card title=name %}<p>words</p>{% endcard %}", name="<b>")

    assertHTMLEqual(
        shown,
        '<section class="panel"><header class="panel-head"><h2>&lt;b&gt;</h2></header><p>words</p></section>',
    )


def test_fact_without_a_value_says_it_is_not_recorded():
    assert "not recorded" in render("{% include 'components/fact.html' with term='Phone' value='' only %}")


def test_undo_address_travels_with_its_message():
    class Message:
        extra_tags = toasts.UNDO + "/visits/1/undo"

    assert toasts.undo_url(Message()) == "/visits/1/undo"
