"""Rule `pure`: a PURE module has no clock, thread, socket, file, randomness, log or exception.

What a file may use nevertheless stands in allowed.toml, with the reason."""

import re

from tidy_rules.modules import modules_of
from tidy_rules.tree import Finding, line_of

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)

# Header, or folder of headers, and why it is banned.
_BANNED_HEADERS = {
    "chrono": "time is an input", "ctime": "time is an input", "time.h": "time is an input",
    "thread": "one caller, no threads", "mutex": "one caller, no locks",
    "shared_mutex": "one caller, no locks", "condition_variable": "one caller, no waiting",
    "atomic": "one caller, nothing to share", "future": "one caller, no waiting",
    "semaphore": "one caller, no waiting", "stop_token": "one caller, no threads",
    "random": "randomness is an input", "fstream": "no files", "filesystem": "no files",
    "iostream": "no files, no log", "cstdio": "no files, no log", "stdio.h": "no files, no log",
    "syslog.h": "no log", "unistd.h": "no system calls", "fcntl.h": "no system calls",
    "sys/": "no system calls", "netinet/": "no sockets", "boost/asio": "no sockets",
    "boost/beast": "no sockets", "rocksdb/": "no files", "prometheus/": "metrics are effects",
}
_BANNED_WORDS = (
    (re.compile(r"\bthrow\b"), "throw", "return a Result"),
    (re.compile(r"\btry\b|\bcatch\b"), "try", "call what does not throw"),
    (re.compile(r"\bstd::chrono\b|\b(?:steady|system)_clock\b|\bclock_gettime\b|\bstd::time\b"),
     "clock", "time is an input"),
    (re.compile(r"\bs?rand\s*\(|\brandom_device\b|\bmt19937\b|\brandombytes_"), "rand",
     "randomness is an input"),
    (re.compile(r"\bgetenv\b|\bsetenv\b"), "getenv", "configuration is an input"),
    (re.compile(r"\bf?printf\s*\(|\bstd::(?:cout|cerr|clog)\b"), "print", "no log"),
    (re.compile(r"\bthread_local\b"), "thread_local", "state belongs to an object"),
)
# Where output may depend on iteration, nothing unordered is kept at all.
_ORDERED_FOLDERS = ("consensus/", "ledger/")
_UNORDERED_HEADERS = ("unordered_map", "unordered_set", "boost/unordered")
_FLOAT = re.compile(r"\b(?:float|double)\b")


def _banned_header(path, header):
    """(name, reason) if the header is banned in this file."""
    for banned, reason in _BANNED_HEADERS.items():
        if header == banned or (banned.endswith("/") and header.startswith(banned)) or \
                ("/" in banned and header.startswith((banned + "/", banned + "."))):
            return banned, reason
    if path.startswith(_ORDERED_FOLDERS) and header.startswith(_UNORDERED_HEADERS):
        return header, "use std::map or a sorted vector: iteration order must not differ"
    return None


def _check_file(tree, path):
    allowed = tree.allowed("pure", path)
    text = tree.text(path)
    for match in _INCLUDE.finditer(text):
        banned = _banned_header(path, match.group(1))
        if banned and banned[0] not in allowed:
            yield Finding(path, line_of(text, match.start()), "pure",
                          f"<{match.group(1)}> in a pure module: {banned[1]}")
    code = tree.code(path)
    for pattern, name, reason in _BANNED_WORDS:
        for match in pattern.finditer(code) if name not in allowed else ():
            yield Finding(path, line_of(code, match.start()), "pure",
                          f"`{match.group()}` in a pure module: {reason}")
    if path.startswith(_ORDERED_FOLDERS) and "float" not in allowed:
        for match in _FLOAT.finditer(code):
            yield Finding(path, line_of(code, match.start()), "pure",
                          f"`{match.group()}` in a pure module: count in integers")


def check(tree):
    for module in modules_of(tree).values():
        for path in module.files() if module.pure else ():
            if tree.exists(path):
                yield from _check_file(tree, path)
