"""The door: sets Story Lanes up, then hands every command over to `sim.cli`.

In goes a command line. Where the Python that runs this has the packages that the locks pin, the
command runs here; else it runs in `.venv` beside this file, made on the first start and then used
as it is, offline too. Standard library only; parses on Python 3.8, so as to say which Python it
needs. Refuses an environment that was never finished.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import signal
import sys
import sysconfig
import time
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen

OLDEST_PYTHON = (3, 11)
HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"
VENV = HERE / ".venv"
STAMP = VENV / "storylanes-stamp.json"
LOCK_FILE = HERE / ".venv.lock"
OPTIONAL = ("fast",)  # may fail to install: everything still works, slower
RUN_FAILED, UNFIT, INTERRUPTED = 1, 2, 130
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)[ \t]*(;?)", re.MULTILINE)
PACKAGE = re.compile(r"(?:Collecting|Processing) (?:.*[/\\])?([^=\s]+?)(?:==|-)(\d[^\s-]*)")


class Stop(Exception):
    """The command cannot start: what to tell the person, and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: list[str]) -> int:
    """Run one command where its packages are, set up first if need be; return its exit code."""
    try:
        check_python(sys.version_info)
        locks = locks_for(arguments)
        if fits_here(locks):
            return run_here(arguments)
        set_up(locks)
        return run_in_venv(arguments)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED


def say(text: str) -> None:
    """Tell the person what happens; on stderr, because stdout may be JSON that a script reads."""
    print(text, file=sys.stderr, flush=True)


def check_python(version: tuple) -> None:
    """Raise Stop when `version` is older than the packages run on."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        needed = "%d.%d" % OLDEST_PYTHON
        found = ".".join(str(part) for part in version[:3])
        raise Stop(
            f"Story Lanes needs Python {needed} or newer; this is Python {found}.\n"
            f"Start it with a newer one, for example: python{needed} run.py",
            UNFIT,
        )


def locks_for(arguments: list[str]) -> list[str]:
    """Name the locks a command needs; who never runs the tests never installs their tools."""
    locks = ["run"] + [lock for lock in OPTIONAL if lock_path(lock).exists()]
    return locks + (["test"] if arguments[:1] == ["test"] else [])


def lock_path(lock: str) -> Path:
    return HERE / "requirements" / f"{lock}.lock"


def fits_here(locks: list[str]) -> bool:
    """Say whether the Python that runs this already has what the locks pin.

    For `.venv`'s own Python the stamp's word on the packages is enough: that it runs this line
    shows that it fits the machine, and asking no more means that it never calls itself for ever.
    """
    if Path(sys.prefix).resolve() == VENV.resolve() and not outdated(read_stamp(), locks):
        return True
    return all(has_what_is_pinned(lock) for lock in locks if lock not in OPTIONAL)


def has_what_is_pinned(lock: str) -> bool:
    """Say whether each package of the lock is installed here at its version.

    Pins with a marker (`; sys_platform == ...`) are passed over: reading markers takes a package
    of its own, and those pins are helpers of packages that are looked at.
    """
    from importlib import metadata  # here: slow to import, and `.venv`'s Python does without

    for name, version, marker in PIN.findall(lock_path(lock).read_text(encoding="utf-8")):
        try:
            if not marker and metadata.version(name) != version:
                return False
        except metadata.PackageNotFoundError:
            return False
    return True


def home() -> dict[str, str]:
    """Describe what a `.venv` cannot outlive: its Python, its platform and its folder.

    Not Python's patch version: a security update the night before must not ask a village hall
    for a network.
    """
    kind = f"{sys.implementation.cache_tag}{getattr(sys, 'abiflags', '')}"
    platform = sysconfig.get_platform()
    return {"python": f"{kind} {sys.base_prefix}", "platform": platform, "folder": str(HERE)}


def digest(lock: str) -> str:
    return hashlib.sha256(lock_path(lock).read_bytes()).hexdigest()


def read_stamp() -> dict:
    """Return what `.venv` was made for; an empty stamp when it was never finished."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return {"home": dict(stamp["home"]), "locks": dict(stamp["locks"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"home": {}, "locks": {}}


def outdated(stamp: dict, locks: list[str]) -> list[str]:
    """Name the locks whose packages the stamp does not vouch for."""
    return [lock for lock in locks if stamp["locks"].get(lock) != digest(lock)]


def still_to_install(locks: list[str]) -> list[str]:
    """Name the locks that `.venv` lacks: all of them when it has to be made anew."""
    stamp = read_stamp()
    lacking = outdated(stamp, locks)
    unfit = stamp["home"] != home() or not venv_python().exists()
    return list(locks) if unfit or "run" in lacking else lacking


def set_up(locks: list[str]) -> None:
    """Bring `.venv` up to date with the locks or raise Stop; ask pip nothing when it is."""
    if not still_to_install(locks):
        return
    check_ensurepip()
    try:
        with one_at_a_time():
            lacking = still_to_install(locks)  # again: another start may just have done it
            if lacking:
                build(lacking)
    except OSError as fault:
        raise Stop(f"Setting up in {VENV} failed: {fault}", RUN_FAILED) from None


