"""Rule `trace`: nothing names the machine or the folders it was written in."""

import re

from tidy_rules.tree import Finding, line_of

_HOME = re.compile(r"(?<![\w.}$/-])/(?:work|root|home/[a-z]\w*)/[\w.]")


def check(tree):
    for path in tree.paths():
        text = tree.text(path)
        for match in _HOME.finditer(text):
            if match.group() not in tree.allowed("trace", path):
                yield Finding(path, line_of(text, match.start()), "trace",
                              "an absolute path of somebody's machine: derive it")
