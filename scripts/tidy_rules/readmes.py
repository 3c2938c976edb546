"""Rule `readme`: each top folder has a README.md; it names the folders beside it and, with those of
folders that have none of their own, every source; the files that its tables name exist. Tests below
a folder with a README.md mirror the sources and need no naming."""

import fnmatch
import posixpath
import re

from tidy_rules.tree import Finding

_GENERATED = ("build/", "ci_artifacts/")
_SOURCES = (".cpp", ".hpp", ".py", ".rs")
_UNNAMED = ("__init__.py",)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
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


def _named_in(text):
    """Files in code spans, without folder and ending: `a/frame.hpp` names frame.cpp, too."""
    spans = _CODE_SPAN.findall(_FENCE.sub("", text))
    words = (word for span in spans for word in re.split(r"[\s,]+(?![^{]*})", span))
    return {posixpath.basename(name.rstrip("/")).split(".")[0]
            for word in words for name in expand_braces(word)}


def _is_named(stem, names):
    return stem in names or any("*" in name and fnmatch.fnmatchcase(stem, name) for name in names)


def _page_of(tree, folder):
    """The README.md of the folder, or of the nearest one above that has one."""
    while folder and not tree.exists(folder + "/README.md"):
        folder = posixpath.dirname(folder)
    return folder + "/README.md" if folder else None


def _check_sources(tree):
    names = {}
    told = set()
    for path in tree.paths(*_SOURCES):
        folder, name = posixpath.split(path)
        page = _page_of(tree, folder)
        below = page is not None and folder != posixpath.dirname(page)
        stem = name.split(".")[0]
        if page is None or (below and path.startswith("tests/")) or name in _UNNAMED:
            continue
        if (folder, stem) in told:
            continue
        told.add((folder, stem))
        if page not in names:
            names[page] = _named_in(tree.text(page))
        if not _is_named(stem, names[page]):
            yield Finding(page, 1, "readme", f"it does not name {path}: add it")


def check(tree):
    folders = {path.split("/")[0] for path in tree.paths() if "/" in path}
    for folder in sorted(folder for folder in folders if not folder.startswith(".")):
        if not tree.exists(folder + "/README.md"):
            yield Finding(folder, 1, "readme",
                          "write its README.md: role, files in reading order, dependencies")
    for path in tree.paths("README.md"):
        yield from _check_tables(tree, path)
        yield from _check_folders(tree, path)
    yield from _check_sources(tree)