def check_ensurepip() -> None:
    """Raise Stop where Python cannot make an environment, as Debian's python3 alone cannot."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python cannot make an environment: its module ensurepip is missing.\n"
            f"On Debian or Ubuntu: sudo apt install python3.{sys.version_info[1]}-venv\n"
            "(or python3-venv, for the system's own python3); then start again.",
            UNFIT,
        ) from None


def build(lacking: list[str]) -> None:
    """Install the locks into `.venv`, made first when `run` is among them; write the stamp last."""
    say(f"Story Lanes is setting itself up in {VENV}: once only, it can take some minutes.")
    stamp = read_stamp()
    if "run" in lacking:
        make_venv()
        stamp = {"home": home(), "locks": {}}
    required = [lock for lock in lacking if lock not in OPTIONAL]
    if required:
        install(required)
    for lock in [lock for lock in lacking if lock in OPTIONAL]:
        try:
            install([lock])
        except Stop as stop:
            reason = str(stop).splitlines()[0]
            say(f"  Going on without the faster engine; everything works, slower. {reason}")
    stamp["locks"].update({lock: digest(lock) for lock in lacking})
    unfinished = STAMP.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    os.replace(unfinished, STAMP)  # whole or not at all
    say("Set up. From now on it starts at once, offline too.")


def make_venv() -> None:
    """Make `.venv` empty but for pip; the stamp goes first, so nothing half-made looks finished."""
    if VENV.is_symlink():
        VENV.unlink()  # what it leads to is another checkout's, and clearing it would break that
    with contextlib.suppress(FileNotFoundError):
        STAMP.unlink()
    say("  making the environment")
    # not sys.executable: that may be the Python of the very .venv being cleared
    python = getattr(sys, "_base_executable", None) or sys.executable
    code, reason = run_quietly([python, "-I", "-m", "venv", "--clear", str(VENV)])
    if code:
        raise Stop(
            f"Making the environment {VENV} failed: {reason}\n"
            "Close whatever else is running from that folder, then start again.",
            RUN_FAILED,
        )


def install(locks: list[str]) -> None:
    """Let pip install the locks into `.venv`, hashes checked; Stop says what to do if it cannot."""
    command = [str(venv_python()), "-I", "-m", "pip", "install"]
    command += ["--require-hashes", "--only-binary", ":all:"]
    command += ["--disable-pip-version-check", "--no-input"]
    if WHEELS.is_dir():
        command += ["--no-index", "--find-links", str(WHEELS)]
    for lock in locks:
        command += ["-r", str(lock_path(lock))]
    code, reason = run_quietly(command)
    if code:
        raise Stop(what_to_do(locks, reason), RUN_FAILED)


def what_to_do(locks: list[str], reason: str) -> str:
    """Say in one message what went wrong with the packages and how to mend it."""
    files = " ".join(f"-r requirements/{lock}.lock" for lock in locks)
    tried = "the folder wheels" if WHEELS.is_dir() else "the network"
    python = "%d.%d" % sys.version_info[:2]
    too_new = f"Network fine? Python {python} may be too new for the packages: try an older one.\n"
    return (
        f"Installing the packages from {tried} failed: {reason}\n"
        "No network here? On a machine like this one that has it, in a copy of this folder, run\n"
        f"  python3 -m pip download --require-hashes --only-binary :all: {files} -d wheels\n"
        "and put the folder wheels beside run.py.\n"
        f"{too_new if sys.version_info[:2] > OLDEST_PYTHON else ''}"
        "Nothing half-made will be used; the next start begins again."
    )


def run_quietly(command: list[str]) -> tuple[int, str]:
    """Run a set-up command, naming each package as it comes.

    Returns its exit code and the line that says most: the last error, else the last of all.
    """
    env = {**own_environment(), "PIP_USER": "0"}  # someone's `user = true` would break `.venv`
    reason, patient = "it gave no reason", True
    with Popen(
        command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True, errors="replace", env=env
    ) as process:
        try:
            for line in filter(None, map(str.strip, process.stdout or ())):
                if line.startswith("ERROR") or not reason.startswith("ERROR"):
                    reason = line
                package = PACKAGE.match(line)
                if package:
                    say("  {} {}".format(*package.groups()))
                elif line.startswith("Installing collected"):
                    say("  unpacking")
                elif "Retrying" in line and patient:
                    patient = False
                    say("  the network does not answer; trying again")
        except BaseException:
            process.kill()
            raise
    return process.returncode, reason


@contextlib.contextmanager
def one_at_a_time():
    """Hold the lock file; the system frees it with its process, so a dead one holds nobody up."""
    with open(LOCK_FILE, "a+", encoding="utf-8") as handle:
        if not try_lock(handle):
            say("Another start is setting Story Lanes up; waiting for it.")
            while not try_lock(handle):
                time.sleep(0.2)
        yield  # closing the file gives the lock back


def try_lock(handle) -> bool:
    """Take the lock if it is free; where the file system knows no locks, go on without."""
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        return fault.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def own_environment() -> dict[str, str]:
    """Return the environment less the settings that put other packages before `.venv`'s own."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}


def run_here(arguments: list[str]) -> int:
    """Hand the command to `sim.cli` in this process."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    from sim.cli import main as run_command

    return run_command(arguments)


def run_in_venv(arguments: list[str]) -> int:
    """Run this file again with `.venv`'s Python, in the caller's folder; return its exit code.

    Ctrl-C reaches the child too, which stops in its own time, keeping what is done; this waits.
    """
    command = [str(venv_python()), str(HERE / "run.py"), *arguments]
    child = Popen(command, env=own_environment())
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = None
    while code is None:
        with contextlib.suppress(KeyboardInterrupt):
            code = child.wait()
    if code == 0xC000013A:  # how Windows says Ctrl-C
        return INTERRUPTED
    return code if code >= 0 else 128 - code  # ended by signal n: 128 + n, as shells say it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
