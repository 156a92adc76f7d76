"""Where compiled code is kept between runs, and when it may be used again.

numba asks only whether the file of a kernel's entry has changed; an edit in a module that the
kernel imports would be answered with the old code. So each folder of kept code is named after all
that the code rests on: every source of ours that the kernel imports, however indirectly, the
versions of Python, numba and NumPy, numba's settings, and the processor. One process compiles at a
time; others wait and take what it left. Where nothing can be kept safely, nothing is. Prints
nothing: whoever starts runs asks :func:`is_compiled` and tells.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import llvmlite
import numba
import numpy as np
from llvmlite import binding
from numba.core import config
from numba.core.caching import _CacheLocator

import sim
from sim.engines.sources import rests_on

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE: Final = Path(sim.__file__).resolve().parent
KERNEL: Final = PACKAGE / "engines" / "compiled"
NAMED: Final = "STORYLANES_CACHE"
"""The variable that names another folder to keep compiled code in."""
MARK: Final = "compiled"
"""A file in a folder whose code is whole; its time says when it was last used."""
OURS: Final = re.compile(r"kernel-[0-9a-f]{24}")
KEPT: Final = 6
"""Folders of other sources or versions that stay."""
SPARED: Final = 3600.0
"""Seconds for which a folder stays whatever its number: somebody may be compiling into it."""
COARSE: Final = 0.05
"""Seconds by which the clock of a file system may lag behind."""


def made_for() -> tuple[str, ...]:
    """All beside the sources that compiled code rests on."""
    processor = binding.get_host_cpu_features().flatten()
    settings = sorted(item for item in os.environ.items() if item[0].startswith("NUMBA_"))
    return (
        f"{sys.implementation.cache_tag} {platform.python_version()} {sys.flags.optimize}",
        f"numba {numba.__version__}, llvmlite {llvmlite.__version__}, numpy {np.__version__}",
        f"{binding.get_default_triple()} {binding.get_host_cpu_name()} {processor}",
        f"{settings}",
    )


@cache
def sources() -> tuple[Path, ...]:
    """Every source that the kernel rests on, by its path."""
    return tuple(rests_on(KERNEL, PACKAGE))


@cache
def key() -> str:
    """The name of the folder of this kernel on this machine."""
    digest = hashlib.sha256("\n".join(made_for()).encode())
    for path in sources():
        digest.update(f"\n{path.relative_to(PACKAGE).as_posix()} ".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"kernel-{digest.hexdigest()[:24]}"


def changed_since_loaded() -> bool:
    """Whether a source may have changed after this process took it in.

    What runs would then be the old text under the new text's name. Asked in seconds of the
    system's clock; the time at which a file's entry changed cannot be set back by a copy.
    """
    loaded = sim.LOADED_AT - COARSE
    found = [path.stat() for path in sources()]
    return any(max(one.st_mtime, one.st_ctime) > loaded for one in found)


@cache
def home() -> Path | None:
    """The first folder that is this person's own and can be written; None where there is none."""
    named = os.environ.get(NAMED)
    if named and _can_be_written(Path(named)):
        return Path(named).resolve()
    for path in usual_homes():
        if _can_be_written(path) and _is_own(path):
            return path
    return None


def usual_homes() -> Iterator[Path]:
    """Where this system keeps what can be made again, then a place that a restart clears."""
    with suppress(RuntimeError):  # nobody's home is known
        if os.name == "nt":
            local = os.environ.get("LOCALAPPDATA")
            yield Path(local or Path.home() / "AppData" / "Local") / "storylanes" / "cache"
        elif sys.platform == "darwin":
            yield Path.home() / "Library" / "Caches" / "storylanes"
        else:
            xdg = Path(os.environ.get("XDG_CACHE_HOME") or "")
            yield (xdg if xdg.is_absolute() else Path.home() / ".cache") / "storylanes"
    with suppress(OSError):
        person = os.geteuid() if hasattr(os, "geteuid") else "cache"
        yield Path(tempfile.gettempdir()) / f"storylanes-{person}"


def _can_be_written(path: Path) -> bool:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except OSError:
        return False
    return True


def _is_own(path: Path) -> bool:
    """Whether nobody else can put code there, which would be run as this person's."""
    if not hasattr(os, "geteuid"):
        return True
    found = path.stat()
    others_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return {found.st_uid, path.lstat().st_uid} == {os.geteuid()} and not others_write


