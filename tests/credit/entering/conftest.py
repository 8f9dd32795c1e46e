"""A desk in a fresh city: two offices, a firm that changed its name, and the door with its real checker."""

from tests.credit.questions.conftest import desk, door, keys_of_the_test

__all__ = ["desk", "door", "keys_of_the_test"]
