"""Rule `page`: the pages (*.md) that comments send a reader to exist.

A page is named by its path from the project root, or from the folder of the file that names it."""

import posixpath
import re

from tidy_rules.comments import comments_of
from tidy_rules.tree import Finding

_PAGE = re.compile(r"(?<![\w./-])[\w./-]+\.md\b")


def check(tree):
    for path, line, text in comments_of(tree):
        for name in _PAGE.findall(text):
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if not (tree.exists(name) or tree.exists(beside) or name in tree.allowed("page", path)):
                yield Finding(path, line, "page", f"there is no {name}: name the page that says it")
