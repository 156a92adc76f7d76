"""The door, `run.py`: that it sets itself up once, uses nothing half-made, and hands over cleanly.

Each test has a checkout of its own: a copy of run.py with small locks and a stand-in for
`sim.cli`. No test asks a network for anything; what would be run is written down instead.
"""

import ast
import errno
import importlib.util
import json
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
import venv
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
FAKE_LOCK = "no-such-package-{0}==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
HAND_OVER = "the command itself"

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX knows them")


class Machine:
    """Stands in for running set-up commands: writes them down and leaves behind what they would."""

    def __init__(self, door: ModuleType) -> None:
        self.door = door
        self.commands: list[list[str]] = []
        self.fails_on = "nothing"
        self.meanwhile = lambda: None

    def run(self, command: list[str]) -> tuple[int, str]:
        self.commands.append(command)
        self.meanwhile()
        if any(word.endswith(self.fails_on) for word in command):
            return 1, "ERROR: it did not work"
        if "venv" in command:
            python = self.door.venv_python()
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0, ""

    def made(self) -> list[str]:
        """Say in short what was asked for: `venv`, or the locks that pip was given."""
        return [
            "venv" if "venv" in command else " ".join(re.findall(r"(\w+)\.lock", " ".join(command)))
            for command in self.commands
        ]


def load(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("door_under_test", folder / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "requirements").mkdir(parents=True)
    (folder / "sim").mkdir()
    (folder / "sim" / "__init__.py").touch()
    shutil.copy(ROOT / "run.py", folder)
    for lock in ("run", "test"):
        (folder / "requirements" / f"{lock}.lock").write_text(FAKE_LOCK.format(lock))
    return folder


@pytest.fixture
def door(checkout: Path) -> ModuleType:
    return load(checkout)


@pytest.fixture
def machine(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(door)
    monkeypatch.setattr(door, "run_quietly", machine.run)
    monkeypatch.setattr(door, "run_in_venv", lambda arguments: print(HAND_OVER, *arguments) or 0)
    return machine


# --- what run.py is made of -------------------------------------------------------------------


@pytest.mark.unit
@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 18), (3, 10, 99)])
def test_older_python_is_told_which_one_it_needs(door, version):
    with pytest.raises(door.Stop) as stop:
        door.check_python(version)
    assert stop.value.code == 2
    assert "needs Python 3.11 or newer" in str(stop.value)
    assert ".".join(map(str, version)) in str(stop.value)


@pytest.mark.unit
@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2), (4, 0, 0)])
def test_python_3_11_and_newer_may_enter(door, version):
    door.check_python(version)


@pytest.mark.unit
def test_python_too_old_ends_with_exit_code_2_before_anything_is_set_up(
    door, machine, monkeypatch, capsys
):
    monkeypatch.setattr(door, "OLDEST_PYTHON", (99, 0))
    assert door.main([]) == 2
    assert "needs Python 99.0 or newer" in capsys.readouterr().err
    assert machine.commands == []


