"""Settings of the web server that hold everywhere; what differs by machine stands on the command line."""

from typing import Any

from gunicorn.glogging import Logger

# Who complains without a name leaves no address anywhere, nor by the pictures and styles of the page.
UNLOGGED = ("/voice/", "/static/")

# Neither query nor referer: somebody may have searched for a whole identity number.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'


def is_logged(path: str) -> bool:
    """Tell whether a request for a path is written into the access log."""
    return not path.startswith(UNLOGGED)


class logger_class(Logger):  # noqa: N801 -- the name that gunicorn looks for
    """Writes the access log, without the pages of grievances and static files."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write one line, unless the path is one of those."""
        if is_logged(environ["PATH_INFO"]):
            super().access(resp, req, environ, request_time)
