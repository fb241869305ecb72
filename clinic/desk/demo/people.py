"""Everybody in the demonstration, made up. Addresses end in example.test, telephones are numbers for films."""

from typing import NamedTuple

from clinic.practice.models import Role

PASSWORD = "sample-clinic"
CLINIC = "Sample Clinic"


class Person(NamedTuple):
    """A member of staff. `places`: L for London, N for New York."""

    email: str
    title: str
    name: str
    roles: tuple[str, ...]
    may: tuple[str, ...] = ()
    places: str = "L"


ALL = ("may_prescribe", "may_inject")
MANAGER = Person("manager@example.test", "", "Manuela Muster", (Role.MANAGER,), places="LN")
STAFF = (
    Person("director@example.test", "Dr", "Dirk Probe", (Role.MEDICAL_DIRECTOR,), (*ALL, "may_approve"), "LN"),
    Person("practitioner@example.test", "Dr", "Testa Beispiel", (Role.PRACTITIONER,), ALL),
    Person("practitioner2@example.test", "Dr", "Próba Przykładowa", (Role.PRACTITIONER,), ALL),
    Person("nurse@example.test", "RN", "Mona Specimen", (Role.PRACTITIONER,), ("may_inject",)),
    Person("newyork@example.test", "Dr", "Jane Placeholder", (Role.PRACTITIONER,), ALL, "N"),
    Person("desk@example.test", "", "Dora Desk", (Role.FRONT_DESK,), (), "LN"),
)
SIGN_INS = (
    ("desk@example.test", "front desk"),
    ("practitioner@example.test", "practitioner, London"),
    ("practitioner2@example.test", "practitioner, London"),
    ("nurse@example.test", "nurse: injects, does not prescribe"),
    ("newyork@example.test", "practitioner, New York"),
    ("director@example.test", "medical director"),
    ("manager@example.test", "owner and manager"),
)

GIVEN_AND_FAMILY = (
    (("Zoë", "Łucja", "Søren", "Inês", "Şule", "Émile", "Jürgen", "Ängla", "Čestmír", "Nguyệt"),
     ("Beispiel-Öztürk", "Przykład", "Prøvesen", "Exemplária", "Örnek", "Modèle", "Müßter", "Exempelsdotter", "Ukázka", "Mẫu")),  # noqa: E501
    (("Νίκος", "Ελένη", "Γιώργος"), ("Δοκιμαστικός", "Υποδείγματος", "Παραδείγματος")),
    (("Дмитрий", "Оксана", "Біляна"), ("Образцов", "Приклад", "Примерова")),
    (("ليلى", "سامي", "نور"), ("المثال", "التجريبي", "النموذج")),
    (("小样", "测试", "示例"), ("样", "例", "范")),
    (("נועה", "דוד", "תמר"), ("לדוגמה", "בדיקה", "ניסיון")),
    (("Ada", "Ben", "Cleo", "Dev", "Esi", "Finn", "Gia"), ("Sample", "Example", "Specimen", "Placeholder", "Mockup")),
)  # fmt: skip


def names(count: int) -> list[str]:
    """Return `count` different names, the scripts taking turns."""
    found: list[str] = []
    turn = 0
    while len(found) < count:
        given, family = GIVEN_AND_FAMILY[turn % len(GIVEN_AND_FAMILY)]
        lap = turn // len(GIVEN_AND_FAMILY)
        name = _together(given[lap % len(given)], family[(lap + lap // len(given)) % len(family)])
        if name not in found:
            found.append(name)
        turn += 1
        if turn > 20 * count:
            raise ValueError(f"there are fewer than {count} names")
    return found


def _together(given: str, family: str) -> str:
    """Chinese names say the family first and need no space."""
    return family + given if "\u4e00" <= family[0] <= "\u9fff" else f"{given} {family}"