@pytest.mark.unit
def test_door_parses_on_python_3_8():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.unit
def test_door_imports_only_the_standard_library_until_it_hands_over():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    names += [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names == {"sim"}
    top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    assert "sim.cli" not in [getattr(node, "module", None) for node in top]


@pytest.mark.unit
def test_worker_that_imports_the_door_again_starts_nothing(checkout):
    runpy.run_path(str(checkout / "run.py"), run_name="__mp_main__")
    assert not (checkout / ".venv").exists()


# --- which environment ------------------------------------------------------------------------


@pytest.mark.cli
def test_environment_that_has_every_pinned_package_is_used_as_it_is(checkout, door, machine):
    lock = f"pytest=={metadata.version('pytest')} \\\n    --hash=sha256:00\n    # via x\n"
    (checkout / "requirements" / "run.lock").write_text(lock)
    (checkout / "sim" / "cli.py").write_text("def main(argv=None): return 40 + len(argv)\n")
    ended = subprocess.run([sys.executable, checkout / "run.py", "list", "--json"], check=False)
    assert ended.returncode == 42
    assert door.fits_here(["run", "fast"])
    assert not (checkout / ".venv").exists()


@pytest.mark.unit
@pytest.mark.parametrize(
    ("pin", "fits"),
    [
        ("pytest==0.0.1", False),
        ("no-such-package==1.0", False),
        ("no-such-package==1.0 ; sys_platform == 'win32'", True),
        ("no-such-package[extra]==1.0", False),
    ],
)
def test_environment_fits_only_at_the_pinned_versions(checkout, door, pin, fits):
    good = f"pluggy=={metadata.version('pluggy')} \\\n    --hash=sha256:00\n"
    (checkout / "requirements" / "run.lock").write_text(f"{good}{pin} \\\n    --hash=sha256:00\n")
    assert door.fits_here(["run"]) is fits


@pytest.mark.unit
def test_python_of_a_finished_venv_trusts_its_stamp_and_never_calls_itself_again(
    door, machine, monkeypatch
):
    door.set_up(["run"])
    monkeypatch.setattr(sys, "prefix", str(door.VENV))
    assert door.fits_here(["run"])
    assert not door.fits_here(["run", "test"])


# --- setting up -------------------------------------------------------------------------------


@pytest.mark.unit
def test_first_start_sets_up_and_the_second_asks_pip_nothing(door, machine, capsys):
    assert door.main(["list"]) == 0
    assert machine.made() == ["venv", "run"]
    first = capsys.readouterr()
    assert "setting itself up" in first.err
    assert first.out == f"{HAND_OVER} list\n"  # stdout is left to the command

    machine.commands.clear()
    assert door.main(["list"]) == 0
    assert machine.commands == []
    assert capsys.readouterr().err == ""


@pytest.mark.unit
def test_finished_venv_needs_neither_ensurepip_nor_the_lock(door, machine, monkeypatch):
    door.set_up(["run"])
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(door, "LOCK_FILE", door.HERE / "no such folder" / "lock")
    assert door.main([]) == 0


@pytest.mark.unit
@pytest.mark.parametrize(
    ("part", "name"),
    [("home", "python"), ("home", "platform"), ("home", "folder"), ("locks", "run")],
)
def test_venv_made_for_something_else_is_made_anew(door, machine, part, name):
    door.set_up(["run"])
    stamp = json.loads(door.STAMP.read_text())
    stamp[part][name] = "something else"
    door.STAMP.write_text(json.dumps(stamp))
    machine.commands.clear()

    door.set_up(["run"])
    assert machine.made() == ["venv", "run"]
    assert door.still_to_install(["run"]) == []


@pytest.mark.unit
def test_venv_knows_another_python_and_another_platform(door, machine, monkeypatch):
    door.set_up(["run"])
    with monkeypatch.context() as other:
        other.setattr(sys, "base_prefix", "another Python")
        assert door.still_to_install(["run"]) == ["run"]
    with monkeypatch.context() as other:
        other.setattr(door, "sysconfig", SimpleNamespace(get_platform=lambda: "another platform"))
        assert door.still_to_install(["run"]) == ["run"]
    assert door.still_to_install(["run"]) == []


@pytest.mark.unit
def test_changed_lock_makes_the_venv_anew(checkout, door, machine):
    door.set_up(["run", "test"])
    (checkout / "requirements" / "run.lock").write_text(FAKE_LOCK.format("newer"))
    assert door.still_to_install(["run", "test"]) == ["run", "test"]


@pytest.mark.unit
def test_moved_checkout_makes_its_venv_anew(checkout, door, machine):
    door.set_up(["run"])
    moved = load(checkout.rename(checkout.with_name("moved")))
    assert moved.venv_python().exists()
    assert moved.still_to_install(["run"]) == ["run"]


@posix_only
@pytest.mark.unit
def test_venv_that_is_a_link_is_left_as_it_is_where_it_leads(checkout, door, machine, tmp_path):
    others = tmp_path / "another checkout" / ".venv"
    others.mkdir(parents=True)
    (others / door.STAMP.name).write_text("{}")
    door.VENV.symlink_to(others, target_is_directory=True)
    door.set_up(["run"])
    assert machine.made() == ["venv", "run"]
    assert not door.VENV.is_symlink()
    assert [path.name for path in others.iterdir()] == [door.STAMP.name]


@pytest.mark.unit
def test_venv_whose_python_is_gone_is_made_anew(door, machine):
    door.set_up(["run"])
    door.venv_python().unlink()
    assert door.still_to_install(["run"]) == ["run"]


@pytest.mark.unit
@pytest.mark.parametrize("stamp", [None, "", "{", "[]", '{"home": {}}', '{"home": 1, "locks": 2}'])
def test_venv_without_a_whole_stamp_is_not_taken_as_good(door, machine, stamp):
    door.set_up(["run"])
    door.STAMP.unlink()
    if stamp is not None:
        door.STAMP.write_text(stamp)
    machine.commands.clear()
    door.set_up(["run"])
    assert machine.made() == ["venv", "run"]


@pytest.mark.unit
def test_failing_pip_says_what_to_do_and_leaves_nothing_that_counts_as_good(door, machine, capsys):
    machine.fails_on = "pip"
    assert door.main([]) == 1
    said = capsys.readouterr()
    assert "ERROR: it did not work" in said.err
    assert "network" in said.err
    assert "pip download" in said.err
    assert "folder wheels" in said.err
    assert HAND_OVER not in said.out
    assert not door.STAMP.exists()

    machine.fails_on = "nothing"
    machine.commands.clear()
    assert door.main([]) == 0
    assert machine.made() == ["venv", "run"]


@pytest.mark.unit
def test_venv_being_remade_does_not_count_as_good_when_that_fails(door, machine):
    door.set_up(["run"])
    stamp = door.STAMP.read_text()
    door.STAMP.write_text(stamp.replace(str(door.HERE).replace("\\", "\\\\"), "elsewhere"))
    machine.fails_on = "pip"
    assert door.main([]) == 1
    assert not door.STAMP.exists()


@pytest.mark.unit
def test_failing_venv_ends_with_its_reason_and_exit_code_1(door, machine, capsys):
    machine.fails_on = "venv"
    assert door.main([]) == 1
    assert "ERROR: it did not work" in capsys.readouterr().err


@pytest.mark.unit
def test_folder_that_cannot_be_written_is_said_without_a_traceback(door, monkeypatch, capsys):
    monkeypatch.setattr(door, "LOCK_FILE", door.HERE / "no such folder" / "lock")
    assert door.main([]) == 1
    assert "Setting up in" in capsys.readouterr().err


@pytest.mark.unit
def test_python_without_ensurepip_names_the_apt_package_and_ends_with_2(
    door, machine, monkeypatch, capsys
):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert door.main([]) == 2
    said = capsys.readouterr().err
    assert f"apt install python3.{sys.version_info[1]}-venv" in said
    assert "python3-venv" in said
    assert machine.commands == []


@pytest.mark.unit
def test_pip_checks_hashes_and_builds_nothing(door, machine):
    door.set_up(["run"])
    pip = machine.commands[-1]
    assert "--require-hashes" in pip
    assert pip[pip.index("--only-binary") + 1] == ":all:"
    assert {"--disable-pip-version-check", "--no-input"} <= set(pip)
    assert "--no-index" not in pip


@pytest.mark.unit
def test_folder_wheels_is_installed_from_with_no_network(door, machine):
    door.WHEELS.mkdir()
    door.set_up(["run"])
    pip = machine.commands[-1]
    assert "--no-index" in pip
    assert pip[pip.index("--find-links") + 1] == str(door.WHEELS)


@pytest.mark.unit
def test_test_tools_come_only_with_the_tests_and_keep_the_venv(door, machine):
    assert door.main(["journey", "test"]) == 0
    assert machine.made() == ["venv", "run"]
    assert door.main(["test", "-k", "x"]) == 0
    assert machine.made() == ["venv", "run", "test"]
    machine.commands.clear()
    door.main(["test"])
    door.main([])
    assert machine.commands == []


@pytest.mark.unit
def test_tests_on_a_new_machine_install_all_in_one_go(door, machine):
    door.main(["test"])
    assert machine.made() == ["venv", "run test"]


@pytest.mark.unit
def test_optional_lock_that_fails_is_one_line_and_everything_goes_on(
    checkout, door, machine, capsys
):
    (checkout / "requirements" / "fast.lock").write_text(FAKE_LOCK.format("fast"))
    machine.fails_on = "fast.lock"
    assert door.main([]) == 0
    said = capsys.readouterr()
    assert said.out == f"{HAND_OVER}\n"
    lines = [line for line in said.err.splitlines() if "faster engine" in line]
    assert len(lines) == 1
    assert len(said.err.splitlines()) == 4  # beside it: begins, makes the environment, is done
    assert machine.made() == ["venv", "run", "fast"]

    machine.commands.clear()
    assert door.main([]) == 0  # and it is not asked for again at every start
    assert machine.commands == []


@pytest.mark.unit
def test_tests_have_the_fast_engine_too_and_do_without_where_it_fails(
    checkout, door, machine, capsys
):
    (checkout / "requirements" / "fast.lock").write_text(FAKE_LOCK.format("fast"))
    machine.fails_on = "fast.lock"
    assert door.main(["test"]) == 0
    assert machine.made() == ["venv", "run test", "fast"]
    said = capsys.readouterr()
    assert said.out == f"{HAND_OVER} test\n"
    assert "Going on without the faster engine" in said.err


@pytest.mark.unit
def test_optional_lock_that_arrives_later_is_added_to_the_venv(checkout, door, machine):
    door.main([])
    (checkout / "requirements" / "fast.lock").write_text(FAKE_LOCK.format("fast"))
    door.main([])
    assert machine.made() == ["venv", "run", "fast"]


@pytest.mark.unit
def test_set_up_stopped_by_ctrl_c_ends_with_130_and_begins_again(door, machine, capsys):
    def interrupt():
        if "pip" in machine.commands[-1]:
            raise KeyboardInterrupt

    machine.meanwhile = interrupt
    assert door.main([]) == 130
    assert not door.STAMP.exists()
    machine.meanwhile = lambda: None
    assert door.main([]) == 0  # the lock is free again
    assert machine.made() == ["venv", "run"] * 2


@pytest.mark.unit
def test_two_starts_at_once_build_once(door, machine, monkeypatch, capsys):
    first_builds, second_waits = threading.Event(), threading.Event()
    monkeypatch.setattr(door, "time", SimpleNamespace(sleep=lambda _: second_waits.set()))

    def hold_the_first():
        if not first_builds.is_set():
            first_builds.set()
            assert second_waits.wait(10), "the second start did not wait for the first"

    machine.meanwhile = hold_the_first
    with ThreadPoolExecutor(2) as starts:
        first = starts.submit(door.set_up, ["run"])
        assert first_builds.wait(10)
        second = starts.submit(door.set_up, ["run"])
        first.result()
        second.result()
    assert machine.made() == ["venv", "run"]
    assert "waiting for it" in capsys.readouterr().err


@pytest.mark.unit
def test_lock_of_a_process_that_died_holds_nobody_up(checkout, door, monkeypatch):
    dies_holding_it = (
        f"import sys, os; sys.path.insert(0, {str(checkout)!r}); import run\n"
        "with run.one_at_a_time(): os._exit(9)"
    )
    died = subprocess.run([sys.executable, "-c", dies_holding_it], check=False)
    assert died.returncode == 9
    assert door.LOCK_FILE.exists()

    def never(_):
        raise AssertionError("it waits for a process that is gone")

    monkeypatch.setattr(door, "time", SimpleNamespace(sleep=never))
    with door.one_at_a_time():
        pass


@posix_only
@pytest.mark.unit
def test_file_system_without_locks_is_set_up_all_the_same(door, machine, monkeypatch):
    import fcntl

    def refuse(*_):
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    door.set_up(["run"])
    assert machine.made() == ["venv", "run"]


@pytest.mark.unit
def test_set_up_command_names_each_package_and_reports_the_last_error(door, capsys):
    script = (
        "print('Collecting py-simpy==4.1 (from x)'); print('WARNING: Retrying\\n' * 2); "
        "print('Processing /a b/wheels/numpy-2.4.6-cp311-cp311-linux.whl (from y)'); "
        "print('ERROR: no such wheel'); print('a closing remark'); raise SystemExit(3)"
    )
    assert door.run_quietly([sys.executable, "-c", script]) == (3, "ERROR: no such wheel")
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "  py-simpy 4.1",
        "  the network does not answer; trying again",
        "  numpy 2.4.6",
    ]
    assert said.out == ""


