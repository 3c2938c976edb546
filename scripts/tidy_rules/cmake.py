"""Rule `cmake`: every C++ source is named in a CMakeLists.txt, and what one names exists.

A header that no module lists is private to the module of its folder; others may not include it."""

import posixpath
import re

from tidy_rules.modules import modules_of, without_comments
from tidy_rules.tree import Finding


def _named_files(tree):
    """Paths of the C++ files that any CMakeLists.txt or .cmake file names."""
    named = set()
    for path in tree.paths("CMakeLists.txt", ".cmake"):
        folder = posixpath.dirname(path)
        text = without_comments(tree.text(path))
        for name in re.findall(r"[\w./{}$-]+\.(?:cpp|hpp)", text):
            name = re.sub(r"\$\{(?:PROJECT|CMAKE)_SOURCE_DIR\}/", "/", name)
            named.add(posixpath.normpath(name.lstrip("/") if name.startswith("/")
                                         else posixpath.join(folder, name)))
        # A fuzz target's file is named after the target.
        named.update(posixpath.join(folder, f"fuzz_{name}.cpp")
                     for name in re.findall(r"\bvs_fuzz\(\s*(\w+)", text))
    return named


def check(tree):
    named = _named_files(tree)
    for path in tree.paths(".cpp"):
        if path not in named:
            yield Finding(path, 1, "cmake", "not built: name it in the folder's CMakeLists.txt")
    for module in modules_of(tree).values():
        listing = posixpath.join(module.folder, "CMakeLists.txt")
        for path in module.files():
            if not tree.exists(path) and "$" not in path:
                yield Finding(listing, module.line, "cmake", f"{path} does not exist")
