"""What planned work costs: each validator in turn is stopped as an upgrade does it, and started
again. Like scenarios.py, which has the rest."""

import threading
import time

from harness.load_step import Offer
from harness.scenarios import RATE_AT_REST

# Between one validator's return and the next one's turn, and around the whole.
CALM_S = 2
# What one turn may take, so that the load outlasts all of them on a slow machine too.
TURN_S = 8


class Turns:
    """Use `begin` as what the step calls meanwhile, and `end` after it. Each validator's `back_s`:
    from the stop until it may vote again."""

    def __init__(self, validators, wait_s):
        self._validators = validators
        self._wait_s = wait_s
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.back_s = []
        self.failure = None

    def begin(self):
        self._thread.start()

    def end(self):
        self._thread.join()
        if self.failure is not None:
            raise self.failure

    def _run(self):
        try:
            time.sleep(self._wait_s)
            for validator in self._validators:
                since = time.monotonic()
                validator.stop()
                validator.start()
                validator.wait_until_voting()
                self.back_s.append(round(time.monotonic() - since, 2))
                time.sleep(CALM_S)
        except Exception as failure:  # pylint: disable=broad-except
            # Raised again by whoever waits for the end.
            self.failure = failure


def planned_restarts(bench):
    """All of them, one after the other, at the rate of an ordinary day: nothing is lost, and
    applications hardly notice."""
    plan = bench.plan
    bench.tell(f"each of the validators is restarted in turn at {RATE_AT_REST} TPS")
    with bench.network() as network:
        turns = Turns(network.validators, plan.warmup_s + CALM_S)
        seconds = CALM_S + len(network.validators) * (TURN_S + CALM_S)
        step = bench.step(network, Offer(RATE_AT_REST, seconds, plan.warmup_s), turns.begin)
        turns.end()
    bench.tell(f"  longest gap {step['worst_gap_ms']:.0f} ms; back after "
               f"{', '.join(f'{each} s' for each in turns.back_s)}")
    return {"name": "each validator restarted in turn", "restarted": len(turns.back_s),
            "worst_gap_ms": step["worst_gap_ms"], "back_s": turns.back_s,
            "errors": step["errors"], "lost": step["lost"], "step": step}
