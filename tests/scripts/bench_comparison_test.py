import pathlib
import sys
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from harness import comparison, network, report, restart_scenarios  # noqa: E402


def step(**changes):
    return {"committed_tps": 1000.0, "latency_ms": {"p50": 5.0, "p99": 20.0}, "lost": 0,
            "cpu_us_per_tx_per_validator": 30.0, **changes}


class Restarts(unittest.TestCase):
    def validators(self, seen, voting=lambda: None):
        found = []
        for name in "ab":
            one = unittest.mock.Mock()
            one.stop.side_effect = lambda name=name: seen.append(f"stop {name}")
            one.start.side_effect = lambda name=name: seen.append(f"start {name}")
            one.wait_until_voting.side_effect = voting
            found.append(one)
        return found

    def run_turns(self, validators):
        turns = restart_scenarios.Turns(validators, 0)
        with unittest.mock.patch.object(restart_scenarios, "CALM_S", 0), turns:
            turns.begin()
        return turns

    def test_the_next_one_is_stopped_when_the_one_before_votes(self):
        seen = []
        turns = self.run_turns(self.validators(seen, lambda: seen.append("votes")))
        self.assertEqual(seen, ["stop a", "start a", "votes", "stop b", "start b", "votes"])
        self.assertEqual(len(turns.back_s), 2)

    def test_one_that_does_not_come_back_ends_the_turns_and_is_told(self):
        seen = []
        failing = unittest.mock.Mock(side_effect=network.BenchError("never ready"))
        with self.assertRaisesRegex(network.BenchError, "never ready"):
            self.run_turns(self.validators(seen, failing))
        self.assertEqual(seen, ["stop a", "start a"])


class Comparison(unittest.TestCase):
    def test_neither_build_always_goes_first(self):
        self.assertEqual(list(comparison.turns(3)), ["new", "old", "old", "new", "new", "old"])

    def test_the_ratio_is_that_of_the_medians(self):
        def steps(costs):
            return [step(cpu_us_per_tx_per_validator=cost, lost=1) for cost in costs]
        found = comparison.figures({part: {"new": steps((30, 33, 90)), "old": steps((30, 10, 35))}
                                    for part in ("at rest", "at the knee")})
        self.assertEqual(found["cpu_us_at_500"]["ratio"], 1.1)
        self.assertEqual(found["cpu_us_at_500"]["new"], {"median": 33, "min": 30, "max": 90})
        self.assertEqual(comparison.assertable(found)["cpu_us_at_the_knee_ratio"], 1.1)
        self.assertEqual(comparison.assertable(found)["lost"], 12)
        self.assertIn("33 (30 - 90)", comparison.table(found))

    def test_a_build_that_commits_nothing_has_no_ratio(self):
        nothing = {"new": [step()], "old": [step(committed_tps=0)]}
        found = comparison.figures({"at rest": nothing, "at the knee": nothing})
        self.assertIsNone(found["committed_at_the_knee"]["ratio"])
        self.assertFalse(report.judge("committed_at_the_knee_ratio>=0.98",
                                      comparison.assertable(found))["holds"])
        self.assertIn("-", comparison.table(found))


if __name__ == "__main__":
    unittest.main()
