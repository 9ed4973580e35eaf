"""Drawings of the brief, lines and bars without a letter: the page writes the scales beside them."""

import base64
from collections.abc import Sequence

WIDTH, HEIGHT = 1380, 330  # tenths of a millimetre on the page
RED, GREY = "#b5262b", "#bbbbbb"
BAR, GAP = 40, 26


def _uri(shapes: str, height: int) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -5 {WIDTH} {height + 10}" fill="none">{shapes}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def fall_uri(values: Sequence[int]) -> str:
    """Draw values over time from zero to the largest; "" for fewer than two or for nothing but zeros."""
    top = max(values, default=0)
    if len(values) < 2 or not top:
        return ""
    grid = "".join(f'<path d="M0 {y:.0f}H{WIDTH}" stroke="{GREY}" stroke-width="2"/>' for y in (0, HEIGHT / 2, HEIGHT))
    step = WIDTH / (len(values) - 1)
    line = "L".join(f"{at * step:.0f} {HEIGHT - value / top * HEIGHT:.0f}" for at, value in enumerate(values))
    return _uri(f'{grid}<path d="M{line}" stroke="{RED}" stroke-width="9"/>', HEIGHT)


def bar_uri(value: int, top: int) -> str:
    """Draw one bar as long as its share of the largest."""
    long = value / top * WIDTH if top else 0
    return _uri(f'<path d="M0 {BAR / 2}H{long:.0f}" stroke="{RED}" stroke-width="{BAR}"/>', BAR)
