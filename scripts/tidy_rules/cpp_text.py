"""Telling C++ code from comments and strings, without a compiler."""

import re

_TOKEN = re.compile(
    r'(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)'
    r'|(?P<raw>R"(?P<mark>[^()\\ \n]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<separator>(?<=[0-9a-fA-F])\'(?=[0-9a-fA-F]))'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>'(?:\\.|[^'\\\n])+')"
    r'|(?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)',
    re.DOTALL | re.MULTILINE)


def _blank(text):
    return "".join(c if c == "\n" else " " for c in text)


def _blank_token(match):
    if match.lastgroup == "separator":
        return match.group()
    if match.group("string") or match.group("raw"):
        inside = match.group()
        return '"' + _blank(inside[1:-1]) + '"'
    return _blank(match.group())


def blank_cpp(text):
    """The same text with everything that is no code turned to blanks; offsets stay."""
    return _TOKEN.sub(_blank_token, text)


def cpp_comments(text):
    """(line number, text) of each comment, in order."""
    return [(text.count("\n", 0, match.start()) + 1, match.group())
            for match in _TOKEN.finditer(text) if match.group("comment")]


def comment_blocks(comments):
    """Runs of comments on adjacent lines, joined: (first line number, text in one line)."""
    blocks = []
    last_line = None
    for line, text in comments:
        words = re.sub(r"^(//+|/\*+)|\*/$", "", text).strip()
        if last_line is not None and line == last_line + 1:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + " " + words)
        else:
            blocks.append((line, words))
        last_line = line + text.count("\n")
    return blocks
