"""Rule `size`: one file, one question; one function, one thought.

allowed.toml names the functions of a file whose parameters somebody else has chosen."""

import ast
import re

from tidy_rules.cpp_functions import functions_of
from tidy_rules.tree import CPP_SUFFIXES, Finding

FILE_LINES_MAX = 400
LINE_COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 50
PARAMETERS_MAX = 5

_MEASURED = (*CPP_SUFFIXES, ".py", ".rs", ".ts", ".sh", ".cmake", "CMakeLists.txt")
_LABEL = re.compile(r"\s*case [\w:]+:\s*")


def _check_lines(tree, path):
    lines = tree.lines(path)
    count = len(lines) - (lines[-1] == "")
    if count > FILE_LINES_MAX:
        yield Finding(path, count, "size",
                      f"{count} lines: split the file by question (at most {FILE_LINES_MAX})")
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE_COLUMNS_MAX:
            yield Finding(path, number, "size",
                          f"{len(line)} columns: break the line (at most {LINE_COLUMNS_MAX})")


def _cpp_functions(tree, path):
    lines = tree.code(path).split("\n")
    for function in functions_of(tree.code(path)):
        body = lines[function.first_line - 1:function.last_line]
        # A label of a switch is no step: a table of fifty names is still one thought.
        length = sum(1 for line in body if not _LABEL.fullmatch(line))
        yield function.name, function.first_line, length, function.parameters


def _python_functions(tree, path):
    for node in ast.walk(ast.parse(tree.text(path), path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            named = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            count = len([argument for argument in named if argument.arg not in ("self", "cls")])
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1, count


def _check_functions(path, functions, allowed=()):
    for name, first, length, parameters in functions:
        if length > FUNCTION_LINES_MAX:
            yield Finding(path, first, "size", f"{name} has {length} lines: let a part of it be a "
                          f"function of its own (at most {FUNCTION_LINES_MAX})")
        if parameters > PARAMETERS_MAX and name not in allowed:
            yield Finding(path, first, "size", f"{name} has {parameters} parameters: make a struct "
                          f"with named fields (at most {PARAMETERS_MAX})")


def check(tree):
    for path in tree.paths(*_MEASURED):
        yield from _check_lines(tree, path)
    for path in tree.paths(*CPP_SUFFIXES):
        yield from _check_functions(path, _cpp_functions(tree, path), tree.allowed("size", path))
    for path in tree.paths(".py"):
        yield from _check_functions(path, _python_functions(tree, path))
