import contextlib
import pathlib
import socket
import sys
import threading
import unittest
import unittest.mock
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from harness import endurance, knee, network, page, plan, probes, report, scenarios  # noqa: E402
from harness import slow_scenarios, spell, svg_plot  # noqa: E402


def second(number, offered, outstanding=10, **changes):
    return {"second": number, "offered": offered, "committed": offered, "refused": 0, "failed": 0,
            "outstanding": outstanding, "p50_ms": 5.0, "p99_ms": 20.0, **changes}


def step(rate=1000.0, **changes):
    """A step that the network bore."""
    return {"offered_tps": rate, "committed_tps": rate, "offered": int(rate * 6),
            "committed": int(rate * 6), "refused": 0, "errors": {}, "lost": 0,
            "latency_ms": {"p50": 5.0, "p90": 9.0, "p99": 20.0, "p999": 30.0, "max": 40.0},
            "cpu_us_per_tx_per_validator": 30.0, "generator_cores": 0.1, "rss_bytes_max": 1 << 28,
            "warmup_s": 2, "duration_s": 6, "worst_gap_ms": 12.0,
            "timeline": [second(number, int(rate)) for number in range(9)],
            "memory": {"validator-1": [[0, 1000], [1, 2000], [2, 3000], [3, 4000]]}, **changes}


def bearing(limit):
    """A network that bears `limit`; beyond it, the rest is refused."""
    def measure(rate):
        return step(rate, committed=int(min(rate, limit) * 6))
    return measure


def slow_faults():
    seen = {"share_of_offered": 1.0, "worst_gap_ms": 300, "step": step()}
    return [{"name": "slow validator", "runs_share": 0.2, "level_after_s": 0.4, **seen,
             "latency_ms": {"p99": 90}},
            {"name": "slow keys", "signing": "direct", "knee_tps": 3000, "share_of_knee": 0.35},
            {"name": "slow keys", "signing": "delegated", "knee_tps": 7900, "share_of_knee": 0.94,
             "share_of_local": 0.98},
            {"name": "no keys", "away_signing": "direct", "signs_again_after_s": 2.5, **seen},
            {"name": "no keys, none needed", "away_signing": "delegated",
             "signs_again_after_s": 0.0, **seen},
            {"name": "restarts", "restarted": 4, "worst_gap_ms": 400, "back_s": [1.0, 2.0]},
            *(missing_link(links, ratio) for links, ratio in ((1, 1.1), (1, 1.25), (2, 1.2)))]


def missing_link(links, ratio):
    return {"name": "missing link", "links_missing": links, "p50_ratio": ratio,
            "votes_after_stop_s": ratio, "votes_after_kill_s": 3 * ratio, "worst_gap_ms": 200,
            "step": step()}


def whole_report():
    return {
        "schema": report.SCHEMA,
        "environment": dict.fromkeys(report.SHAPE["environment"], "x"),
        "network": {**dict.fromkeys(report.SHAPE["network"], "x"), "validators": 4},
        "workload": dict.fromkeys(report.SHAPE["workload"], "x"),
        "knee_tps": report.summarise([9000, 8000, 8500]),
        "steps": [step(4000.0), step(8000.0), step(10_000.0, committed_tps=9000)],
        "at_500_tps": step(500.0),
        "receipts": {**dict.fromkeys(report.SHAPE["receipts"], 200), "ratio": 1.2},
        "one_dead": {"knee_tps": 7000, "worst_gap_ms": 200, "share_of_knee": 0.82, "step": step()},
        "faults": [{"name": "overload 2x", "factor": 2, "share_of_knee": 0.9, "step": step()},
                   *slow_faults()],
        "bytes_per_tx": {"wire": 3000, "disk": 1500},
        "endurance": {"step": step(), "wire": 3000, "disk": 1500},
        "requirement_tps": 1000,
    }


class Knee(unittest.TestCase):
    def test_it_is_found_from_below_and_from_above(self):
        for first in (100, 8000, 100_000):
            found = knee.find_knee(bearing(8000), first)
            self.assertLessEqual(found, 8100, first)
            self.assertGreaterEqual(found, 8000 / knee.PRECISION, first)

    def test_a_repeated_search_takes_few_steps(self):
        rates = []

        def measure(rate):
            rates.append(rate)
            return bearing(8000)(rate)
        found = knee.find_knee(measure, 7800, growth=1.12)
        self.assertAlmostEqual(found, 8000, delta=480)
        self.assertLessEqual(len(rates), 4)

    def test_a_network_that_bears_nothing_has_no_knee(self):
        self.assertEqual(knee.find_knee(bearing(0), 1000), 0)

    def test_an_endless_rate_ends_the_search(self):
        self.assertGreaterEqual(knee.find_knee(bearing(1e9), 1000, rate_max=20_000), 20_000)

    def test_one_percent_may_be_missing_and_no_more(self):
        self.assertIsNone(knee.why_not_sustained(step(committed=5940)))
        self.assertEqual(knee.why_not_sustained(step(committed=5939)), "not all committed")

    def test_p99_stays_below_a_second(self):
        slow = step()
        slow["latency_ms"]["p99"] = 1000
        self.assertEqual(knee.why_not_sustained(slow), "p99")

    def test_the_backlog_does_not_grow(self):
        growing = [second(number, 1000, number * 100) for number in range(9)]
        self.assertEqual(knee.why_not_sustained(step(timeline=growing)), "growing backlog")
        falling = [second(number, 1000, 900 - number * 100) for number in range(9)]
        self.assertIsNone(knee.why_not_sustained(step(timeline=falling)))


