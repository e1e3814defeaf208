"""Numbers and offsets as people write them."""

import re

MINUS = "−"
OFFSET = re.compile(r"(?:UTC|GMT)?([+\-−])0?(\d{1,2}):?(\d\d)")


def number(value: float) -> str:
    """A number as somebody would write it: at most three decimals or four digits, no trailing zeros."""
    if value == int(value) and abs(value) < 1e9:
        text = str(int(value))
    elif 0.001 <= abs(value) < 1e9:
        text = f"{value:.{max(0, 4 - len(str(int(abs(value)))))}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:.3g}"
    return text.replace("-", MINUS)


def offset(zone: str) -> str:
    """The name of a time zone; one that is only an offset is written short: `UTC+2`, `UTC+5:30`, `UTC`."""
    found = OFFSET.fullmatch(zone)
    if found is None:
        return zone
    sign, hours, minutes = found.groups()
    if not int(hours) and not int(minutes):
        return "UTC"
    return f"UTC{'+' if sign == '+' else MINUS}{int(hours)}" + (f":{minutes}" if int(minutes) else "")
