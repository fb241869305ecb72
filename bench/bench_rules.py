"""Interruptions of healthy patients: everybody in the demonstration who was asked everything and has nothing."""

from bench.measures import Figure


def interruptions() -> float:
    """Tell the demonstration and screen its healthy patients today: stops and decides for each of them."""
    from clinic.desk.demo.seed import seed
    from treatments.queries.interruptions import interruptions_of_the_healthy

    seed()
    met = interruptions_of_the_healthy()
    if not met.patients:
        raise RuntimeError("The demonstration has no healthy patient to screen.")
    return float(met.per_patient)


FIGURES = [Figure("Interruptions of a healthy patient of the demonstration", interruptions, 0.1)]