class Report(unittest.TestCase):
    def test_a_whole_report_lacks_nothing(self):
        finished = report.complete(whole_report(), ["tps>=1000"])
        self.assertEqual(report.missing_keys(finished), [])
        self.assertTrue(finished["passed"])

    def test_each_missing_key_is_named(self):
        finished = report.complete(whole_report(), [])
        del finished["knee_tps"]["min"], finished["workload"], finished["steps"][1]["lost"]
        self.assertEqual(report.missing_keys(finished),
                         ["workload", "knee_tps.min", "steps[1].lost"])

    def test_the_knee_is_the_median_with_its_range(self):
        knee_tps = report.summarise([9000, 8000, 8400])
        self.assertEqual((knee_tps["median"], knee_tps["min"], knee_tps["max"]),
                         (8400, 8000, 9000))

    def test_a_broken_assertion_fails_the_benchmark(self):
        self.assertFalse(report.complete(whole_report(), ["tps>=8501"])["passed"])
        self.assertTrue(report.complete(whole_report(), ["tps>=8500"])["passed"])

    def test_a_single_lost_answer_fails_the_benchmark(self):
        for place in (("at_500_tps",), ("one_dead", "step"), ("endurance", "step")):
            measured = whole_report()
            part = measured
            for key in place:
                part = part[key]
            part["lost"] = 1
            self.assertFalse(report.complete(measured, [])["passed"], place)

    def test_what_slow_parts_cost_can_be_asserted(self):
        finished = report.complete(whole_report(), [
            "slow_validator_share>=1", "slow_validator_p99_ms<=90", "slow_validator_gap_ms<=300",
            "slow_validator_level_after_s<=0.4", "slow_keys_direct_tps>=3000",
            "slow_keys_direct_share>=0.35", "keys_away_direct_share>=1",
            "keys_away_direct_gap_ms<=300", "keys_away_direct_signs_after_s<=2.5",
            "keys_away_delegated_share>=1", "restarts_gap_ms<=400", "restarts_back_after_s<=2",
            "missing_link_p50_ratio==1.25", "missing_links_p50_ratio==1.2",
            "missing_link_votes_after_stop_s<=2", "missing_links_votes_after_kill_s<=5"])
        self.assertNotIn("keys_away_delegated_signs_after_s", finished["figures"])
        self.assertTrue(finished["passed"])
        self.assertIn("slow_keys_direct_tps>=1000",
                      [each["assertion"] for each in finished["targets"] if each["holds"]])

    def test_a_recovery_that_never_came_keeps_no_promise(self):
        measured = whole_report()
        measured["faults"][1]["level_after_s"] = None
        finished = report.complete(measured, ["slow_validator_level_after_s<=60"])
        self.assertFalse(finished["passed"])
        self.assertIn("never", report.table(finished))
        self.assertIn("never", page.render(finished))

    def test_assertions_are_read_strictly(self):
        self.assertEqual(report.parse_assertion("tps>=1000"), ("tps", ">=", 1000))
        for wrong in ("tps", "tps=1000", ">=1000", "tps>=many"):
            with self.assertRaises(ValueError):
                report.parse_assertion(wrong)
        with self.assertRaises(ValueError):
            report.judge("speed>=1", {"tps": 1})

    def test_the_page_is_whole_and_needs_no_network(self):
        text = page.render(report.complete(whole_report(), ["tps>=1000"]))
        self.assertNotIn("http", text)
        self.assertNotIn("<script", text)
        self.assertEqual(text.count("<svg"), 11)
        for place in range(text.count("<svg")):
            picture = "<svg" + text.split("<svg")[place + 1].split("</svg>")[0] + "</svg>"
            xml.etree.ElementTree.fromstring(picture)


