"""What planned work costs: each validator in turn is stopped as an upgrade does it, and started
again. Like scenarios.py, which has the rest."""

import time

from harness.load_step import Offer
from harness.meanwhile import Meanwhile
from harness.scenarios import RATE_AT_REST

# Between one validator's return and the next one's turn, and around the whole.
CALM_S = 2
# What one turn may take, so that the load outlasts all of them on a slow machine too.
TURN_S = 8


class Turns(Meanwhile):
    """Each validator's `back_s`: from the stop until it may vote again."""

    def __init__(self, validators, wait_s):
        super().__init__(wait_s)
        self._validators = validators
        self.back_s = []

    def act(self):
        for validator in self._validators:
            since = time.monotonic()
            validator.stop()
            validator.start()
            validator.wait_until_voting()
            self.back_s.append(round(time.monotonic() - since, 2))
            time.sleep(CALM_S)


def planned_restarts(bench):
    """All of them, one after the other, at the rate of an ordinary day: nothing is lost, and
    applications hardly notice."""
    plan = bench.plan
    bench.tell(f"each of the validators is restarted in turn at {RATE_AT_REST} TPS")
    with bench.network() as network:
        turns = Turns(network.validators, plan.warmup_s + CALM_S)
        seconds = CALM_S + len(network.validators) * (TURN_S + CALM_S)
        with turns:
            step = bench.step(network, Offer(RATE_AT_REST, seconds, plan.warmup_s), turns.begin)
    bench.tell(f"  longest gap {step['worst_gap_ms']:.0f} ms; back after "
               f"{', '.join(f'{each} s' for each in turns.back_s)}")
    return {"name": "each validator restarted in turn", "restarted": len(turns.back_s),
            "worst_gap_ms": step["worst_gap_ms"], "back_s": turns.back_s,
            "errors": step["errors"], "lost": step["lost"], "step": step}
