import pathlib
import sys
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from harness import load_step, network, plan, receipt_scenarios  # noqa: E402


class Receipts(unittest.TestCase):
    @staticmethod
    def bench_of(steps):
        bench = unittest.mock.MagicMock(plan=plan.quick_plan(bursts=3))
        bench.step.side_effect = steps
        bench.generator.workload = load_step.Workload()
        return bench

    @staticmethod
    def burst(took, committed=receipt_scenarios.BURST):
        return {"committed": committed, "refused": 0, "errors": {}, "latency_ms": {"max": took}}

    def test_bursts_with_receipts_stand_beside_those_without_by_their_medians(self):
        # One that warms up, then in turn: without, with, with, without, without, with.
        steps = [self.burst(took) for took in (900, 200, 250, 240, 210, 190, 400)]
        found = receipt_scenarios.receipt_burst(self.bench_of(steps))
        self.assertEqual((found["without_ms"], found["with_ms"]), (200, 250))
        self.assertEqual(found["ratio"], 1.25)

    def test_a_burst_of_which_something_is_missing_is_no_figure(self):
        with self.assertRaises(network.BenchError):
            receipt_scenarios.receipt_burst(self.bench_of([self.burst(200, committed=999)]))


if __name__ == "__main__":
    unittest.main()