class Recovery(unittest.TestCase):
    def test_it_is_the_first_quick_second_after_the_overload(self):
        timeline = [second(number, 1000) for number in range(12)]
        timeline[8] = second(8, 100, p99_ms=4000.0)
        timeline[9] = second(9, 100, outstanding=5000)
        self.assertEqual(scenarios.seconds_until_normal(step(timeline=timeline), 8), 2)

    def test_a_network_that_stays_slow_has_not_recovered(self):
        timeline = [second(number, 1000, p99_ms=3000.0) for number in range(12)]
        self.assertIsNone(scenarios.seconds_until_normal(step(timeline=timeline), 8))

    def test_memory_growth_is_that_of_the_last_half(self):
        flat = [[at, 500] for at in range(0, 120)]
        grows = [[at, 500 if at < 60 else 60 * at] for at in range(0, 120)]
        self.assertEqual(endurance.memory_growth({"a": flat}), 0)
        self.assertAlmostEqual(endurance.memory_growth({"a": flat, "b": grows}), 3600)

    def test_a_long_soak_is_rounds_on_one_network(self):
        self.assertEqual(endurance.rounds(15), [15])
        self.assertEqual(endurance.rounds(300), [300])
        self.assertEqual(endurance.rounds(900), [300, 300, 300])
        first, last = step(lost=1, rss_bytes_max=7), step(2000.0, rss_bytes_max=5)
        whole = endurance.joined([first, last])
        self.assertEqual([whole[name] for name in ("offered_tps", "lost", "rss_bytes_max")],
                         [2000, 1, 7])
        self.assertEqual([each["second"] for each in whole["timeline"]], list(range(18)))
        self.assertEqual([at for at, _ in whole["memory"]["validator-1"]],
                         [0, 1, 2, 3, 3, 4, 5, 6])


class Process:
    """A validator's process as a spell sees it."""

    def __init__(self, height=0):
        self.told = []
        self.blocks = height

    def pause(self):
        self.told.append("pause")

    def go_on(self):
        self.told.append("go on")

    def height(self):
        if self.blocks is None:
            raise TimeoutError
        return self.blocks


class EndingAfter:
    """An event that is set while it is waited for the n-th time."""

    def __init__(self, waits):
        self.waits = waits
        self.waited = []

    def is_set(self):
        return len(self.waited) >= self.waits

    def wait(self, seconds):
        self.waited.append(seconds)
        return self.is_set()


