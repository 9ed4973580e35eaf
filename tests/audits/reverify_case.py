"""The answers of a re-verification page as a browser sends them: all unchanged, unless told otherwise."""

import re

from django.test import Client
from django.urls import reverse


def page_of(client: Client, household) -> str:
    return client.get(reverse("reverify", args=[household.archive_no])).content.decode()


def answers(client: Client, household, **changed) -> dict[str, str]:
    """Read the form as it stands on the page and change some of its fields; ``__`` stands for the hyphen."""
    page = page_of(client, household)
    form = page[page.index("hq-reverify") :]
    data: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            data[name[1]] = value[1] if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        data[name] = chosen[1] if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        data[name] = inside.strip()
    return data | {name.replace("__", "-"): value for name, value in changed.items()}
