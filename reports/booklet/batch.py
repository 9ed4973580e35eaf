"""Setting many booklets on all cores, and writing them as one PDF, as volumes, or each as a file of its own."""

import gc
import multiprocessing
import os
import threading
import zipfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reports.booklet.data import Booklet
from reports.booklet.merge import Assembly, Stamp, faces_of, finished
from reports.booklet.render import css, render_xml
from reports.booklet.store import fetch, keep
from reports.booklet.typeset import Body, typeset

# So few are set sooner than helper processes have started.
FEW = 3
# How far the reading runs ahead of the setting.
WINDOW = 12
# A longer file needs more memory than an office's server has (1.2 MB a booklet), and no printer takes it.
VOLUME = 300

Submit = Callable[[str, str, str], Future[Body]]


@dataclass(frozen=True)
class Leaf:
    """One booklet that is ready to be bound."""

    archive_no: str
    name: str
    body: Body


def leaves_of(booklets: Iterable[Booklet], *, count: int) -> Generator[Leaf, None, None]:
    """Yield the booklets in their order as they become ready; those that were printed before need no setting."""
    with helpers(count) as submit:
        waiting: deque[tuple[Booklet, Body | Future[Body]]] = deque()
        for booklet in booklets:
            kept = fetch(booklet)
            waiting.append((booklet, kept or submit(render_xml(booklet), css(), booklet.archive.archive_no)))
            if len(waiting) >= WINDOW:
                yield _leaf(*waiting.popleft())
        while waiting:
            yield _leaf(*waiting.popleft())


def _leaf(booklet: Booklet, body: Body | Future[Body]) -> Leaf:
    if isinstance(body, Future):
        body = body.result()
        keep(booklet, body)
    return Leaf(booklet.archive.archive_no, booklet.worker.name, body)


@contextmanager
def helpers(count: int) -> Iterator[Submit]:
    """Give a way to have forms set: by one helper process per core, or right here when there are only a few.

    The helpers are started afresh, not forked: they share neither database connections nor locks with this process,
    and start only when the first form is really to be set.
    """
    if count <= FEW:
        yield _set_here
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(os.cpu_count() or 1, count), mp_context=context, initializer=_begin)
    try:
        yield lambda xml, css, name: pool.submit(typeset, xml, css, name)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _set_here(xml: str, css: str, name: str) -> Future[Body]:
    done: Future[Body] = Future()
    done.set_result(typeset(xml, css, name))
    return done


def _begin() -> None:
    """Begin a helper: what is loaded stays loaded, and it ends when the worker that started it is gone."""
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def bind(leaves: list[Leaf], stamp: Stamp, target: Path) -> None:
    """Write booklets as one PDF, in which fonts stand once."""
    assembly = Assembly(faces_of(leaf.body.faces for leaf in leaves), stamp, css())
    for leaf in leaves:
        assembly.append(leaf.body, leaf.archive_no)
    assembly.save(target)


def bind_volumes(leaves: list[Leaf], stamp: Stamp, target: Path, *, size: int = VOLUME) -> None:
    """Write booklets as volumes of at most ``size`` households, in one ZIP."""
    with zipfile.ZipFile(target, "w") as archive:
        for number, start in enumerate(range(0, len(leaves), size), start=1):
            volume = target.with_suffix(".volume")
            bind(leaves[start : start + size], stamp, volume)
            archive.write(volume, f"户户清表册-第{number}册.pdf")
            volume.unlink()


def bind_singly(leaves: Iterable[Leaf], stamp: Stamp, target: Path) -> None:
    """Write each booklet as a PDF of its own, in one ZIP."""
    with zipfile.ZipFile(target, "w") as archive:
        for leaf in leaves:
            title = f"户户清表册 {leaf.archive_no} {leaf.name}"
            pdf = finished(leaf.body, leaf.archive_no, Stamp(title, stamp.foot), css())
            archive.writestr(f"{leaf.archive_no}-{leaf.name}.pdf", pdf)
