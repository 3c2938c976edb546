"""SIGTERM drains, hands the view over (C5) and exits 0; nothing acknowledged is lost, a restart
goes on.

Usage: shutdown_test.py PROGRAM
"""

import pathlib
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402

STOPPED_WITHIN_S = 15
PROGRESS_S = 60


class Shutdown(unittest.TestCase):
    program = ""

    def stop(self, validator):
        begun = time.monotonic()
        self.assertEqual(validator.stop(STOPPED_WITHIN_S), 0, f"validator {validator.number}")
        took = time.monotonic() - begun
        self.assertIn("stopped", validator.log_text().splitlines()[-1])
        return took

    def test_a_rolling_restart_under_load_loses_nothing(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            client = Client(network.clients[0], network.chain)
            with Load(network, client) as load:
                for validator in network.validators:
                    wait_for_more(load, 20, PROGRESS_S, "progress of all four")
                    took = self.stop(validator)
                    print(f"validator {validator.number} stopped in {took:.2f} s")
                    wait_for_more(load, 20, PROGRESS_S, "progress of three")
                    validator.start()
                    wait_for(lambda v=validator: v.is_ready(3), PROGRESS_S,
                             f"validator {validator.number} back")
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)

    def test_all_stopped_at_once_under_load_end_in_time_and_go_on_later(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            client = Client(network.clients[0], network.chain)
            with Load(network, client) as load:
                wait_for_more(load, 50, PROGRESS_S, "progress")
                for validator in network.validators:
                    validator.ask_to_stop()
                for validator in network.validators:
                    self.stop(validator)
                network.start()
                wait_for_more(load, 20, PROGRESS_S, "progress after the restart")
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)


if __name__ == "__main__":
    Shutdown.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
