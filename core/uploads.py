"""How much a stranger may send: who is not logged in cannot fill the disk with what no form would take."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LIMIT = 12 * 1024 * 1024  # one paper of 10 MB, with what surrounds it


class StrangersLimit(FileUploadHandler):
    """Refuses (400) the upload of somebody without a login before a byte of it is written; others pass."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:
        """Judge the length that the request announces; the server reads no further than that."""
        user = getattr(self.request, "user", None)
        if content_length > LIMIT and not getattr(user, "is_authenticated", False):
            raise RequestDataTooBig("upload of a stranger")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand each piece on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
