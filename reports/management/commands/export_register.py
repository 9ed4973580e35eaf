"""Write a register into a file, as a person of an office would export it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from organizations.enums import AccessVerb
from organizations.models import User
from reports.catalogue import KINDS, kind_of
from reports.catalogue.query import Query
from reports.catalogue.writing import FORMATS, PDF, record_written, write


class Command(BaseCommand):
    help = "Write a register into a file, in the scope and with the rights of an account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the register, the form, where, for whom, and what it is narrowed to."""
        known = "、".join(f"{kind.name} {kind.title}" for kind in KINDS.values())
        parser.add_argument("name", metavar="NAME", help=known)
        parser.add_argument("--format", choices=list(FORMATS), default=PDF)
        parser.add_argument("--union", default="", metavar="CODE", help="below this union; else the account's highest")
        parser.add_argument("--by", required=True, metavar="USER", help="account in whose scope it is made")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help="also order=, group=, …")
        parser.add_argument("--as-of", default="", metavar="DATE", help="as it was at the end of a past day")

    def handle(self, *, name: str, format: str, by: str, out: Path, **options: object) -> None:
        """Write the file and say how many rows it has; leaves lines in the access log."""
        try:
            query = Query.of(kind_of(name), self._user(by), self._params(options))
            written = write(query, format, out)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"{out} 写不了：{error.strerror}。") from error
        verb = AccessVerb.PRINT if format == PDF else AccessVerb.EXPORT
        record_written(query, written, by=query.user, verb=verb)
        pages = f"，{written.pages} 页" if written.pages else ""
        self.stdout.write(f"{out}：{written.title}，{written.rows:,} 行{pages}")

    def _params(self, options: dict) -> dict[str, str]:
        asked = {"union": options["union"], "as_of": options["as_of"]}
        for words in options["filter"]:
            key, sign, value = words.partition("=")
            if not sign:
                raise CommandError(f"--filter 应写成 名称=值，不是“{words}”。")
            asked[key] = value
        return asked

    def _user(self, username: str) -> User:
        try:
            return User.objects.get(username=username, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"没有账号 {username}，或已停用。") from error
