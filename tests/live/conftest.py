"""Houses that a test leaves open are closed after it."""

from collections.abc import Iterator

import pytest

from tests.live.scene import OPEN


@pytest.fixture(autouse=True)
def every_house_is_closed() -> Iterator[None]:
    """Close what `home` opened."""
    yield
    while OPEN:
        OPEN.pop().close()
