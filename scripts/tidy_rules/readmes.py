"""Rule `readme`: each top folder has a README.md; a README.md names the folders beside it, and the
files that its tables name exist."""

import fnmatch
import posixpath
import re

from tidy_rules.tree import Finding

_GENERATED = ("build/", "ci_artifacts/")
_CODE_SPAN = re.compile(r"`([^`]+)`")
_FILE_NAME = re.compile(r"[\w.{},*/-]+\.(?:hpp|cpp|py|rs|ts|sh|md|json|toml|cmake|txt|yml|yaml|"
                        r"\{hpp,cpp\})|[\w.-]+(?:/[\w.-]+)*/")


def expand_braces(name):
    """`a.{hpp,cpp}` is a.hpp and a.cpp."""
    match = re.search(r"\{([^{}]*)\}", name)
    if not match:
        return [name]
    return [expanded for choice in match.group(1).split(",")
            for expanded in expand_braces(name[:match.start()] + choice + name[match.end():])]


def _is_there(tree, folder, name):
    if "*" in name:
        candidates = (posixpath.join(folder, name), name)
        return any(fnmatch.fnmatchcase(path, candidate)
                   for candidate in candidates for path in tree.paths())
    return tree.exists(posixpath.normpath(posixpath.join(folder, name))) or tree.exists(name)


def _check_tables(tree, path):
    folder = posixpath.dirname(path)
    for number, line in enumerate(tree.lines(path), start=1):
        if not line.startswith("|"):
            continue
        for span in _CODE_SPAN.findall(line):
            if not _FILE_NAME.fullmatch(span) or tree.allowed("readme", path).count(span):
                continue
            for name in expand_braces(span):
                if not name.startswith(_GENERATED) and not _is_there(tree, folder, name):
                    yield Finding(path, number, "readme",
                                  f"there is no {name}: correct the file map")


def _folders_beside(tree, page):
    prefix = posixpath.dirname(page) + "/" if "/" in page else ""
    return sorted({path[len(prefix):].split("/")[0] for path in tree.paths()
                   if path.startswith(prefix) and "/" in path[len(prefix):]})


def _check_folders(tree, page):
    text = tree.text(page)
    for folder in _folders_beside(tree, page):
        if not folder.startswith(".") and f"{folder}/" not in text:
            yield Finding(page, 1, "readme", f"it does not name the folder {folder}/: add it")


def check(tree):
    folders = {path.split("/")[0] for path in tree.paths() if "/" in path}
    for folder in sorted(folder for folder in folders if not folder.startswith(".")):
        if not tree.exists(folder + "/README.md"):
            yield Finding(folder, 1, "readme",
                          "write its README.md: role, files in reading order, dependencies")
    for path in tree.paths("README.md"):
        yield from _check_tables(tree, path)
        yield from _check_folders(tree, path)
