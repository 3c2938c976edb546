"""Rule `leak`: headers of packages stay out of our headers, and a header says what it is for."""

import re

from tidy_rules.modules import modules_of
from tidy_rules.tree import Finding, line_of

_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>", re.MULTILINE)
_PRIVATE = ("rocksdb/", "openssl/", "p11-kit/", "curl/", "prometheus/", "yaml-cpp/", "sodium",
            "CLI/")


def _check_header(tree, path):
    text = tree.text(path)
    allowed = tree.allowed("leak", path)
    for match in _INCLUDE.finditer(text):
        package = next((name for name in _PRIVATE if match.group(1).startswith(name)), None)
        if package and package not in allowed:
            yield Finding(path, line_of(text, match.start()), "leak",
                          f"<{match.group(1)}> in a header: include it in the .cpp, and hide its "
                          "types behind a forward declaration or a port")
    if not re.match(r"#pragma once\n//", text):
        yield Finding(path, 1, "leak",
                      "begin with #pragma once and the comment: role, caller, invariants, thread")


def check(tree):
    for module in modules_of(tree).values():
        for path in module.headers:
            if tree.exists(path):
                yield from _check_header(tree, path)
