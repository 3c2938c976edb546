"""Checks the rules of the house that no compiler checks, and prints one line per finding.

usage: scripts/tidy [--rule NAME] [--root FOLDER] [PATH...]

A finding reads `path:line: rule: what to do`. Exit status: 0 none, 1 some, 2 wrong usage.
"""

import argparse
import pathlib
import sys

from tidy_rules import (cmake, comments, file_names, formats, includes, leaks, levels,
                        mirrored_tests, pages, purity, queues, readmes, results, rule_numbers,
                        sizes, traces)
from tidy_rules.tree import Tree

RULES = {
    "cmake": cmake.check,
    "include": includes.check,
    "pure": purity.check,
    "size": sizes.check,
    "format": formats.check,
    "file-name": file_names.check,
    "mirrored-test": mirrored_tests.check,
    "queue": queues.check,
    "readme": readmes.check,
    "level": levels.check,
    "comment": comments.check,
    "page": pages.check,
    "rule-number": rule_numbers.check,
    "result": results.check,
    "leak": leaks.check,
    "trace": traces.check,
}


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="scripts/tidy", description=__doc__.split("\n")[0])
    parser.add_argument("--rule", choices=sorted(RULES), help="only this rule")
    parser.add_argument("--root", type=pathlib.Path, help="the project (default: this one)",
                        default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("path", nargs="*", help="show findings in these files or folders only")
    return parser.parse_args(arguments)


def is_shown(finding, paths):
    return not paths or any(finding.path == path or finding.path.startswith(path.rstrip("/") + "/")
                            for path in paths)


def main(arguments):
    options = parse_arguments(arguments)
    tree = Tree.of_folder(options.root)
    findings = []
    for name, check in RULES.items():
        if options.rule in (None, name):
            findings.extend(check(tree))
    shown = sorted(finding for finding in findings if is_shown(finding, options.path))
    for finding in shown:
        print(finding)
    if shown:
        print(f"tidy: {len(shown)} findings", file=sys.stderr)
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
