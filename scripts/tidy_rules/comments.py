"""Rule `comment`: comments say why; they keep no to-do list and tell no history."""

import io
import re
import tokenize

from tidy_rules.cpp_text import comment_blocks
from tidy_rules.tree import CPP_SUFFIXES, Finding

_TO_DO = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
_HISTORY = re.compile(
    r"\bpreviously\b|\bnow uses\b"
    # What "is" or "does" something no more states a condition; these forms tell a story.
    r"|(?:^|[.;:,] |\b(?:we|this|that|code|function|class|now) )no longer\b"
    # What "is used" for something states a purpose.
    r"|(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeen )(?<!\bkey )(?<!\bkeys )\bused to\b",
    re.IGNORECASE)
_HASHED = (".sh", ".cmake", "CMakeLists.txt", ".yml", ".yaml", ".toml")
_COMMENTED = (*CPP_SUFFIXES, ".py", *_HASHED)


def _python_comments(text):
    try:
        return [(token.start[0], token.string)
                for token in tokenize.generate_tokens(io.StringIO(text).readline)
                if token.type == tokenize.COMMENT]
    except (tokenize.TokenError, IndentationError):
        return []


def _hashed_comments(text):
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = re.search(r"(?:^|\s)(#.*)$", line)
        if match:
            found.append((number, match.group(1)))
    return found


def _comments(tree, path):
    if path.endswith(CPP_SUFFIXES):
        return tree.comments(path)
    if path.endswith(".py"):
        return _python_comments(tree.text(path))
    return _hashed_comments(tree.text(path))


def comments_of(tree):
    """(path, line, text) of every comment of the project."""
    for path in tree.paths(*_COMMENTED):
        for line, text in _comments(tree, path):
            yield path, line, text


def check(tree):
    for path in tree.paths(*_COMMENTED):
        comments = _comments(tree, path)
        for line, text in comments:
            if _TO_DO.search(text):
                yield Finding(path, line, "comment", "do it, or open an issue and name it nowhere")
        for line, text in comment_blocks(comments):
            match = _HISTORY.search(text)
            if match:
                yield Finding(path, line, "comment",
                              f'"{match.group()}": say what is, the history is in git')
