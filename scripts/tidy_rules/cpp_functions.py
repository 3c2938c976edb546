"""Finding functions in C++ by their braces. A heuristic, not a parser: it follows scopes, knows
constructor initialisers, and takes what it does not recognise for a plain block."""

import dataclasses
import re

_MARK = re.compile(r"[{}();]")
_TYPE_HEAD = re.compile(r"^(?:(?:typedef|static|inline|constexpr|const|alignas\s*\([^)]*\)|"
                        r"\[\[[^\]]*\]\])\s*)*(?:class|struct|union|enum)\b")
_NAMESPACE_HEAD = re.compile(r'^(?:inline\s+)?namespace\b|^extern\s*"')
_NAME = re.compile(r"(operator\s*(?:\(\)|[^\s\w(]+|[\w:]+)|~?[A-Za-z_]\w*)\s*$")
_NO_NAMES = {"requires", "decltype", "alignas", "noexcept", "explicit", "if", "for", "while",
             "switch", "catch", "return", "sizeof", "static_assert", "defined"}


@dataclasses.dataclass(frozen=True)
class Function:
    name: str
    first_line: int
    last_line: int  # equal to first_line's statement for a declaration
    parameters: int
    has_body: bool


@dataclasses.dataclass
class _Scope:
    kind: str  # namespace, type, function, block, init
    head_start: int  # of the statement around it, to go on with after an initialiser
    parens: int
    function: tuple = None


def _matching(text, start, opening, closing):
    depth = 0
    for index in range(start, len(text)):
        if text[index] == opening:
            depth += 1
        elif text[index] == closing:
            depth -= 1
            if depth == 0:
                return index
    return len(text) - 1


def _without_template(head):
    """Drops `template <...>` and access labels in front."""
    head = re.sub(r"^\s*(?:(?:public|private|protected)\s*:(?!:)\s*)+", "", head).strip()
    while head.startswith("template"):
        opening = head.find("<")
        if opening < 0:
            return head
        head = head[_matching(head, opening, "<", ">") + 1:].strip()
    return head


def _parameter_list(head):
    """(name, text between the parentheses, text after them), or None if it is no function."""
    index = 0
    while True:
        opening = head.find("(", index)
        if opening < 0:
            return None
        before = _NAME.search(head[:opening])
        if before and re.match(r"operator\s*$", before.group(1)):
            closing = _matching(head, opening, "(", ")")
            opening = head.find("(", closing)
            if opening < 0:
                return None
            name = "operator()"
        else:
            name = before.group(1) if before else ""
        closing = _matching(head, opening, "(", ")")
        if name and name not in _NO_NAMES:
            return name, head[opening + 1:closing], head[closing + 1:]
        index = closing + 1


def count_parameters(text):
    """Parameters in the text between a function's parentheses."""
    text = text.strip()
    if text in ("", "void"):
        return 0
    depth = 0
    count = 1
    previous = ""
    for c in text:
        if c in "(<[{":
            depth += 1
        elif c in ")]}" or (c == ">" and previous != "-"):
            depth -= 1
        elif c == "," and depth == 0:
            count += 1
        previous = c
    return count


def _has_assignment(head):
    """Whether `=` stands outside parentheses, as in a variable with an initialiser."""
    outside = re.sub(r"operator\s*[^\s\w(]+", "", head)
    while "(" in outside:
        shorter = re.sub(r"\([^()]*\)", "", outside)
        if shorter == outside:
            break
        outside = shorter
    return re.search(r"(?<![=!<>+*/%&|^-])=(?!=)", outside) is not None


def _is_member_initialiser(after):
    """Whether a brace after `Name(...) : a_(1), b_` opens b_'s initialiser, not the body."""
    if not re.match(r"\s*(?:noexcept\s*(?:\([^)]*\))?\s*)?:(?!:)", after):
        return False
    return re.search(r"[\w>]\s*$", after) is not None


def _classify(head, parent_kind):
    """(kind, function) of the scope that a brace after `head` opens."""
    bare = _without_template(head)
    if parent_kind in ("function", "block", "init"):
        return "block", None
    if _NAMESPACE_HEAD.match(bare):
        return "namespace", None
    if _TYPE_HEAD.match(bare):
        return "type", None
    found = _parameter_list(bare)
    if found is None or _has_assignment(bare):
        return "init", None
    name, parameters, after = found
    if _is_member_initialiser(after):
        return "init", None
    return "function", (name, count_parameters(parameters))


def _first_code(text, start, end):
    """Where a head begins, blanks and access labels aside."""
    label = re.compile(r"\s*(?:(?:public|private|protected)\s*:(?!:))?")
    while (match := label.match(text, start, end)) and match.end() > start:
        start = match.end()
    return start


class _Scanner:
    def __init__(self, code):
        self.code = code
        self.scopes = [_Scope("namespace", 0, 0)]
        self.head_start = 0
        self.parens = 0
        self.functions = []

    def line(self, offset):
        return self.code.count("\n", 0, offset) + 1

    def open(self, offset):
        scope = self.scopes[-1]
        if self.parens > 0:
            self.scopes.append(_Scope("init", self.head_start, self.parens))
            self.parens = 0
            return
        kind, function = _classify(self.code[self.head_start:offset], scope.kind)
        start = _first_code(self.code, self.head_start, offset)
        self.scopes.append(_Scope(kind, self.head_start, 0,
                                  function and (*function, self.line(start))))
        self.head_start = offset + 1

    def close(self, offset):
        if len(self.scopes) == 1:
            return
        scope = self.scopes.pop()
        self.parens = scope.parens
        if scope.kind == "init":
            self.head_start = scope.head_start
            return
        self.head_start = offset + 1
        if scope.function:
            name, parameters, first = scope.function
            self.functions.append(
                Function(name, first, self.line(offset), parameters, has_body=True))

    def end_statement(self, offset):
        if self.parens > 0:
            return
        head = self.code[self.head_start:offset]
        if self.scopes[-1].kind in ("namespace", "type"):
            self.declaration(head, offset)
        self.head_start = offset + 1

    def declaration(self, head, offset):
        bare = _without_template(head)
        if re.match(r"(?:using|typedef|friend|static_assert|return|extern)\b", bare):
            return
        declared = bare.split("=")[0] if "operator" not in bare else bare
        found = _parameter_list(declared)
        if found is None or not re.match(
                r"^\s*(?:const|noexcept|override|final|&&?|->.*|=.*|\s)*$", found[2], re.DOTALL):
            return
        line = self.line(_first_code(self.code, self.head_start, offset))
        self.functions.append(Function(found[0], line, line, count_parameters(found[1]),
                                       has_body=False))

    def run(self):
        for match in _MARK.finditer(self.code):
            mark = match.group()
            if mark == "(":
                self.parens += 1
            elif mark == ")":
                self.parens = max(0, self.parens - 1)
            elif mark == "{":
                self.open(match.start())
            elif mark == "}":
                self.close(match.start())
            else:
                self.end_statement(match.start())
        return self.functions


def functions_of(code):
    """The functions in blanked C++ code, in the order in which they end."""
    return _Scanner(code).run()
