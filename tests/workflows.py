"""The shell parts of CI files, run as a code host runs them: the same shell, the same variables, nothing else."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qmsdocs.yaml.reader import read_yaml
from tests.forked import forked

ROOT = Path(__file__).parents[1]
EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str


def read(path: Path) -> dict[str, Any]:
    mapping: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return mapping


def steps(workflow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of a workflow or of a composite action."""
    jobs = workflow["jobs"].values() if "jobs" in workflow else [workflow["runs"]]
    yield from (step for job in jobs for step in job["steps"])


def scripts(path: Path) -> list[str]:
    """The shell parts of a file, those of GitLab's jobs too."""
    content = read(path)
    if "jobs" in content or "runs" in content:
        return [step["run"] for step in steps(content) if "run" in step]
    return ["\n".join(job["script"]) for job in content.values() if isinstance(job, dict) and "script" in job]


class Host:
    """A code host that runs jobs in a clone.

    Args:
        folder: where it keeps its own things.
        clone: where jobs run.
    """

    def __init__(self, folder: Path, clone: Path) -> None:
        self.clone, self.home = clone, folder / "home"
        self.summary = folder / "summary.md"
        programs = folder / "bin"
        for place in (self.home, programs):
            place.mkdir(parents=True, exist_ok=True)
        self._put(programs / "qmsdocs", f'exec {shlex.join(forked())} "$@"')
        self._put(programs / "pip", "exit 0")  # what is installed is what is tested
        self._environment = {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_ACTOR": "le-thi-binh",
            "GITHUB_SERVER_URL": "https://git.example.vn",
            "GITHUB_BASE_REF": "",
        }

    @staticmethod
    def _put(path: Path, command: str) -> None:
        path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: str, **variables: str) -> Ran:
        """Runs a script with a shell that stops at the first failure."""
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        environment = {**self._environment, **variables}
        done = subprocess.run(
            command,
            cwd=self.clone,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def workflow(self, path: Path, values: Mapping[str, str] | None = None, **variables: str) -> Ran:
        """Runs the shell steps of a workflow or action until one fails.

        Args:
            path: the file.
            values: what its expressions stand for.
            variables: of the environment.
        """
        out = ""
        for step in steps(read(path)):
            if "run" in step:
                own = {
                    key: EXPRESSION.sub(lambda found: (values or {})[found[1]], value)
                    for key, value in step.get("env", {}).items()
                }
                ran = self.run(step["run"], **variables, **own)
                out += ran.out
                if ran.code:
                    return Ran(ran.code, out)
        return Ran(0, out)
