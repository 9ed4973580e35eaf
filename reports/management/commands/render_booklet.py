"""Print the 户户清表册 of one household into a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from households.models import Household
from organizations.models import User
from reports.booklet.printing import print_booklet


class Command(BaseCommand):
    help = "Print the 户户清表册 of one household; without --by its personal numbers are masked."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive number, the file to write, and for whom."""
        parser.add_argument("archive_no", metavar="ARCHIVE_NO")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--by", metavar="USER", help="account in whose scope, and with whose rights, it is printed")

    def handle(self, *, archive_no: str, out: Path, by: str | None, **options: object) -> None:
        """Write the file; leaves a line in the access log."""
        user = self._user(by) if by else None
        households = Household.objects.visible_to(user) if user else Household.objects.all()
        household = households.filter(archive_no=archive_no).first()
        if household is None:
            place = f"，或不在 {by} 的管辖范围内" if by else ""
            raise CommandError(f"没有档案 {archive_no}{place}。")
        try:
            out.write_bytes(print_booklet(household, by=user))
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{out}")

    def _user(self, username: str) -> User:
        try:
            return User.objects.get(username=username, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"没有账号 {username}，或已停用。") from error
