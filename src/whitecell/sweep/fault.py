"""What is wrong with what was asked of a sweep, for people."""


class SweepError(Exception):
    """A sweep that cannot be made, resumed or read; the message says what, why and how to mend it."""
