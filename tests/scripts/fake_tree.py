"""A project of a few files, given as texts, for the tests of one rule."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))

from tidy_rules.tree import Tree  # noqa: E402

# Two levels: `low` is pure and lies below `high`, which also lists a private source.
MODULES = {
    "low/CMakeLists.txt": "vs_module(low LEVEL 1 PURE\n  SOURCES a.cpp\n  HEADERS a.hpp)\n",
    "low/a.hpp": "#pragma once\n// A.\n",
    "low/a.cpp": '#include "low/a.hpp"\n',
    "high/CMakeLists.txt":
        "vs_module(high LEVEL 2\n  SOURCES b.cpp  # the second\n  HEADERS b.hpp\n  DEPENDS low)\n",
    "high/b.hpp": "#pragma once\n// B.\n",
    "high/b.cpp": '#include "high/b.hpp"\n#include "low/a.hpp"\n',
}


def tree_of(files, allowed=None):
    return Tree(files, allowed or {})


def with_modules(files, allowed=None):
    return Tree({**MODULES, **files}, allowed or {})


def places(findings):
    """What was found, as (path, line)."""
    return sorted((finding.path, finding.line) for finding in findings)
