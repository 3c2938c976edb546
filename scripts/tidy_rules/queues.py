"""Rule `queue`: each thread of node is made for a row of the table of queues, each row is
somebody's, and node/README.md tells what runs there."""

import re

from tidy_rules.cpp_text import blank_cpp
from tidy_rules.tree import Finding

_TABLE = "node/ground/queues.hpp"
_PAGE = "node/README.md"
_ROW = re.compile(r'QueueRow\{QueueId::(\w+), "([\w-]+)"')
_USE = re.compile(r"\bQueueId::(\w+)")
_THREAD = re.compile(r"\bstd::j?thread\s+\w+|\bstd::j?thread[({]|\bvector<std::j?thread>")


def _told_queues(tree):
    """The first cells of the page's table of threads and queues."""
    told = set()
    section = tree.text(_PAGE).partition("## Threads and queues")[2].partition("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("|"):
            told.update(name.strip() for name in line.split("|")[1].split(","))
    return told


def _sources(tree):
    return [path for path in tree.paths(".hpp", ".cpp")
            if path.startswith("node/") and path != _TABLE]


def check(tree):
    if not tree.exists(_TABLE):
        return
    used = set()
    for path in _sources(tree):
        code = blank_cpp(tree.text(path))
        used.update(_USE.findall(code))
        for number, line in enumerate(code.splitlines(), start=1):
            if _THREAD.search(line) and "thread" not in tree.allowed("queue", path):
                yield Finding(path, number, "queue",
                              "a thread without a row: make it a SerialThread")
    told = _told_queues(tree)
    for number, line in enumerate(tree.lines(_TABLE), start=1):
        for name, label in _ROW.findall(line):
            if name not in used:
                yield Finding(_TABLE, number, "queue", f"nobody uses {name}: delete its row")
            if label not in told:
                yield Finding(_PAGE, 1, "queue", f"it does not say what runs in {label}: add a row")
