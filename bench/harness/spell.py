"""A spell: one validator is worse off for a while under load, and is watched until it is itself
again. What it suffers and how its recovery is recognised are given; times are those of the step."""

import contextlib
import threading
import time

WATCH_EVERY_S = 0.1
# A validator that has what the others had a moment ago is level with them.
LEVEL_WITHIN_BLOCKS = 2


class Spell:
    """Use as a context manager around the step, with `begin` as what it calls meanwhile.

    After `wait_s`, `suffer(ending)` is called; it returns when the event `ending` is set, `seconds`
    later or when the step has failed, with everything as it was. Then `recovered()` is asked until
    it is true, for `watch_s` at most: `recovered_after_s`, nothing if it never was."""

    def __init__(self, times, suffer, recovered):
        self._wait_s, self._seconds, self._watch_s = times
        self._suffer = suffer
        self._recovered = recovered
        self._over = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.recovered_after_s = None
        self.failure = None

    def begin(self):
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self._over.set()
            self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()
        if kind is None and self.failure is not None:
            raise self.failure

    def _run(self):
        try:
            if self._over.wait(self._wait_s):
                return
            timer = threading.Timer(self._seconds, self._ending.set)
            timer.start()
            try:
                self._suffer(self._ending)
            finally:
                timer.cancel()
            self._watch()
        except Exception as failure:  # pylint: disable=broad-except
            # Raised again by whoever waits for the end.
            self.failure = failure

    def _watch(self):
        since = time.monotonic()
        while time.monotonic() - since < self._watch_s and not self._over.is_set():
            if self._recovered():
                self.recovered_after_s = round(time.monotonic() - since, 2)
                return
            self._over.wait(WATCH_EVERY_S)


def run_by_turns(validator, ending, runs_s, period_s):
    """The process runs for a part of each period and stands still for the rest; at the end it
    runs."""
    try:
        while not ending.is_set():
            validator.go_on()
            if ending.wait(runs_s):
                return
            validator.pause()
            ending.wait(period_s - runs_s)
    finally:
        validator.go_on()


class Lag:
    """How many blocks a validator is behind the others; the most while it was slow."""

    def __init__(self, validator, others):
        self._validator = validator
        self._others = others
        self.blocks_max = 0

    def blocks(self):
        """Now. The others are asked first, so that what is made meanwhile does not count."""
        ahead = max(each.height() for each in self._others)
        behind = max(0, ahead - self._validator.height())
        self.blocks_max = max(self.blocks_max, behind)
        return behind

    def is_level(self):
        # A validator that does not answer in time is not level.
        with contextlib.suppress(OSError):
            return self.blocks() <= LEVEL_WITHIN_BLOCKS
        return False
