"""Rule `format`: C++ files look as clang-format makes them, with the version that scripts/setup
installs: others differ in what they make of the same style."""

import pathlib
import shutil
import subprocess
import tempfile

from tidy_rules.tree import CPP_SUFFIXES, Finding

_TOOL = "clang-format-14"
_STYLE = ".clang-format"
_FILES_AT_ONCE = 100


def _copied(tree, paths, folder):
    for path in (_STYLE, *paths):
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(tree.text(path), encoding="utf-8")


def _differing(folder, paths):
    """(path, line) of each place that the tool would change."""
    run = subprocess.run([_TOOL, "--dry-run", *paths], cwd=folder, capture_output=True, text=True,
                         check=False)
    if run.returncode != 0:
        raise SystemExit(f"tidy: {_TOOL}: {run.stderr.strip().splitlines()[0]}")
    for line in run.stderr.splitlines():
        if "-Wclang-format-violations" in line:
            path, number, _ = line.split(":", 2)
            yield path, int(number)


def check(tree):
    paths = tree.paths(*CPP_SUFFIXES)
    if not paths or not tree.exists(_STYLE):
        return
    if shutil.which(_TOOL) is None:
        raise SystemExit(f"tidy: {_TOOL} is missing: run scripts/setup")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        _copied(tree, paths, folder)
        for begin in range(0, len(paths), _FILES_AT_ONCE):
            first_lines = {}
            for path, number in _differing(folder, paths[begin:begin + _FILES_AT_ONCE]):
                first_lines.setdefault(path, number)
            for path, number in first_lines.items():
                yield Finding(path, number, "format", f"run {_TOOL} -i on it")
