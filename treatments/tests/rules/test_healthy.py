from treatments.tests.rules.clinic import HEALTHY, found


def test_healthy_patient_asked_everything_is_not_interrupted():
    assert found(HEALTHY) == []
