"""The progress of a campaign as a drawing: two lines over its days, black and red, the second one dashed.

No letter stands in it: the fonts of a paper are put in at the end, and the page writes the scales beside it.
"""

import base64
from collections.abc import Callable, Sequence

from audits.campaigns.progress import Point

WIDTH, HEIGHT = 1380, 400  # tenths of a millimetre on the page
RED, BLACK, GREY = "#b5262b", "#222222", "#bbbbbb"
LEAST = 2  # days; fewer make no line


def chart_uri(points: Sequence[Point]) -> str:
    """Return the drawing as the address of a picture, "" where there are too few days."""
    if len(points) < LEAST:
        return ""
    lines = "".join(f'<path d="M0 {y}H{WIDTH}" stroke="{GREY}" stroke-width="2"/>' for y in range(0, HEIGHT + 1, 100))
    visited = _line(points, lambda point: point.visited_percent, RED, "")
    clear = _line(points, lambda point: point.clear_percent, BLACK, ' stroke-dasharray="24 12"')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -5 {WIDTH} {HEIGHT + 10}" fill="none">'
        f"{lines}{clear}{visited}</svg>"
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _line(points: Sequence[Point], height: Callable[[Point], float], colour: str, dashed: str) -> str:
    first, days = points[0].day, (points[-1].day - points[0].day).days or 1
    at = ((p, (p.day - first).days / days * WIDTH) for p in points)
    path = "L".join(f"{x:.0f} {HEIGHT - height(point) / 100 * HEIGHT:.0f}" for point, x in at)
    return f'<path d="M{path}" stroke="{colour}" stroke-width="9"{dashed}/>'
