"""Rule `include`: a module includes only itself and modules below it that it links."""

import re

from tidy_rules.modules import modules_of, owners_of, reachable
from tidy_rules.tree import CPP_SUFFIXES, Finding, line_of

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)


def _advice(modules, module, target, owner):
    if owner is None:
        return f'"{target}" belongs to no module: include by root path, list it in HEADERS'
    if owner.name == module.name:
        return None
    if target not in owner.headers:
        return f'"{target}" is private to {owner.name}: list it in its HEADERS, or do not use it'
    if owner.level >= module.level:
        return (f"{module.name} (level {module.level}) may not use {owner.name} (level "
                f"{owner.level}): move what is shared down, or let the lower one own a port")
    if owner.name not in reachable(modules, module):
        return f"{module.name} uses {owner.name}: name it in DEPENDS"
    return None


def check(tree):
    modules = modules_of(tree)
    owners = owners_of(tree)
    for path in tree.paths(*CPP_SUFFIXES):
        module = owners.get(path)
        if module is None:
            continue
        text = tree.text(path)
        for match in _INCLUDE.finditer(text):
            advice = _advice(modules, module, match.group(1), owners.get(match.group(1)))
            if advice:
                yield Finding(path, line_of(text, match.start()), "include", advice)
