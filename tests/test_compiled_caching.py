"""Compiled code that is kept: never for other sources than its own, never by two at once.

Each test has a package of its own: the real ``caching.py`` beside a small kernel that calls a
function in another module. Processes of their own run it and print what the kernel says, and
whether its code was there.
"""

import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("numba")

from sim.engines.compiled import caching

ROOT = Path(__file__).resolve().parents[1]
REAL = ("__init__.py", "engines/__init__.py", "engines/sources.py", "engines/compiled/caching.py")
PART = "def of(number):\n    return number + {0}\n"
KERNEL = """
from numba.extending import register_jitable
from sim.engines.compiled.caching import kept
from sim.{folder} import of

said = register_jitable(of)


@kept
def go(number):
    return said(number)
"""
SAYS = """
import sys
import numba
{before}
from sim.engines.compiled import caching
from sim.engines.compiled.kernel import go

was = caching.is_compiled()
caching.once(lambda: go(0))
print(go(1), was, caching.is_compiled(), caching.folder())
"""


class Checkout:
    """A package with a kernel, and a place where its code may be kept."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache
        for name in REAL:
            (folder / "sim" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "sim" / name, folder / "sim" / name)
        self.write("engines/compiled/kernel.py", KERNEL.format(folder="draws.part"))
        self.write("draws/part.py", PART.format(10))

    def write(self, name: str, text: str) -> None:
        path = self.folder / "sim" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def start(self, before: str = "", **variables: str) -> "subprocess.Popen[str]":
        environment = {**os.environ, "STORYLANES_CACHE": str(self.cache), **variables}
        environment["PYTHONPATH"] = str(self.folder)
        return subprocess.Popen(
            [sys.executable, "-c", SAYS.format(before=before)],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def says(self, before: str = "", **variables: str) -> list[str]:
        """What the kernel made of 1, whether its code was there, whether it is now, and where."""
        out, err = self.start(before, **variables).communicate(timeout=120)
        assert err == ""
        return out.split(maxsplit=3)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout", tmp_path / "cache")


@pytest.mark.behaviour
def test_code_is_compiled_once_and_an_edit_in_an_imported_module_is_never_answered_from_it(
    checkout: Checkout,
) -> None:
    first = checkout.says()
    assert first[:3] == ["11", "False", "True"]
    again = checkout.says()
    assert again == ["11", "True", "True", first[3]]

    checkout.write("draws/part.py", PART.format(20))
    edited = checkout.says()
    assert edited[:3] == ["21", "False", "True"]
    assert edited[3] != first[3]

    checkout.write("draws/part.py", PART.format(10))
    assert checkout.says() == again  # what was kept for the first text still stands for it


@pytest.mark.behaviour
def test_edit_two_imports_away_is_seen(checkout: Checkout) -> None:
    checkout.write("draws/part.py", "from sim.draws.depth import DEPTH\n" + PART.format("DEPTH"))
    checkout.write("draws/depth.py", "DEPTH = 5\n")
    assert checkout.says()[0] == "6"
    checkout.write("draws/depth.py", "DEPTH = 7\n")
    assert checkout.says()[:2] == ["8", "False"]


@pytest.mark.behaviour
def test_source_that_changes_while_a_process_runs_keeps_nothing(checkout: Checkout) -> None:
    loads_then_edits = (
        "import sim.draws.part\n"
        "from pathlib import Path\n"
        "path = Path(sim.draws.part.__file__)\n"
        "path.write_text(path.read_text().replace('10', '20'))\n"
    )
    assert checkout.says(loads_then_edits)[0] == "11"  # what it had taken in before
    assert not list(checkout.cache.glob("kernel-*"))
    assert checkout.says()[:2] == ["21", "False"]


@pytest.mark.behaviour
def test_same_sources_in_another_folder_share_what_was_compiled(
    checkout: Checkout, tmp_path: Path
) -> None:
    first = checkout.says()
    other = Checkout(tmp_path / "another checkout", checkout.cache)
    assert other.says() == ["11", "True", "True", first[3]]


@pytest.mark.behaviour
def test_two_processes_that_compile_at_once_both_get_the_code(checkout: Checkout) -> None:
    both = [checkout.start(), checkout.start()]
    ended = [process.communicate(timeout=120) for process in both]
    assert [err for _, err in ended] == ["", ""]
    assert [out.split()[0] for out, _ in ended] == ["11", "11"]
    assert checkout.says()[:2] == ["11", "True"]
    assert len(list(checkout.cache.glob("kernel-*/*.nbc"))) == 1


@pytest.mark.behaviour
def test_kept_code_that_cannot_be_read_is_made_anew(checkout: Checkout) -> None:
    place = Path(checkout.says()[3].strip())
    for path in place.glob("*.nb[ci]"):
        path.write_bytes(b"not what numba wrote")
    assert checkout.says()[0] == "11"
    assert checkout.says()[:2] == ["11", "True"]


@pytest.mark.behaviour
@pytest.mark.skipif(os.name == "nt", reason="a folder of a file is refused in another way there")
def test_where_nothing_can_be_written_everything_works_and_nothing_is_kept(
    checkout: Checkout, tmp_path: Path
) -> None:
    file = tmp_path / "a file"
    file.touch()
    nowhere = str(file / "no folder")
    variables = {"STORYLANES_CACHE": nowhere, "XDG_CACHE_HOME": nowhere}
    no_temporary = "import tempfile\ntempfile.tempdir = " + repr(nowhere)
    assert checkout.says(no_temporary, **variables) == ["11", "False", "True", "None\n"]


@pytest.mark.behaviour
def test_uncompiled_kernel_runs_and_keeps_nothing(checkout: Checkout) -> None:
    assert checkout.says(NUMBA_DISABLE_JIT="1")[:3] == ["11", "True", "True"]
    assert not list(checkout.cache.glob("kernel-*"))


@pytest.mark.unit
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("numba.__version__", "0.1"),
        ("llvmlite.__version__", "0.1"),
        ("np.__version__", "0.1"),
        ("platform.python_version", lambda: "3.0"),
        ("binding.get_host_cpu_name", lambda: "another"),
    ],
)
def test_other_versions_and_other_processors_have_code_of_their_own(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    before = caching.made_for()
    monkeypatch.setattr(f"{caching.__name__}.{name}", value)
    assert caching.made_for() != before


@pytest.mark.unit
def test_old_folders_go_and_those_used_last_stay(tmp_path: Path) -> None:
    now = time.time()
    folders = [tmp_path / f"kernel-{number:024x}" for number in range(caching.KEPT + 3)]
    for age, folder in enumerate(folders):
        folder.mkdir()
        (folder / caching.MARK).touch()
        os.utime(folder / caching.MARK, (now, now - caching.SPARED * (age + 0.5)))
    (tmp_path / "somebody else's").mkdir()
    caching.tidy(folders[-1])
    kept = {path.name for path in tmp_path.iterdir()}
    stay = [*folders[: caching.KEPT], folders[-1]]
    assert kept == {folder.name for folder in stay} | {"somebody else's"}


@pytest.mark.unit
def test_folder_into_which_somebody_may_be_compiling_stays(tmp_path: Path) -> None:
    folders = [tmp_path / f"kernel-{number:024x}" for number in range(caching.KEPT + 3)]
    for folder in folders:
        folder.mkdir()
    caching.tidy(folders[0])
    assert all(folder.is_dir() for folder in folders)


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let a test ask for the home of kept code as a new process would."""
    caching.home.cache_clear()
    monkeypatch.delenv("STORYLANES_CACHE", raising=False)
    yield monkeypatch
    caching.home.cache_clear()


