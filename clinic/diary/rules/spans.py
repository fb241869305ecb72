"""Stretches of time: `(from, until)`, aware UTC, `from` inside and `until` outside. Lists are sorted and apart."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter

Span = tuple[datetime, datetime]


def united(spans: Iterable[Span]) -> list[Span]:
    """Return `spans` sorted, with overlapping and touching ones made one and empty ones left out."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        elif start < end:
            result.append((start, end))
    return result


def common(ours: Sequence[Span], theirs: Sequence[Span]) -> list[Span]:
    """Return the time that lies in both; both must be sorted and apart."""
    result: list[Span] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start, end = max(ours[i][0], theirs[j][0]), min(ours[i][1], theirs[j][1])
        if start < end:
            result.append((start, end))
        if ours[i][1] < theirs[j][1]:
            i += 1
        else:
            j += 1
    return result


def without(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """Return the time of `spans` (sorted and apart) that no `taken` span touches, whatever order those come in."""
    result: list[Span] = []
    busy = sorted(taken, key=itemgetter(0))
    first = 0
    for start, end in spans:
        while first < len(busy) and busy[first][1] <= start:
            first += 1
        for taken_from, taken_until in busy[first:]:
            if taken_from >= end or start >= end:
                break
            if taken_from > start:
                result.append((start, taken_from))
            start = max(start, taken_until)
        if start < end:
            result.append((start, end))
    return result
