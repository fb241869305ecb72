from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from treatments.rules.totals import CourseCount, total_up

START = date(2026, 12, 1)


def days(*after):
    return tuple(START + timedelta(days=day) for day in after)


FACE = CourseCount(
    4, days(0, 14, 28, 42), "face", (("Lidocaine", Decimal("0.1")), ("Vitamin C", Decimal(1))), Decimal("120.50")
)
SCALP = CourseCount(3, days(0, 28, 56), "scalp", (("Lidocaine", Decimal("0.2")),), Decimal(90))


def test_volumes_of_one_ingredient_are_added_over_all_sessions():
    assert total_up([FACE, SCALP]).volumes == (("Lidocaine", Decimal("1.0")), ("Vitamin C", Decimal(4)))


def test_the_price_is_of_all_sessions():
    assert total_up([FACE, SCALP]).price == Decimal("752.00")


def test_a_course_without_a_price_is_counted_apart():
    found = total_up([FACE, CourseCount(3)])

    assert (found.price, found.unpriced) == (Decimal("482.00"), 1)


def test_without_any_price_there_is_none():
    assert (total_up([CourseCount(3)]).price, total_up([]).price) == (None, None)


def test_weeks_are_rounded_up():
    assert (total_up([FACE]).weeks, total_up([SCALP]).weeks, total_up([CourseCount(1, days(0))]).weeks) == (6, 8, 0)


def test_sessions_of_one_group_on_one_day_are_one_visit():
    rider = CourseCount(3, days(0, 28, 56), "face")

    assert (total_up([FACE, rider]).visits, total_up([FACE, SCALP]).visits, total_up([FACE, rider]).sessions) == (
        (5, 7, 7)
    )


SOME_COURSE = st.builds(
    CourseCount,
    st.integers(0, 40),
    st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=5).map(tuple),
    st.sampled_from(["a", "b", "c"]),
    st.lists(st.tuples(st.sampled_from("xyz"), st.decimals(0, 10, places=3)), max_size=4).map(tuple),
    st.none() | st.decimals(0, 999, places=2),
)


@given(st.lists(SOME_COURSE, max_size=5), st.randoms())
def test_the_order_of_courses_does_not_matter(courses, chance):
    shuffled = list(courses)
    chance.shuffle(shuffled)

    assert total_up(shuffled) == total_up(courses)


@given(SOME_COURSE, st.integers(1, 9))
def test_twice_as_many_sessions_are_twice_as_much(course, times):
    more = CourseCount(course.sessions * times, course.days, course.group, course.volumes, course.price)
    one, many = total_up([course]), total_up([more])

    assert [volume for _name, volume in many.volumes] == [volume * times for _name, volume in one.volumes]
