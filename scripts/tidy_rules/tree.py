"""The project as the rules see it: its files, their texts, and the exceptions that are allowed."""

import dataclasses
import functools
import pathlib
import subprocess
import tomllib

from tidy_rules.cpp_text import blank_cpp, cpp_comments

ALLOWED_PATH = "scripts/tidy_rules/allowed.toml"
DATA_FOLDER = "tests/data/"
CPP_SUFFIXES = (".cpp", ".hpp")


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    rule: str
    advice: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.advice}"


class Tree:
    """Files by path from the project root, with `/`, in sorted order."""

    def __init__(self, texts, allowed=None):
        self._texts = texts
        self._allowed = allowed if allowed is not None else self._read_allowed()

    @staticmethod
    def of_folder(root):
        texts = {}
        for path in _listed_files(root):
            try:
                texts[path] = (root / path).read_text(encoding="utf-8")
            except (UnicodeDecodeError, FileNotFoundError):
                continue  # a picture, or a file that was deleted but not yet committed so
        return Tree(texts)

    def paths(self, *suffixes):
        """Paths that are ours to judge: not the data of others under tests/data."""
        return [path for path in sorted(self._texts)
                if (not suffixes or path.endswith(suffixes)) and not path.startswith(DATA_FOLDER)]

    def exists(self, path):
        return path in self._texts or self._is_folder(path)

    def text(self, path):
        return self._texts[path]

    def lines(self, path):
        return self._texts[path].split("\n")

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """The C++ text with comments, strings and preprocessor lines blanked, lines kept."""
        return blank_cpp(self._texts[path])

    @functools.lru_cache(maxsize=None)
    def comments(self, path):
        """(line number, text) of each comment of a C++ file."""
        return cpp_comments(self._texts[path])

    def allowed(self, rule, path):
        """What `rule` allows in `path`: a list of names, or whatever the rule keeps there."""
        return self._allowed.get(rule, {}).get(path, {}).get("allow", [])

    def exceptions(self, rule):
        """All that is allowed against `rule`, by path."""
        return self._allowed.get(rule, {})

    def _read_allowed(self):
        return tomllib.loads(self._texts.get(ALLOWED_PATH, ""))

    @functools.lru_cache(maxsize=None)
    def _folders(self):
        folders = set()
        for path in self._texts:
            folders.update(str(parent) for parent in pathlib.PurePosixPath(path).parents)
        return folders

    def _is_folder(self, path):
        return path.rstrip("/") in self._folders()


def _listed_files(root):
    """What git knows or would add; a tree without git is walked."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False)
    if listing.returncode == 0:
        return sorted(set(filter(None, listing.stdout.decode().split("\0"))))
    ignored = ("build/", "ci_artifacts/", ".git/")
    paths = (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    return sorted(path for path in paths if not path.startswith(ignored))


def line_of(text, offset):
    """The line number, from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1
