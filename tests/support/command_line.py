"""Runs the program as an operator does: its exit status and what it said."""

import json
import pathlib
import subprocess

CALL_S = 60
DONE, FAILED, USAGE, REFUSED, UNREACHABLE, KEYS_AWAY = range(6)


class Said:
    def __init__(self, done):
        self.status = done.returncode
        self.text = done.stdout
        self.error = done.stderr

    @property
    def json(self):
        return json.loads(self.text)


class CommandLine:
    def __init__(self, program, folder):
        self.program = pathlib.Path(program).absolute()
        self.folder = folder

    def __call__(self, *words, environment=None):
        return Said(subprocess.run([self.program, *map(str, words)], cwd=self.folder,
                                   env=environment, timeout=CALL_S, capture_output=True, text=True))

    def json(self, *words, environment=None):
        """The same, with its answer as one line of JSON."""
        return self("--output", "json", *words, environment=environment)