# --- handing over -----------------------------------------------------------------------------


@pytest.fixture
def ready(checkout: Path, door: ModuleType) -> Path:
    """Give a checkout whose `.venv` is real, empty and finished."""
    venv.create(checkout / ".venv", symlinks=os.name != "nt")
    stamp = {"home": door.home(), "locks": {"run": door.digest("run")}}
    door.STAMP.write_text(json.dumps(stamp))
    return checkout


def start(checkout: Path, body: str, *arguments: str, **options) -> subprocess.Popen:
    """Start a command whose `sim.cli.main` has this body, and whose output can be read."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    imports = "import os, signal, sys\nimport multiprocessing\n"
    (checkout / "sim" / "cli.py").write_text(f"{imports}\ndef main(argv=None):\n{lines}")
    return subprocess.Popen(
        [sys.executable, str(checkout / "run.py"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.cli
def test_command_runs_in_the_venv_in_the_callers_folder_and_its_exit_code_is_kept(ready, tmp_path):
    elsewhere = tmp_path / "where the planner is"
    elsewhere.mkdir()
    body = "print(sys.prefix, os.getcwd(), argv, sep='\\n')\nreturn 7"
    process = start(ready, body, "list", "a b", cwd=elsewhere)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 7
    assert out.splitlines() == [str(ready / ".venv"), str(elsewhere), "['list', 'a b']"]
    assert err == ""


@pytest.mark.cli
def test_packages_on_pythonpath_do_not_come_before_those_of_the_venv(ready):
    environment = {**os.environ, "PYTHONPATH": str(ready / "other")}
    process = start(ready, "return int('other' in ''.join(sys.path))", env=environment)
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.cli
def test_spawned_workers_pass_the_door_without_starting_anything(ready):
    body = "with multiprocessing.get_context('spawn').Pool(2) as p:\n    print(p.map(abs, [-1, 2]))"
    process = start(ready, body + "\nreturn 0")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "[1, 2]\n", "")


@posix_only
@pytest.mark.cli
def test_ctrl_c_lets_the_command_stop_in_its_own_time_and_keeps_its_exit_code(ready):
    body = (
        "try:\n    print('ready', flush=True)\n    signal.pause()\n"
        "except KeyboardInterrupt:\n    print('kept what is done')\n    return 5"
    )
    process = start(ready, body, start_new_session=True)
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the door and the command both
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (5, "kept what is done\n", "")


@posix_only
@pytest.mark.cli
def test_ctrl_c_that_the_command_leaves_to_the_door_is_130_without_a_traceback(ready):
    process = start(ready, "os.kill(os.getpid(), signal.SIGINT)\nsignal.pause()")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "Stopped.\n")


@posix_only
@pytest.mark.cli
def test_command_ended_by_a_signal_is_told_as_shells_tell_it(ready):
    process = start(ready, "os.kill(os.getpid(), signal.SIGKILL)")
    process.communicate(timeout=60)
    assert process.returncode == 137


@posix_only
@pytest.mark.cli
def test_door_that_is_told_to_end_ends_the_command_with_it(ready):
    process = start(ready, "print('ready', flush=True)\nsignal.pause()")
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM


# --- the locks --------------------------------------------------------------------------------


def pins(lock: Path) -> dict[str, str]:
    """Return each pinned package of a lock with the text of its entry."""
    entries = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.split(r"[\[=]", entry)[0]: entry for entry in entries if entry.strip()}


def packages_named(requirements: list[str]) -> set[str]:
    """Return the packages that lines of requirements name, spelt as locks spell them."""
    lines = [line for line in requirements if line.strip() and not line.startswith(("#", "-"))]
    return {re.split(r"[^\w.-]", line.strip())[0].lower().replace("_", "-") for line in lines}


@pytest.mark.unit
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_pins_every_package_with_a_hash(lock):
    assert len(pins(lock)) > 1
    for name, entry in pins(lock).items():
        assert re.match(r"\S+==[\w.]+ ", entry), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), name


@pytest.mark.unit
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_carries_no_address_and_no_folder_of_a_machine(lock):
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host| @ |[A-Za-z]:\\|[ =]/\w", text)


@pytest.mark.unit
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_holds_what_its_in_file_names(lock):
    named = packages_named(lock.with_suffix(".in").read_text(encoding="utf-8").splitlines())
    assert named
    assert named <= set(pins(lock))


@pytest.mark.unit
def test_locks_agree_on_the_packages_they_share():
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, entry in pins(lock).items():
            versions.setdefault(name, set()).add(entry.split("==")[1].split()[0])
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.mark.unit
def test_fast_lock_is_beside_the_others_and_pins_what_the_run_has():
    fast, run = pins(ROOT / "requirements" / "fast.lock"), pins(ROOT / "requirements" / "run.lock")
    assert {"numba", "llvmlite"} <= set(fast)
    assert not {"numba", "llvmlite"} & set(run)
    assert load(ROOT).locks_for(["compare"]) == ["run", "fast"]
    shared = set(fast) & set(run)
    assert "numpy" in shared
    for name in shared:
        versions = [entry.split("==")[1].split()[0] for entry in (fast[name], run[name])]
        assert versions[0] == versions[1]


@pytest.mark.unit
def test_package_metadata_and_locks_name_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"run": project["dependencies"], **project["optional-dependencies"]}
    for name, listed in groups.items():
        lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
        assert packages_named(listed) == packages_named(lines)
