"""Versions of what the API shows (ETag), so that nobody overwrites what somebody else has saved meanwhile."""

import json
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from core.problems import Problem

NEEDED = "修改须带 If-Match 请求头，值为读取时得到的 ETag，以免覆盖他人的修改。"
CHANGED = "您读取之后，内容已被修改：请重新读取，核对后再提交。"


def fingerprint(data: Any) -> str:
    """Return the version of data: equal for equal data.

    Under the key of this system, for it goes out beside masked numbers: whoever could work it out himself would try
    the hidden digits until it fits.
    """
    text = json.dumps(data, cls=JSONEncoder, sort_keys=True, ensure_ascii=False)
    return salted_hmac("core.preconditions", text, algorithm="sha256").hexdigest()[:32]


def etag_of(version: str) -> str:
    """Write a version as the header has it."""
    return f'"{version}"'


def is_known(request: Request, version: str) -> bool:
    """Tell whether the program has this version already (If-None-Match)."""
    return etag_of(version) in _tags(request, "If-None-Match")


def check_match(request: Request, version: str, *, who: str = "") -> None:
    """Refuse an edit of what the program has not seen as it is: 428 without If-Match, 412 for another version.

    ``who`` says who changed it last. The caller holds the row, so that it stays as it was judged.
    """
    if "If-Match" not in request.headers:
        raise Problem(428, NEEDED)
    tags = _tags(request, "If-Match")
    if etag_of(version) not in tags and "*" not in tags:
        raise Problem(412, f"{who}修改过这份内容。{CHANGED}" if who else CHANGED)


def _tags(request: Request, header: str) -> list[str]:
    # A proxy that packs an answer marks its version as weak; it is still the same version.
    return [tag.removeprefix("W/") for tag in parse_etags(request.headers.get(header, ""))]
