"""The modules of the project, as its CMakeLists.txt files declare them with vs_module(...)."""

import dataclasses
import functools
import pathlib
import posixpath
import re

_CALL = re.compile(r"\bvs_module\s*\(([^()]*)\)")
_KEYWORDS = ("LEVEL", "SOURCES", "HEADERS", "DEPENDS", "PACKAGES")


@dataclasses.dataclass(frozen=True)
class Module:
    name: str
    folder: str
    line: int
    level: int
    pure: bool
    sources: tuple
    headers: tuple
    depends: tuple
    packages: tuple

    def files(self):
        return self.sources + self.headers


def without_comments(text):
    """CMake text with `#` comments blanked."""
    return re.sub(r"#[^\n]*", lambda match: " " * len(match.group()), text)


def _parse_call(arguments, folder, line):
    words = arguments.split()
    lists = {keyword: [] for keyword in _KEYWORDS}
    pure = False
    current = None
    for word in words[1:]:
        if word == "PURE":
            pure = True
        elif word in _KEYWORDS:
            current = lists[word]
        elif current is not None:
            current.append(word.strip('"'))

    def paths(keyword):
        return tuple(posixpath.normpath(posixpath.join(folder, name)) for name in lists[keyword])

    level = int(lists["LEVEL"][0]) if lists["LEVEL"] else -1
    return Module(words[0], folder, line, level, pure, paths("SOURCES"), paths("HEADERS"),
                  tuple(lists["DEPENDS"]), tuple(lists["PACKAGES"]))


@functools.lru_cache(maxsize=None)
def modules_of(tree):
    """name -> Module."""
    modules = {}
    for path in tree.paths("CMakeLists.txt"):
        text = without_comments(tree.text(path))
        for match in _CALL.finditer(text):
            if match.group(1).strip():
                module = _parse_call(match.group(1), posixpath.dirname(path),
                                     text.count("\n", 0, match.start()) + 1)
                modules[module.name] = module
    return modules


@functools.lru_cache(maxsize=None)
def owners_of(tree):
    """path -> the Module that it belongs to: the one that lists it, or, for a header that none
    lists, the one in whose folder it lies, whose private header it then is."""
    modules = modules_of(tree).values()
    owners = {path: module for module in modules for path in module.files()}
    by_folder = {module.folder: module for module in modules}
    for path in tree.paths(".hpp"):
        folders = map(str, pathlib.PurePosixPath(path).parents)
        nearest = next((by_folder[folder] for folder in folders if folder in by_folder), None)
        if path not in owners and nearest is not None:
            owners[path] = nearest
    return owners


def reachable(modules, module):
    """Names of the modules that `module` links, directly or not."""
    seen = set()
    waiting = list(module.depends)
    while waiting:
        name = waiting.pop()
        if name in modules and name not in seen:
            seen.add(name)
            waiting.extend(modules[name].depends)
    return seen
