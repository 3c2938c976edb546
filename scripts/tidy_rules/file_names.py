"""Rule `file-name`: a file is named after the noun it defines or the step it performs."""

import posixpath
import re

from tidy_rules.tree import Finding

FORBIDDEN_WORDS = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "handler",
                   "processor", "impl"}
_SOURCES = (".cpp", ".hpp", ".py", ".sh", ".rs", ".ts", ".cmake")
_SNAKE_CASE = re.compile(r"[a-z0-9_]+")


def check(tree):
    for path in tree.paths(*_SOURCES):
        stem = posixpath.basename(path).split(".")[0]
        words = set(re.findall(r"[a-z]+", path.lower()))
        for word in sorted(words & FORBIDDEN_WORDS):
            yield Finding(path, 1, "file-name",
                          f"`{word}` names no question: name the noun or the step")
        if path.endswith((".cpp", ".hpp", ".py")) and not _SNAKE_CASE.fullmatch(stem):
            yield Finding(path, 1, "file-name", "write it in snake_case")
