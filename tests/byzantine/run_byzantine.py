"""Tries the behaviours of a Byzantine peer on a real network of four under load.

usage: run_byzantine.py PROGRAM PEER [--list] [--ci] [--only NAME]... [--seconds S] [--report DIR]

  PROGRAM         vitalstream
  PEER            byzantine_peer
  --list          print the table: behaviour, how long, what it does, how the liar must be named
  --ci            only the behaviours of every run of CI, each for a shorter time
  --only NAME     only this behaviour, or this family (what stands before the first `-`)
  --seconds S     so long instead of what the table says
  --report DIR    leave byzantine.json and byzantine.md there, and the logs of what failed

Exit status: 0 all as it must be, 1 something was not, 2 wrong usage.
"""

import argparse
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from report import as_json, as_table  # noqa: E402
from rows import ROWS, Row  # noqa: E402
from trial import LIAR, RETURNING, Control, Trial, explain  # noqa: E402
from world import World  # noqa: E402

CONTROL = "honest"
CONTROL_OF_STRANGERS = "stranger-none"
CONTROL_SECONDS = 4
CI_SECONDS = 3
ATTEMPTS = 2
LOG_LINES_KEPT = 2000
STRANGERS = pathlib.Path(__file__).resolve().parent / "strangers.py"


def sentences(command):
    """Behaviour -> what it does, as its maker says."""
    text = subprocess.run([*command, "--list"], check=True, capture_output=True, text=True).stdout
    lines = [line.split("\t") for line in text.splitlines()]
    return {name: does for name, _, does in lines}


class Runner:
    def __init__(self, options):
        self.options = options
        self.peer = [options.peer]
        self.strangers = [sys.executable, str(STRANGERS)]
        self.does = sentences(self.peer) | sentences(self.strangers)
        self.world = None
        self.control = None

    def check_table(self):
        """Whatever can be done stands in the table, and the other way round."""
        named = [row.name for row in ROWS]
        missing = set(self.does) ^ set(named)
        if missing or len(named) != len(set(named)):
            raise SystemExit(f"rows.py and the behaviours differ: {sorted(missing)}")

    def chosen(self):
        only = set(self.options.only)
        unknown = only - {row.name for row in ROWS} - {row.family for row in ROWS}
        if unknown:
            raise SystemExit(f"no such behaviour: {', '.join(sorted(unknown))}")
        return [row for row in ROWS
                if (row.ci or not self.options.ci)
                and (not only or row.name in only or row.family in only)]

    def command(self, row):
        if row.family == "stranger":
            return [*self.strangers, row.name, "--ports", self.world.ports_below(LIAR + 1)]
        number = RETURNING if row.theft else LIAR
        return [*self.peer, row.name, "--network", str(self.world.network.folder),
                "--as", str(number), "--ports", self.world.ports_below(number)]

    def renew_world(self, row):
        self.end_world()
        world = World(self.options.program, row.honest_count)
        world.__enter__()
        self.world = world

    def end_world(self):
        if self.world is not None:
            self.world.__exit__(None, None, None)
            self.world = None

    def measure_control(self):
        """The same network with an honest fourth, on this machine, at this hour."""
        row = Row(CONTROL_OF_STRANGERS if self.world.honest_count == LIAR else CONTROL)
        outcome = Trial(row, "", self.world, None).run(self.command(row), CONTROL_SECONDS)
        self.control = Control(outcome.gap_s, outcome.peak_mib, outcome.cores)

    def run(self, row):
        """A gap that fails is measured once more, on a new network: a machine that other work
        has stopped for a moment is not the behaviour's doing."""
        for attempt in range(1, ATTEMPTS + 1):
            outcome = self.attempt(row)
            outcome.attempts = attempt
            explain(outcome)
            if outcome.passed:
                break
            self.keep_logs(row)
            self.end_world()
        return outcome

    def seconds_of(self, row):
        if row.returns or row.waits_for_deadline:
            return row.seconds
        return self.options.seconds or (CI_SECONDS if self.options.ci else row.seconds)

    def attempt(self, row):
        if self.world is None or self.world.honest_count != row.honest_count:
            self.renew_world(row)
            self.measure_control()
        trial = Trial(row, self.does[row.name], self.world, self.control)
        outcome = trial.run(self.command(row), self.seconds_of(row))
        # Whoever was cut must wait, longer each time, and the next behaviour would wait for it.
        if "cut" in row.named or outcome.was_cut:
            self.end_world()
        return outcome

    def keep_logs(self, row):
        if self.options.report is None or self.world is None:
            return
        folder = self.options.report / "logs" / row.name
        folder.mkdir(parents=True, exist_ok=True)
        for validator in self.world.honest:
            lines = validator.log_text().splitlines()[-LOG_LINES_KEPT:]
            (folder / f"validator-{validator.number}.txt").write_text("\n".join(lines) + "\n")

    def leave_report(self, outcomes):
        if self.options.report is not None:
            self.options.report.mkdir(parents=True, exist_ok=True)
            (self.options.report / "byzantine.json").write_text(as_json(outcomes))
            (self.options.report / "byzantine.md").write_text(as_table(outcomes))


def print_list(runner):
    for row in runner.chosen():
        mark = "ci" if row.ci else "  "
        print(f"{row.name:32} {mark} {row.seconds:4.0f} s  {runner.does[row.name]}"
              + (f" [{', '.join(row.named)}]" if row.named else ""))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("peer")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--ci", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--report", type=pathlib.Path)
    return parser.parse_args()


def main():
    runner = Runner(parse_arguments())
    runner.check_table()
    if runner.options.list:
        print_list(runner)
        return 0
    outcomes = []
    try:
        for row in runner.chosen():
            outcomes.append(runner.run(row))
            runner.leave_report(outcomes)
    finally:
        runner.end_world()
    print(as_table(outcomes))
    return 0 if outcomes and all(one.passed for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