class Spell(unittest.TestCase):
    @staticmethod
    def suffer(ending):
        ending.wait()

    def test_recovery_is_watched_for_after_the_spell(self):
        answers = [False, True]
        with spell.Spell((0, 0, 60), self.suffer, lambda: answers.pop(0)) as one:
            one.begin()
        self.assertEqual(answers, [])
        self.assertGreaterEqual(one.recovered_after_s, spell.WATCH_EVERY_S)

    def test_a_recovery_that_does_not_come_has_no_time(self):
        with spell.Spell((0, 0, 0.01), self.suffer, lambda: False) as one:
            one.begin()
        self.assertIsNone(one.recovered_after_s)

    def test_a_failed_step_ends_the_spell_at_once(self):
        for times in ((0, 3600, 3600), (3600, 3600, 3600)):
            with self.assertRaises(KeyError):
                with spell.Spell(times, self.suffer, lambda: False) as one:
                    one.begin()
                    raise KeyError
            self.assertIsNone(one.recovered_after_s)

    def test_what_fails_within_it_is_not_forgotten(self):
        def fail(_):
            raise OSError("gone")
        with self.assertRaises(OSError):
            with spell.Spell((0, 0, 1), fail, lambda: True) as one:
                one.begin()

    def test_a_spell_that_was_not_begun_is_none(self):
        with spell.Spell((0, 0, 1), self.suffer, lambda: True) as one:
            pass
        self.assertIsNone(one.recovered_after_s)

    def test_a_slow_process_stands_still_in_turns_and_runs_at_the_end(self):
        for waits in range(1, 6):
            process, ending = Process(), EndingAfter(waits)
            spell.run_by_turns(process, ending, 0.02, 0.1)
            self.assertEqual(process.told.count("pause"), waits // 2)
            self.assertEqual(process.told[-1], "go on")
            self.assertAlmostEqual(sum(ending.waited), (waits + 1) // 2 * 0.02 + waits // 2 * 0.08)

    def test_a_process_runs_again_whatever_happens(self):
        class Stubborn(Process):
            def pause(self):
                raise OSError
        process = Stubborn()
        with self.assertRaises(OSError):
            spell.run_by_turns(process, threading.Event(), 0.001, 0.01)
        self.assertEqual(process.told[-1], "go on")

    def test_level_is_who_has_nearly_what_the_first_of_the_others_has(self):
        victim = Process(90)
        lag = spell.Lag(victim, [Process(50), Process(100)])
        self.assertFalse(lag.is_level())
        victim.blocks = 100 - spell.LEVEL_WITHIN_BLOCKS
        self.assertTrue(lag.is_level())
        victim.blocks = 101
        self.assertEqual(lag.blocks(), 0)
        self.assertEqual(lag.blocks_max, 10)

    def test_who_does_not_answer_is_not_level(self):
        self.assertFalse(spell.Lag(Process(None), [Process(1)]).is_level())


class SlowScenarios(unittest.TestCase):
    def test_only_what_was_borne_is_remembered(self):
        borne = []
        measure = slow_scenarios.remembering(bearing(1000), borne)
        for rate in (500, 2000, 900):
            measure(rate)
        self.assertEqual([each["offered_tps"] for each in borne], [500, 900])

    def test_the_knee_of_slow_keys_is_looked_for_near_that_of_local_ones_first(self):
        for bears, reached, steps in ((2000, 1000, 1), (960, 955, 2), (940, 937.5, 4)):
            borne, asked = [], []
            measure = slow_scenarios.remembering(
                lambda rate, bears=bears, asked=asked: asked.append(rate) or bearing(bears)(rate),
                borne)
            self.assertAlmostEqual(slow_scenarios.rate_reached(measure, 1000), reached)
            self.assertEqual(len(asked), steps)
            self.assertAlmostEqual(max(each["offered_tps"] for each in borne), reached)
        for bears in (100, 500, 700, 900):
            found = slow_scenarios.rate_reached(bearing(bears), 1000)
            self.assertLessEqual(found, bears * 1.02)
            self.assertGreaterEqual(found, bears / knee.PRECISION)

    def test_slow_keys_stand_beside_local_ones_by_their_medians(self):
        bench = unittest.mock.Mock(plan=plan.quick_plan())
        bench.network.return_value = contextlib.nullcontext("local")
        committed = {"local": iter([8000, 7000, 9000]), "slow": iter([7600, 9900, 100])}
        bench.probe = lambda network: lambda rate: {"committed_tps": next(committed[network])}
        with unittest.mock.patch.object(slow_scenarios, "network_of_slow_keys",
                                        lambda *_: contextlib.nullcontext(("slow", []))):
            found = slow_scenarios.beside_local_keys(bench, 8000, "delegated")
        self.assertEqual(found["share_of_local"], 0.95)

    def test_the_share_is_that_of_what_was_offered(self):
        self.assertEqual(slow_scenarios.committed_share(step(committed=5940)), 0.99)
        self.assertEqual(slow_scenarios.committed_share(step(offered=0)), 0)


class Ports(unittest.TestCase):
    def test_a_network_is_not_started_where_another_listens(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with self.assertRaisesRegex(network.BenchError, f"port {port}"):
                network.require_free_ports(plan.full_plan(validators=1, base_port=port))


class Probes(unittest.TestCase):
    def test_signatures_are_those_that_the_provider_gave(self):
        name = "blockchain_hsm_operations_total"
        metrics = (f'{name}{{op="sign",outcome="ok",provider="vault"}} 41\n'
                   f'{name}{{op="sign",outcome="unavailable",provider="vault"}} 7\n'
                   f'{name}{{op="wrap",outcome="ok",provider="vault"}} 1\n'
                   "blockchain_tps 5\n")
        self.assertEqual(probes.signatures_made(metrics), 41)
        self.assertEqual(probes.signatures_made(""), 0)

    def test_processor_time_lies_on_the_line_between_two_samples(self):
        series = [(10.0, 1.0, 0), (20.0, 3.0, 0), (30.0, 3.5, 0)]
        self.assertAlmostEqual(probes.value_at(series, 15.0), 2.0)
        self.assertAlmostEqual(probes.value_at(series, 20.0), 3.0)
        self.assertAlmostEqual(probes.value_at(series, 99.0), 3.5)

    def test_only_bytes_between_validators_count(self):
        listing = ("0 0 127.0.0.1:45518 127.0.0.1:21000 cubic bytes_sent:100 bytes_acked:1\n"
                   "0 0 127.0.0.1:21000 127.0.0.1:45518 cubic bytes_sent:30 bytes_acked:1\n"
                   "0 0 127.0.0.1:21001 127.0.0.1:45520 cubic bytes_sent:7 bytes_acked:1\n"
                   "0 0 [::1]:50000 [::1]:21010 cubic rto:212\n")
        self.assertEqual(probes.sum_of_bytes_sent(listing, {21000, 21010}), 130)


class Plot(unittest.TestCase):
    def test_axes_end_at_round_numbers(self):
        self.assertEqual([svg_plot.nice_end(value) for value in (0, 7, 120, 8400)],
                         [1, 8, 150, 10_000])

    def test_nothing_to_draw_is_drawn(self):
        xml.etree.ElementTree.fromstring(svg_plot.line_plot("t", ("x", "y"), {"a": []}, log=True))


if __name__ == "__main__":
    unittest.main()
