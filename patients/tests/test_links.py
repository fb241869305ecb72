from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from patients.domain.links import check_birth_date, find_link, is_shut, issue_link, revoke_links
from patients.models import DoorCount, PatientLink
from patients.tests.factories import PatientFactory

BORN, WRONG = date(1985, 4, 12), date(1985, 4, 13)


def issue(**known):
    known = {"expires_at": timezone.now() + timedelta(days=1), "purpose": "care", "about": "visit:1"} | known
    return issue_link(patient=known.pop("patient", None) or PatientFactory(birth_date=BORN), **known)


@pytest.mark.django_db
def test_a_token_finds_its_link_and_is_kept_nowhere():
    link, token = issue()
    assert (find_link(token=token, purpose="care"), token in str(PatientLink.objects.values().get())) == (link, False)


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", ["unknown", "expired", "revoked", "another purpose", "tampered"])
def test_what_does_not_open_looks_alike_and_costs_the_same(spoil, django_assert_num_queries):
    link, token = issue(expires_at=timezone.now() + timedelta(days=-1 if spoil == "expired" else 1))
    if spoil == "revoked":
        revoke_links(about=link.about, by=None)
    token = {"unknown": "x" * 43, "tampered": token[:-1]}.get(spoil, token)
    with django_assert_num_queries(1):
        assert find_link(token=token, purpose="visit" if spoil == "another purpose" else "care") is None


@pytest.mark.django_db
def test_revoke_closes_only_what_hangs_on_the_key():
    link, token = issue(about="visit:1")
    other, kept = issue(about="visit:2")
    assert (revoke_links(about="visit:1", by=None), find_link(token=token), find_link(token=kept)) == (1, None, other)


@pytest.mark.django_db
def test_the_right_birth_date_opens_and_is_noted():
    link, token = issue()
    assert check_birth_date(link=link, birth_date=BORN) is True
    assert PatientLink.objects.get(pk=link.pk).opened_at is not None


@pytest.mark.django_db
def test_five_wrong_answers_shut_the_door_even_to_the_right_one():
    link, token = issue()
    for _ in range(5):
        check_birth_date(link=link, birth_date=WRONG)
    assert (check_birth_date(link=link, birth_date=BORN), is_shut(link)) == (False, True)


@pytest.mark.django_db
def test_the_door_opens_again_after_a_quarter_of_an_hour():
    link, token = issue()
    for _ in range(5):
        check_birth_date(link=link, birth_date=WRONG)
    DoorCount.objects.update(window_from=timezone.now() - timedelta(minutes=15, seconds=1))
    assert (is_shut(link), check_birth_date(link=link, birth_date=BORN)) == (False, True)


@pytest.mark.django_db
def test_a_patient_without_birth_date_is_not_let_in_by_any():
    link, token = issue(patient=PatientFactory(birth_date=None))
    assert check_birth_date(link=link, birth_date=BORN) is False


@pytest.mark.django_db(transaction=True)
def test_guessing_at_the_same_time_is_counted_guess_by_guess():
    link, token = issue()

    def guess(_):
        try:
            return check_birth_date(link=link, birth_date=WRONG)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert not any(pool.map(guess, range(12)))
    assert DoorCount.objects.get(link=link).wrong == 5
