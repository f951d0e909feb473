"""What a person typed does not steer the terminal that shows it."""

import pytest

from mtl_core.wording import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "\ufffd[2Jgone"),
        ("\x9b31mred", "\ufffd31mred"),
        ("back\rover", "back\ufffdover"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("naïve 学 22\u00a0750 👩‍🔬", "naïve 学 22\u00a0750 👩‍🔬"),
    ],
)
def test_only_what_steers_is_replaced(text: str, shown: str) -> None:
    assert printable(text) == shown