@cache
def folder() -> Path | None:
    """Where this kernel's code is kept; None where it cannot be."""
    place, name = home(), key()  # read first: what changes from now on is seen
    return None if place is None or changed_since_loaded() else place / name


class Locator(_CacheLocator):  # type: ignore[misc]
    """Tells numba to keep code in :func:`folder`, whatever file the function is in."""

    def __init__(self, line: int) -> None:
        self.line = line

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> Locator:
        """The locator of one function."""
        return cls(py_func.__code__.co_firstlineno)

    def get_cache_path(self) -> str:
        """Where its code is."""
        return str(folder())

    def get_source_stamp(self) -> str:
        """What all of it rests on."""
        return key()

    def get_disambiguator(self) -> str:
        """What tells functions of one name in one file apart."""
        return str(self.line)


def kept(function: Function, **options: Any) -> Function:
    """Let numba compile a function, with the interpreter freed, and keep what comes of it.

    For what Python calls of a kernel: what is called from there is kept along with it, and is not
    to be kept by itself. ``options`` go to numba.
    """
    before = config.CACHE_LOCATOR_CLASSES
    config.CACHE_LOCATOR_CLASSES = f"{Locator.__module__}.{Locator.__qualname__}"
    try:
        made: Function = numba.njit(nogil=True, cache=folder() is not None, **options)(function)
    finally:
        config.CACHE_LOCATOR_CLASSES = before
    return made


_begun = threading.Lock()
_done: set[str] = set()
"""The kernels that this process has compiled or loaded."""


def is_compiled() -> bool:
    """Whether this kernel's code is there, so that nobody has to wait for it."""
    place = folder()
    marked = place is not None and (place / MARK).is_file()
    return bool(config.DISABLE_JIT) or marked or key() in _done


def once(compile_it: Callable[[], object]) -> None:
    """Compile a kernel, or load it where another start has; only the first call does anything.

    ``compile_it`` makes every function of the kernel compile, for the types that runs use.
    """
    with _begun:
        if key() in _done:
            return
        place = folder()
        if place is None or config.DISABLE_JIT:
            compile_it()
        else:
            _compile_into(place, compile_it)
        _done.add(key())


def _compile_into(place: Path, compile_it: Callable[[], object]) -> None:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _loaded(place, compile_it):
        return
    with alone(place / "lock"):
        try:
            compile_it()
        except OSError:  # it could not be written, but is in memory by now
            compile_it()
        if changed_since_loaded():  # a module may have been taken in after that
            _clear(place)
        elif any(place.glob("*.nbc")):
            with suppress(OSError):
                (place / MARK).touch()
                tidy(place)


def _loaded(place: Path, compile_it: Callable[[], object]) -> bool:
    """Load code that is whole; False where there is none, or none that can be read."""
    if not (place / MARK).is_file():
        return False
    try:
        compile_it()
    except Exception:  # a fault of the kernel itself comes up again
        _clear(place)
        return False
    with suppress(OSError):
        (place / MARK).touch()
    return True


def _clear(place: Path) -> None:
    for path in (place / MARK, *place.glob("*.nb[ci]")):
        with suppress(OSError):
            path.unlink()


def tidy(place: Path) -> None:
    """Leave the folders used last beside this one, and take away those of older sources."""
    others = [path for path in place.parent.iterdir() if OURS.fullmatch(path.name)]
    others = sorted((path for path in others if path != place), key=last_used, reverse=True)
    for old in others[KEPT:]:
        if time.time() - last_used(old) > SPARED:
            shutil.rmtree(old, ignore_errors=True)


def last_used(place: Path) -> float:
    """When a folder's code was last taken, in seconds of the system's clock."""
    for path in (place / MARK, place):
        with suppress(OSError):
            return path.stat().st_mtime
    return 0.0


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock file; the system frees it with its process, so a dead one holds nobody up."""
    with path.open("a+", encoding="utf-8") as handle:
        while not _locked(handle):
            time.sleep(0.1)
        yield  # closing the file gives the lock back


def _locked(handle: IO[str]) -> bool:
    """Take the lock if it is free; where the file system knows no locks, go on without."""
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as fault:
        return not (sys.platform == "win32" and isinstance(fault, PermissionError))
    return True
