"""What a missing link between honest validators costs at half the knee: the network as such, and a
validator that is restarted behind it. Like scenarios.py, which has the rest."""

import dataclasses
import statistics
import time
import urllib.error

from harness.knee import find_knee
from harness.load_step import Offer
from harness.meanwhile import Meanwhile
from harness.network import BenchError

# Its key certifies that of its lane first.
SIGNATURES_SEEN = 1 + 10
# What one return may take, so that the load outlasts it on a slow machine too.
RETURN_S = 10
CALM_S = 2
# The knee of a larger network is searched from this share of that of four.
SEARCH_FROM_SHARE = 0.25
SEARCH_GROWTH = 1.5


@dataclasses.dataclass(frozen=True)
class Case:
    """In a network of so many, the last one has no link with these (counted from 1)."""

    validators: int
    without: tuple

    @property
    def pairs(self):
        return [(self.validators, other) for other in self.without]

    def __str__(self):
        others = " and ".join(str(other) for other in self.without)
        return f"{self.validators} validators, no link between {self.validators} and {others}"


class Returns(Meanwhile):
    """The validator is stopped and started, killed and started: `votes_after_stop_s` and
    `votes_after_kill_s` say how long after each start it had voted several times."""

    def __init__(self, validator, wait_s):
        super().__init__(wait_s)
        self._validator = validator
        self.votes_after_stop_s = None
        self.votes_after_kill_s = None

    def act(self):
        self._validator.stop()
        self.votes_after_stop_s = self._start()
        time.sleep(CALM_S)
        self._validator.kill()
        self.votes_after_kill_s = self._start()

    def _start(self):
        since = time.monotonic()
        self._validator.start()
        while not self._has_voted():
            if time.monotonic() - since > 6 * RETURN_S:
                raise BenchError(f"{self._validator.name} does not vote again")
            time.sleep(0.02)
        return round(time.monotonic() - since, 2)

    def _has_voted(self):
        try:
            return self._validator.signatures() >= SIGNATURES_SEEN
        except (OSError, urllib.error.URLError):
            return False


def missing_links(bench, knee):
    """`knee` of the plan's network; of another size it is searched."""
    return [missing_link(bench, knee, Case(*case)) for case in bench.plan.missing_links]


def missing_link(bench, knee, case):
    bench.tell(f"{case}, at half the knee")
    if case.validators != bench.plan.validators:
        bench = bench.of(case.validators)
        with bench.network() as network:
            knee = find_knee(bench.probe(network), knee * SEARCH_FROM_SHARE, SEARCH_GROWTH)
    rate = knee / 2
    steps = {"whole": [], "cut": []}
    for number in range(bench.plan.pairs):
        for name in ("whole", "cut") if number % 2 == 0 else ("cut", "whole"):
            with bench.network(without=case.pairs if name == "cut" else ()) as network:
                steps[name].append(bench.probe(network)(rate))
    restarts, step = restart_behind(bench, rate, case)
    p50 = {name: statistics.median(each["latency_ms"]["p50"] for each in steps[name])
           for name in steps}
    bench.tell(f"  p50 {p50['whole']:.1f} ms whole, {p50['cut']:.1f} ms cut; votes "
               f"{restarts.votes_after_stop_s} s after a planned restart, "
               f"{restarts.votes_after_kill_s} s after kill -9")
    return {"name": f"missing link: {case}", "links_missing": len(case.without),
            "rate": round(rate), "p50_ms": p50, "p50_ratio": round(p50["cut"] / p50["whole"], 3),
            "votes_after_stop_s": restarts.votes_after_stop_s,
            "votes_after_kill_s": restarts.votes_after_kill_s,
            "worst_gap_ms": step["worst_gap_ms"], "step": step}


def restart_behind(bench, rate, case):
    plan = bench.plan
    with bench.network(without=case.pairs) as network:
        restarts = Returns(network.validators[-1], plan.warmup_s + CALM_S)
        seconds = 2 * (RETURN_S + CALM_S)
        with restarts:
            step = bench.step(network, Offer(rate, seconds, plan.warmup_s), restarts.begin)
    return restarts, step
