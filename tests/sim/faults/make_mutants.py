#!/usr/bin/env python3
"""Writes the sources that have faults, with every edit of faults.json applied.

usage: make_mutants.py PROJECT_DIR OUTPUT_DIR

An edit replaces a text of the production source that must occur (once, unless "all" is set);
FAULT in the new text asks whether that fault is active. A text that is no longer there stops the
build: then the edit has to follow the source.
"""
import json
import pathlib
import sys


def main() -> int:
    project, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    faults = json.loads((project / "tests/sim/faults/faults.json").read_text())
    sources: dict[str, str] = {}
    for fault in faults:
        for edit in fault["edits"]:
            path = edit["file"]
            text = sources.get(path) or (project / path).read_text()
            count = text.count(edit["old"])
            if count == 0 or (count > 1 and not edit.get("all")):
                print(f"{fault['name']}: the text occurs {count} times in {path}", file=sys.stderr)
                return 1
            query = f'::vitalstream::sim::is_active("{fault["name"]}")'
            sources[path] = text.replace(edit["old"], edit["new"].replace("FAULT", query))
    for path, text in sources.items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = '#include "tests/sim/faults/faults.hpp"\n' + text
        if not target.exists() or target.read_text() != text:
            target.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
