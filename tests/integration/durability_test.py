"""Kill -9 at any time loses nothing that was acknowledged (C14, S3), on a real network under load.

Usage: durability_test.py PROGRAM [KILLS]
"""

import pathlib
import random
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402

SEED = 20261121
RECOVERY_S = 60


class Durability(unittest.TestCase):
    program = ""
    kills = 20

    def test_kill_9_under_load_loses_nothing_acknowledged(self):
        choice = random.Random(SEED)
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            client = Client(network.clients[0], network.chain)
            with Load(network, client) as load:
                for kill in range(self.kills):
                    self.kill_one(network, load, choice, kill)
            print(f"{self.kills} kills, {load.count()} acknowledged, {load.failures} unanswered")
            self.assertGreater(load.count(), self.kills * 5, f"seed {SEED}")
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)

    def kill_one(self, network, load, choice, kill):
        victim = choice.choice(network.validators)
        wait_for_more(load, 5, RECOVERY_S, f"progress before kill {kill}")
        victim.kill()
        wait_for_more(load, 5, RECOVERY_S,
                      f"progress without validator {victim.number} (kill {kill})")
        victim.start()
        wait_for(lambda: victim.is_ready(2), RECOVERY_S,
                 f"validator {victim.number} back after kill {kill}")

    def test_power_cut_of_all_loses_nothing_acknowledged(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            client = Client(network.clients[0], network.chain)
            with Load(network, client) as load:
                for _ in range(3):
                    wait_for_more(load, 20, RECOVERY_S, "progress")
                    for validator in network.validators:
                        validator.kill()
                    for validator in network.validators:
                        validator.start()
                    network.wait_ready(3)
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)


if __name__ == "__main__":
    Durability.program = sys.argv.pop(1)
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        Durability.kills = int(sys.argv.pop(1))
    unittest.main(verbosity=2)
