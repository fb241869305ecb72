from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedDoor(DefaultAccountAdapter):
    """Nobody signs up by themselves: staff are invited."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
