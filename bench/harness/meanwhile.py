"""What is done to a network while a step of load runs."""

import threading
import time


class Meanwhile:
    """Use `begin` as what the step calls meanwhile, and as a context manager around the step: what
    was begun has ended before the network is closed, also where the step has failed. After
    `wait_s`, `act` is called on a thread of its own."""

    def __init__(self, wait_s):
        self._wait_s = wait_s
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failure = None

    def begin(self):
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self._thread.ident is not None:
            self._thread.join()
        if kind is None and self._failure is not None:
            raise self._failure

    def act(self):
        raise NotImplementedError

    def _run(self):
        try:
            time.sleep(self._wait_s)
            self.act()
        except Exception as failure:  # pylint: disable=broad-except
            # Raised again by whoever waits for the end.
            self._failure = failure
