"""People who do not exist: their names, numbers and dates, drawn from one seed."""

import datetime
import random
from dataclasses import dataclass, field

from stdnum import luhn

from core.identity import complete_identity_no

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红春梅文辉建国志海燕云秀琴凤福东佳雨轩涵浩子思然金"

PEOPLE_OF_A_HOUSEHOLD = 6  # places kept for each household in the numbering of its division
SEQUENCES = 500  # of each sex on one day of birth
DAYS = 12 * 28
MOST_PEOPLE = SEQUENCES * DAYS


@dataclass
class People:
    """Makes people up, one after another, from one seed."""

    rng: random.Random
    seen: set[str] = field(default_factory=set)

    def day(self, first: int, last: int) -> datetime.date:
        """Return a day of the years from first to last."""
        return datetime.date(self.rng.randint(first, last), self.rng.randint(1, 12), self.rng.randint(1, 28))

    def name(self, surnames: str = SURNAMES) -> str:
        """Return a name of two or three characters."""
        return self.rng.choice(surnames) + "".join(self.rng.choices(GIVEN, k=self.rng.randint(1, 2)))

    def identity_no(self, county: str, birth: datetime.date) -> str:
        """Return a number that passes its check digit and was not given before."""
        while (number := complete_identity_no(f"{county}{birth:%Y%m%d}{self.rng.randint(0, 999):03d}")) in self.seen:
            pass
        self.seen.add(number)
        return number

    def phone(self) -> str:
        """Return a number of a range that nobody has."""
        return f"154{self.rng.randint(0, 99_999_999):08d}"

    def card(self) -> str:
        """Return a card number that passes Luhn."""
        body = f"6228{self.rng.randint(0, 10**14 - 1):014d}"
        return body + luhn.calc_check_digit(body)


def numbered_identity_no(division: str, place: int, *, year: int, male: bool) -> str:
    """Return the number of the person at a place of a division's numbering, which no two places share.

    The address is a code that no county has, so that the number belongs to nobody, now or ever. Day of birth and
    sequence together tell the place; the day jumps about, as birthdays do. Raises ValueError when a division is full.
    """
    if place >= MOST_PEOPLE:
        raise ValueError(f"no identity numbers left in {division}")
    sequence = place % SEQUENCES
    month, day = divmod((place // SEQUENCES + 97 * sequence) % DAYS, 28)
    address = f"{division[:4]}{(int(division[4:]) + 50) % 100:02d}"
    return complete_identity_no(f"{address}{year}{month + 1:02d}{day + 1:02d}{sequence * 2 + male:03d}")
