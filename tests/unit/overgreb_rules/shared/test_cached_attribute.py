"""An attribute is computed once for each object, without a lock that a forked child could inherit held."""

from __future__ import annotations

import threading

import pytest

from overgreb_rules.shared.cached_attribute import cached_attribute


class Square:
    """A square that counts how often its area was computed."""

    def __init__(self, side: int) -> None:
        self.side = side
        self.computed = 0

    @cached_attribute
    def area(self) -> int:
        """The area."""
        self.computed += 1
        return self.side**2


def test_the_value_is_computed_on_first_access_and_kept_in_its_object():
    small, large = Square(2), Square(3)
    assert (small.area, small.area, large.area) == (4, 4, 9)
    assert (small.computed, large.computed) == (1, 1)
    assert vars(small)["area"] == 4


def test_deleting_the_value_makes_it_anew():
    square = Square(2)
    assert square.area == 4
    del square.area
    square.side = 5
    assert square.area == 25


def test_access_through_the_class_gives_the_attribute_with_its_words():
    assert isinstance(Square.area, cached_attribute)
    assert Square.area.__doc__ == "The area."


def test_every_reader_gets_the_value_that_was_kept_first():
    release = threading.Barrier(2, timeout=60)

    class Slow:
        @cached_attribute
        def value(self) -> object:
            release.wait(timeout=10)
            return object()

    slow = Slow()
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(slow.value)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] is found[1] is slow.value


def test_an_attribute_outside_a_class_is_refused():
    class Bare:
        pass

    loose = cached_attribute(id)
    with pytest.raises(TypeError, match="body of a class"):
        loose.__get__(Bare(), Bare)
