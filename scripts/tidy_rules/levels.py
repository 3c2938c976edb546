"""Rule `level`: docs/architecture.md shows each module with its folder, level and purity, as CMake
has them, and no other module."""

import re

from tidy_rules.modules import modules_of
from tidy_rules.tree import Finding

_PAGE = "docs/architecture.md"
# | 3 | `name` (`folder/`) | contents | yes |
_ROW = re.compile(r"\| *(\d+) *\| *`(\w+)` \(`([\w/]+)/`\) *\|.*\| *(yes|no) *\|$")


def _rows(tree):
    """(name, line, folder, level, pure) of each row of the table of modules."""
    for number, line in enumerate(tree.lines(_PAGE), start=1):
        match = _ROW.match(line)
        if match:
            level, name, folder, pure = match.groups()
            yield name, number, folder, int(level), pure == "yes"


def check(tree):
    if not tree.exists(_PAGE):
        return
    modules = modules_of(tree)
    shown = set()
    for name, line, folder, level, pure in _rows(tree):
        shown.add(name)
        module = modules.get(name)
        if module is None:
            # The program is no module, but stands above all of them.
            if name != "vitalstream":
                yield Finding(_PAGE, line, "level", f"there is no module {name}: delete its row")
        elif (module.folder, module.level, module.pure) != (folder, level, pure):
            yield Finding(_PAGE, line, "level",
                          f"{name} lies in {module.folder}/, on level {module.level}, "
                          f"{'pure' if module.pure else 'not pure'}: correct its row")
    for name, module in sorted(modules.items()):
        if name not in shown:
            yield Finding(_PAGE, 1, "level", f"the table of modules lacks {name}: add a row")
