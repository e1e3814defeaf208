"""Small pictures made here, as SVG that the style sheet colours: gauges and lines. Each says in words what it shows."""

from collections.abc import Sequence

from markupsafe import Markup

WIDE, HIGH = 120, 24


def gauge(value: float, low: float, high: float, label: str) -> Markup:
    """Where a value stands in its range."""
    share = 0.0 if high <= low else min(1.0, max(0.0, (value - low) / (high - low)))
    return Markup(
        '<svg class="gauge" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="trough" width="100" height="8"/><rect class="filled" width="{}" height="8"/></svg>'
    ).format(label, f"{share * 100:.1f}")


def spark(points: Sequence[tuple[float, float]], low: float, high: float, label: str) -> Markup:
    """A value over game time as steps: it holds until it changes."""
    if not points:
        return Markup("")
    first, last = points[0][0], points[-1][0]
    length, span = (last - first) or 1.0, (high - low) or 1.0

    def at(when: float, value: float) -> tuple[str, str]:
        x = 2 + (when - first) / length * (WIDE - 6)
        y = HIGH - 3 - min(1.0, max(0.0, (value - low) / span)) * (HIGH - 6)
        return f"{x:.1f}", f"{y:.1f}"

    x, y = at(*points[0])
    path = f"M{x} {y}"
    for point in points[1:]:
        x, y = at(*point)
        path += f"H{x}V{y}"
    return Markup(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/>'
        '<circle cx="{}" cy="{}" r="2"/></svg>'
    ).format(WIDE, HIGH, label, path, x, y)
