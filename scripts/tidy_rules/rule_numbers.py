"""Rule `rule-number`: each numbered rule of the protocol is cited where it is implemented and where
it is tested, and nothing cites a number that no page defines.

A README.md below consensus/ defines `C7` where it says **C7.**; the code beside it and the tests
that mirror it must name it. A comment below consensus/ may cite what any of these pages defines."""

import posixpath
import re

from tidy_rules.tree import CPP_SUFFIXES, Finding, line_of

_FOLDER = "consensus/"
_DEFINITION = re.compile(r"\*\*([CELMS]\d{1,2})\.\*\*")
_CITATION = re.compile(r"\b[CELMS]\d{1,2}\b")


def _definitions(tree):
    """(page, offset, number), the first place of each."""
    seen = set()
    for page in tree.paths("README.md"):
        if not page.startswith(_FOLDER):
            continue
        for match in _DEFINITION.finditer(tree.text(page)):
            if match.group(1) not in seen:
                seen.add(match.group(1))
                yield page, match.start(), match.group(1)


def _cited_below(tree, folder):
    """The numbers that comments of C++ files below a folder name."""
    return {number for path in tree.paths(*CPP_SUFFIXES) if path.startswith(folder + "/")
            for _, text in tree.comments(path) for number in _CITATION.findall(text)}


def check(tree):
    defined = set()
    cited = {}
    for page, offset, number in _definitions(tree):
        defined.add(number)
        code = posixpath.dirname(page)
        for folder, verb in ((code, "implements"), ("tests/unit/" + code, "states")):
            if folder not in cited:
                cited[folder] = _cited_below(tree, folder)
            if number not in cited[folder]:
                yield Finding(page, line_of(tree.text(page), offset), "rule-number",
                              f"{number}: name it in the file below {folder} that {verb} it")
    for path in tree.paths(*CPP_SUFFIXES):
        for line, text in tree.comments(path) if path.startswith(_FOLDER) else ():
            for number in _CITATION.findall(text):
                if number not in defined:
                    yield Finding(path, line, "rule-number", f"no page defines {number}")
