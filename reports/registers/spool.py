"""Rows kept in a temporary file while a register is made, so that memory does not grow with them."""

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from reports.registers.data import Band, Kind, Register, Row, Sums
from reports.registers.layout import written

CHUNK = 500
Item = TypeVar("Item")


class Spool(Generic[Item]):
    """Things in their order, written once and read as often as wanted; the file has no name and ends with it."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile(prefix="register-")  # noqa: SIM115 -- lives as long as the spool
        self.starts: list[int] = []
        self._kept: list[Item] = []

    def add(self, item: Item) -> None:
        """Put one thing behind the others."""
        self._kept.append(item)
        if len(self._kept) == CHUNK:
            self._flush()

    def _flush(self) -> None:
        self.starts.append(self.file.tell())
        pickle.dump(self._kept, self.file, pickle.HIGHEST_PROTOCOL)
        self._kept = []

    def __iter__(self) -> Iterator[Item]:
        if self._kept:
            self._flush()
        for start in self.starts:
            self.file.seek(start)
            # Our own file, which nobody else can open.
            yield from pickle.load(self.file)  # noqa: S301

    def __enter__(self) -> "Spool[Item]":
        return self

    def __exit__(self, *_raised: object) -> None:
        self.file.close()


class Counter:
    """Adds up what passes by: how many rows there are, and what their summed columns come to."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.count = 0
        self.sums: Sums = register.added(())

    def passing(self, items: Iterable[Row | Band]) -> Iterator[Row | Band]:
        """Yield the same items, counting them."""
        summed = self.register.summed
        for item in items:
            if not isinstance(item, Band):
                self.count += 1
                for index in summed:
                    if (amount := item[index]) is not None:
                        self.sums[index] += amount  # type: ignore[operator]
            yield item


class Gathered:
    """The rows of a register put into a spool, with their count, their sums and all characters they are written in."""

    def __init__(self, register: Register, spool: Spool[Row | Band], *, step: Callable[[int], None]) -> None:
        self.spool = spool
        self.characters: set[str] = set()
        self.band_characters: set[str] = set()
        counter = Counter(register)
        kinds = [column.kind for column in register.columns]
        passing, texts = counter.passing(register.rows), set[str]()
        while chunk := list(islice(passing, CHUNK)):
            for item in chunk:
                self.spool.add(item)
                if isinstance(item, Band):
                    self.band_characters.update(item.words)
                    texts.update(_written(item.sums or {}, kinds))
                else:
                    texts.update(map(written, item, kinds))
            self.characters.update(*texts)
            texts.clear()
            step(len(chunk))
        self.count, self.sums = counter.count, counter.sums


def _written(sums: Sums, kinds: list[Kind]) -> list[str]:
    return [written(amount, kinds[index]) for index, amount in sums.items()]
