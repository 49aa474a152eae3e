"""What a person meets at the door: the set-up says in one sentence what is missing, and does its work once."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.shape.tree import ROOT

NEEDED = ("Makefile", "pyproject.toml", "setup/prepare.sh", "setup/native.py")
LOCKS = ("requirements.lock", "requirements-optimise.lock", "requirements-dev.lock")
PROGRAMS = ("cat", "dirname", "sha256sum", "mktemp", "rm", "tail", "mkdir", "cp")
PYTHON = """#!/bin/sh
echo "$*" >> calls
case "$*" in
    setup/native.py*) cat lacking ;;
    "-m venv --clear .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac
"""


class Machine:
    """A clone on a machine whose Python, user and apt are plays of our own."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.programs = folder / "clone", folder / "bin"
        for name in (*NEEDED, *LOCKS):
            (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.clone / name)
        self.programs.mkdir()
        for name in PROGRAMS:
            found = shutil.which(name)
            assert found
            (self.programs / name).symlink_to(found)
        self.program("id", "#!/bin/sh\necho 1000\n")
        self.lacks("")

    def program(self, name: str, text: str) -> None:
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    def lacks(self, packages: str) -> None:
        (self.clone / "lacking").write_text(packages)

    def prepare(self, part: str = "run") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "setup/prepare.sh", part],
            cwd=self.clone,
            env={"PATH": str(self.programs)},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        log = self.clone / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_python_one_sentence_says_which(machine: Machine):
    answer = machine.prepare()
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "Python 3.11 to 3.14 is needed and was not found: on Debian, install python3 and python3-venv."
    ]


def test_missing_libraries_are_named_when_they_may_not_be_installed(machine: Machine):
    machine.program("python3.11", PYTHON)
    machine.program("apt-get", "#!/bin/sh\nexit 100\n")
    machine.lacks("libegl1 libgl1")
    answer = machine.prepare()
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1 and "apt-get install libegl1 libgl1" in answer.stderr
    assert not any("pip install" in call for call in machine.calls())


def test_a_second_start_calls_neither_pip_nor_apt(machine: Machine):
    machine.program("python3.11", PYTHON)
    assert machine.prepare().returncode == 0
    assert any("pip install" in call for call in machine.calls())
    machine.lacks("libegl1")  # would be asked of apt, were anything looked for again
    assert machine.prepare().returncode == 0
    assert machine.calls() == []


def test_a_changed_lock_sets_up_again(machine: Machine):
    machine.program("python3.11", PYTHON)
    machine.prepare()
    machine.calls()
    with (machine.clone / "requirements.lock").open("a") as lock:
        lock.write("# moved\n")
    assert machine.prepare().returncode == 0
    assert any("--require-hashes" in call for call in machine.calls())


def test_everything_installed_is_hashed_and_the_project_asks_no_index(machine: Machine):
    machine.program("python3.11", PYTHON)
    machine.prepare("test")
    installs = [call for call in machine.calls() if "pip install" in call]
    assert [call.rpartition(" ")[2] for call in installs] == [*LOCKS, "."]
    assert all("--require-hashes" in call and "--only-binary :all:" in call for call in installs[:-1])
    assert "--no-index" in installs[-1]


def test_the_solver_is_installed_only_where_it_is_asked_for(machine: Machine):
    machine.program("python3.11", PYTHON)
    machine.prepare("run")
    assert not any("requirements-optimise.lock" in call for call in machine.calls())
    machine.prepare("optimise")
    assert any("requirements-optimise.lock" in call for call in machine.calls())