@pytest.mark.unit
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="they have other habits")
def test_code_is_kept_where_the_person_says_then_where_the_system_does(
    afresh: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    afresh.setenv("HOME", str(tmp_path / "home"))
    afresh.delenv("XDG_CACHE_HOME", raising=False)
    assert caching.home() == tmp_path / "home" / ".cache" / "storylanes"
    caching.home.cache_clear()
    afresh.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert caching.home() == tmp_path / "xdg" / "storylanes"
    assert stat.S_IMODE((tmp_path / "xdg" / "storylanes").stat().st_mode) == 0o700
    caching.home.cache_clear()
    afresh.setenv("STORYLANES_CACHE", str(tmp_path / "named"))
    assert caching.home() == tmp_path / "named"


@pytest.mark.unit
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="they have other habits")
def test_home_that_cannot_be_written_or_that_others_can_write_is_passed_over(
    afresh: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    afresh.setattr("tempfile.tempdir", str(temporary))
    (tmp_path / "file").touch()
    afresh.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert caching.home() == temporary / f"storylanes-{os.geteuid()}"

    caching.home.cache_clear()
    (temporary / f"storylanes-{os.geteuid()}").chmod(0o777)
    assert caching.home() is None


# --- compiling, in this process, with stand-ins for what numba does ---------------------------


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where code is kept, in a process that has compiled nothing yet."""
    place = tmp_path / f"kernel-{0:024x}"
    monkeypatch.setattr(caching, "folder", lambda: place)
    monkeypatch.setattr(caching, "_done", set())
    monkeypatch.setattr(caching, "changed_since_loaded", lambda: False)
    return place


def leaves_code(place: Path) -> None:
    (place / "go.1.nbc").touch()


@pytest.mark.unit
def test_kernel_is_compiled_once_in_a_process(place: Path) -> None:
    calls: list[int] = []
    for _ in range(2):
        caching.once(lambda: (calls.append(1), leaves_code(place)))
    assert calls == [1]
    assert caching.is_compiled() and (place / caching.MARK).is_file()


@pytest.mark.unit
def test_code_that_numba_did_not_keep_is_not_said_to_be_there(place: Path) -> None:
    assert not caching.is_compiled()
    caching.once(lambda: None)
    assert caching.is_compiled()  # in this process
    assert not (place / caching.MARK).exists()  # in the next


@pytest.mark.unit
def test_code_compiled_while_a_source_changed_is_taken_away_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "changed_since_loaded", lambda: True)
    caching.once(lambda: leaves_code(place))
    assert not list(place.glob("*.nbc")) and not (place / caching.MARK).exists()


@pytest.mark.unit
def test_disk_that_is_full_costs_the_next_start_a_minute_and_nothing_else(place: Path) -> None:
    calls: list[int] = []

    def cannot_be_written() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, "no space left")

    caching.once(cannot_be_written)
    assert calls == [1, 1]


@pytest.mark.unit
def test_fault_of_the_kernel_comes_up_whether_code_was_kept_or_not(place: Path) -> None:
    def fails() -> None:
        raise TypeError("numba cannot type this")

    with pytest.raises(TypeError):
        caching.once(fails)
    leaves_code(place)
    (place / caching.MARK).touch()
    with pytest.raises(TypeError):
        caching.once(fails)
    assert not caching.is_compiled()


@pytest.mark.unit
def test_one_compiles_while_the_other_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()
    monkeypatch.setattr(caching, "time", SimpleNamespace(sleep=lambda _: waits.set()))
    order: list[str] = []

    def second() -> None:
        with caching.alone(tmp_path / "lock"):
            order.append("second")

    with ThreadPoolExecutor(1) as starts:
        with caching.alone(tmp_path / "lock"):
            other = starts.submit(second)
            assert waits.wait(20), "the second did not wait for the first"
            order.append("first")
        other.result(20)
    assert order == ["first", "second"]


@pytest.mark.unit
@pytest.mark.skipif(os.name == "nt", reason="locks as POSIX knows them")
def test_file_system_without_locks_compiles_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with caching.alone(tmp_path / "lock"):
        pass
