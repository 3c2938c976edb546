"""The network on which behaviours are tried: four validators of which the fourth is the liar, or
four honest ones where the liar is a stranger; clients at each honest one all the time."""

import tempfile

from client import Client
from commit_clock import CommitClock
from network import Network, wait_for

READY_WITHIN_S = 60
FIRST_COMMITS = 10


class World:
    """Use as a context manager."""

    def __init__(self, program, honest_count):
        self.program = program
        self.honest_count = honest_count

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.network = Network(self.program, self.folder.name)
        self.honest = self.network.validators[:self.honest_count]
        try:
            self._start()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def _start(self):
        for validator in self.honest:
            validator.start()
        self.network.wait_ready(self.honest_count - 1)
        for validator in self.honest:
            wait_for(validator.may_vote, READY_WITHIN_S, f"validator {validator.number} may vote")
        self.clock = CommitClock(self.honest, Client(self.network.clients[0], self.network.chain))
        self.clock.__enter__()
        wait_for(lambda: len(self.clock.commits) >= FIRST_COMMITS, READY_WITHIN_S, "first commits")

    def __exit__(self, kind, error, trace):
        if hasattr(self, "clock"):
            self.clock.__exit__(kind, error, trace)
        self.network.__exit__(kind, error, trace)
        self.folder.cleanup()

    def ports_below(self, number):
        return ",".join(str(validator.peer_port) for validator in self.honest
                        if validator.number < number)
