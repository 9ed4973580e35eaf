"""Rows of the tables of a campaign, a thousand cells of a page: written without a template node for each."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from audits.campaigns.board import Row
from audits.campaigns.figures import Column
from audits.campaigns.progress import Point
from organizations.unionrows import SUM

register = template.Library()
CELL = '<td class="hq-amount{}" data-label="{}">{}</td>'
# What a phone shows of each row; the total shows all.
BRIEF = {Column.TARGETS, Column.VISITED, Column.CLEAR, Column.SOLVED, Column.EXITED}
MORE = " hq-more"
DAY = (
    '<tr><th scope="row">{}</th><td class="hq-amount">{}</td><td class="hq-amount">{}</td><td class="hq-amount">{}</td>'
    '<td class="hq-amount">{}</td><td class="hq-amount">{}</td><td class="hq-amount">{}</td></tr>'
)


@register.simple_tag
def campaign_cells(row: Row) -> SafeString:
    """Write the numbers of a row, each a link to its list, and the two shares."""
    numbers = (
        (
            "" if column in BRIEF or row.label == SUM else MORE,
            column.label,
            format_html('<a href="{}">{}</a>', url, number) if url else number,
        )
        for column, number, url in row.cells
    )
    shares = (("走访率", row.figures.visited_percent), ("六清率", row.figures.clear_percent))
    told = (("", label, "—" if share is None else f"{share:.1f}%") for label, share in shares)
    return format_html_join("", CELL, [*numbers, *told])


@register.simple_tag
def campaign_days(points: Iterable[Point]) -> SafeString:
    """Write the table beside the chart, a row for each day."""
    return format_html_join(
        "",
        DAY,
        (
            (
                *(f"{point.day:%Y-%m-%d}", point.visited, f"{point.visited_percent:.1f}"),
                *(point.clear, f"{point.clear_percent:.1f}", point.solved, f"{point.gone:.1f}"),
            )
            for point in points
        ),
    )
