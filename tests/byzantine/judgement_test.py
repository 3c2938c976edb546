"""The judge is judged: a gap, a cost, a silence, a restart that a behaviour must not cause are each
told as failures, and nothing else is.

Usage: judgement_test.py
"""

import pathlib
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from commit_clock import Commit, CommitClock  # noqa: E402
from report import as_table  # noqa: E402
from rows import GAP_S, RESTART_GAP_S, ROWS, Row  # noqa: E402
from trial import Control, Trial, named_by  # noqa: E402


class FakeVitals:
    """One validator as it was seen; it names the liar as it is told."""

    def __init__(self, number=1, peak_mib=50.0, cores=0.3, log="", rises=()):
        self.validator = types.SimpleNamespace(number=number)
        self.peak_mib, self.cores = peak_mib, cores
        self.is_same_process = True
        self.log, self.rises = log, dict(rises)

    def new_log(self):
        return self.log

    def rise(self, name, **labels):
        return self.rises.get((name, *labels.values()), 0)


def clock_with(commits):
    clock = CommitClock([], None)
    clock.commits = [Commit(at, number, "", b"") for number, at in commits]
    return clock


def trial_of(row, clock=None):
    numbers = range(1, row.honest_count + 1)
    honest = [types.SimpleNamespace(number=number) for number in numbers]
    world = types.SimpleNamespace(honest=honest, clock=clock or clock_with([]),
                                  network=types.SimpleNamespace(validators=honest))
    return Trial(row, "", world, Control(gap_s=0.2, peak_mib=50, cores=0.3))


class Judgement(unittest.TestCase):
    def test_the_gap_is_the_longest_that_the_clients_of_one_validator_saw(self):
        clock = clock_with([(1, 10.5), (1, 13.0), (2, 11.0), (2, 12.0), (2, 13.5)])
        self.assertEqual(clock.longest_gap(10, 14, [2]), 1.5)
        self.assertEqual(clock.longest_gap(10, 14, [1, 2]), 2.5)

    def test_the_time_without_any_commit_is_a_gap_too(self):
        self.assertEqual(clock_with([]).longest_gap(10, 14, [1]), 4)
        self.assertEqual(clock_with([(1, 10.0)]).longest_gap(10, 14, [1]), 4)

    def test_a_network_that_stops_fails(self):
        trial = trial_of(Row("votes-x"), clock_with([(n, t) for n in (1, 2, 3) for t in (1, 3.5)]))
        trial.judge_gap(0, 4)
        self.assertEqual(len(trial.outcome.failures), 1)

    def test_a_network_that_goes_on_passes(self):
        trial = trial_of(Row("votes-x"), clock_with([(n, t) for n in (1, 2, 3) for t in (1, 2)]))
        trial.judge_gap(0, 3)
        self.assertEqual(trial.outcome.failures, [])

    def test_a_control_that_was_slow_is_the_measure(self):
        trial = trial_of(Row("votes-x"), clock_with([(n, 1.0) for n in (1, 2, 3)]))
        trial.control.gap_s = 1.0
        trial.judge_gap(0, 3.5)
        self.assertEqual(trial.outcome.failures, [])
        self.assertEqual(trial.outcome.gap_limit_s, 3.0)

    def test_the_clients_of_the_killed_one_may_wait(self):
        clock = clock_with([(n, t) for n in (1, 2) for t in (1, 2, 3, 4, 5, 6, 7)])
        trial = trial_of(Row("answers-x", restart=True, gap_s=RESTART_GAP_S), clock)
        trial.judge_gap(0, 8)
        self.assertEqual(trial.outcome.failures, [])

    def test_memory_and_processor_time_are_bounded_by_the_control(self):
        for vitals in (FakeVitals(peak_mib=50 + 257), FakeVitals(cores=0.3 + 0.76)):
            trial = trial_of(Row("votes-x"))
            trial.judge_costs([vitals])
            self.assertEqual(len(trial.outcome.failures), 1)
        trial = trial_of(Row("votes-x"))
        trial.judge_costs([FakeVitals(peak_mib=300, cores=1.0)])
        self.assertEqual(trial.outcome.failures, [])

    def test_nobody_may_end_or_halt_but_the_killed_one(self):
        gone = FakeVitals(number=3)
        gone.is_same_process = False
        trial = trial_of(Row("votes-x"))
        trial.judge_costs([gone])
        self.assertEqual(len(trial.outcome.failures), 1)
        trial = trial_of(Row("answers-x", restart=True))
        trial.judge_costs([gone])
        self.assertEqual(trial.outcome.failures, [])
        trial = trial_of(Row("votes-x"))
        trial.judge_costs([FakeVitals(log="halted: nothing is signed or executed any more")])
        self.assertEqual(len(trial.outcome.failures), 1)

    def test_a_liar_that_nobody_names_is_a_failure(self):
        trial = trial_of(Row("votes-x", ("evidence",)))
        trial.judge_names([FakeVitals(), FakeVitals(log="evidence of a fault validator-4")])
        self.assertEqual(trial.outcome.failures, [])
        trial.judge_names([FakeVitals(), FakeVitals()])
        self.assertEqual(len(trial.outcome.failures), 1)

    def test_one_that_was_cut_may_not_come_back_at_once(self):
        trial = trial_of(Row("votes-x", ("cut",)))
        trial.outcome.sent = {"sessions": 15}
        trial.judge_returns()
        self.assertEqual(trial.outcome.failures, [])
        trial.outcome.sent = {"sessions": 16}
        trial.judge_returns()
        self.assertEqual(len(trial.outcome.failures), 1)

    def test_each_way_of_naming_asks_what_it_says(self):
        closed = ("blockchain_peer_sessions_closed_total", "Misbehaved")
        self.assertTrue(named_by(FakeVitals(log="cutting validator 4: x", rises={closed: 1}),
                                 "cut"))
        self.assertFalse(named_by(FakeVitals(log="cutting validator 4: x"), "cut"))
        refused = ("blockchain_peer_connections_refused_total", "WrongGenesis")
        self.assertTrue(named_by(FakeVitals(rises={refused: 1}), "refused:WrongGenesis"))
        self.assertFalse(named_by(FakeVitals(rises={refused: 1}), "refused:WrongChain"))

    def test_the_report_tells_what_failed(self):
        trial = trial_of(Row("votes-x"))
        trial.fail("no commit for 9.0 s")
        self.assertIn("**no commit for 9.0 s**", as_table([trial.outcome]))
        self.assertIn("0 of 1", as_table([trial.outcome]))


class Table(unittest.TestCase):
    def test_ci_tries_some_of_each_family(self):
        families = {row.family for row in ROWS}
        self.assertEqual({row.family for row in ROWS if row.ci}, families)

    def test_there_are_at_least_sixty_and_ci_tries_a_third(self):
        self.assertGreaterEqual(len(ROWS), 60)
        self.assertGreaterEqual(3 * sum(row.ci for row in ROWS), len(ROWS))

    def test_no_row_allows_more_than_the_rule(self):
        for row in ROWS:
            self.assertLessEqual(row.gap_s, RESTART_GAP_S if row.returns else GAP_S, row.name)
            for how in row.named:
                named_by(FakeVitals(), how)


if __name__ == "__main__":
    unittest.main(verbosity=2)
