"""Rule `result`: test, then dereference; and no coroutine outlives the captures it reads.

`.value()` throws, which a Result or an optional that was tested need not; a lambda coroutine with
captures reads them from a lambda that is gone after its first suspension."""

import re

from tidy_rules.tree import CPP_SUFFIXES, Finding, line_of

_FRESH = re.compile(r"\b(?:decode|parse|read|verify|validate|load|from)_\w+\s*"
                    r"\((?:[^()]|\([^()]*\))*\)\s*\.value\(\)")
_VALUE = re.compile(r"(?<![\w.>])([a-z]\w*)\.value\(\)")
_FUNCTION_END = re.compile(r"^\}", re.MULTILINE)
_CAPTURING_COROUTINE = re.compile(
    r"(?<!\[)\[(?!\[)[^\[\]]*[^\s\[\]][^\[\]]*\]\s*(?:<[^<>]*>\s*)?"
    r"(?:\((?:[^()]|\([^()]*\))*\)\s*)?(?:mutable\s*)?(?:noexcept\s*)?->\s*[\w:]*\bawaitable\b")


def _tested_values(code):
    """Offsets of `x.value()` where the same function tested `x` as only a Result can be."""
    start = 0
    for end in [match.end() for match in _FUNCTION_END.finditer(code)] + [len(code)]:
        body = code[start:end]
        for match in _VALUE.finditer(body):
            name = re.escape(match.group(1))
            if re.search(rf"!\s*{name}\b(?!\s*[.(\[]|->)|\b{name}\.(?:error|has_value)\(\)",
                         body[:match.start()]):
                yield start + match.start()
        start = end


def check(tree):
    for path in tree.paths(*CPP_SUFFIXES):
        code = tree.code(path)
        offsets = {match.start() for match in _FRESH.finditer(code)} | set(_tested_values(code))
        for offset in sorted(offsets):
            yield Finding(path, line_of(code, offset), "result",
                          "`.value()` throws: test the Result, then write *r")
        for match in _CAPTURING_COROUTINE.finditer(code):
            yield Finding(path, line_of(code, match.start()), "result",
                          "a coroutine must not be a capturing lambda: pass values as parameters")
