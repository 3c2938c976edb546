"""One flipped bit on the disk of one validator: whoever asks for what it held gets an error of its
own, the alarm is raised, and the node votes on. What follows from the blocks is made anew while it
runs, without a restart, and the answers are right again; what does not is named with the command.

Usage: damage_test.py PROGRAM
"""

import json
import pathlib
import re
import sys
import tempfile
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from command_line import DONE, CommandLine  # noqa: E402
from load import Load  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402
from votes_again import check_votes_again  # noqa: E402

# Each of half a kilobyte: what every start reads of a table is its end, and this is more.
ENTRIES = 2_400
FEW = 200
IN_ONE_POST = 40
RECOVERY_S = 90
NO_TOUR = ("--storage-scrub-bytes-per-second", "0")


def metric(validator, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", validator.metrics(), re.M)
    return float(found[1]) if found else 0


def all_entries(validator):
    """Pages through the whole audit trail: where each entry stands."""
    places, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = validator.call("audit_query", {"limit": 100, **more})
        places += [entry["origin"]["index"] for entry in page["entries"]]
        cursor = page.get("cursor")
        if not cursor:
            return places


def post_together(validator, transactions):
    """Submits them in one request; answers with those that are to be sent again."""
    requests = [{"jsonrpc": "2.0", "id": number, "method": "tx_submit",
                 "params": {**params, "mode": "accepted"}}
                for number, params in enumerate(transactions)]
    answers = json.loads(urllib.request.urlopen(urllib.request.Request(
        f"http://127.0.0.1:{validator.rpc_port}/", data=json.dumps(requests).encode(),
        headers={"content-type": "application/json"}), timeout=30).read())
    refused = [answer for answer in answers if "error" in answer]
    for answer in refused:
        if answer["error"]["data"]["reason"] not in ("busy", "quota_exceeded"):
            raise RpcError(answer["error"])
    return [transactions[answer["id"]] for answer in refused]


def submit_together(validator, transactions):
    left = list(transactions)

    def is_done():
        left[:] = post_together(validator, left)
        return not left

    wait_for(is_done, RECOVERY_S, "all are admitted")


def events(validator, event):
    """The lines of its log about one thing."""
    lines = []
    for line in validator.log_text().splitlines():
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            continue
        if event in said.values():
            lines.append(said)
    return lines


class Damage(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.network = Network(self.program, folder.name)
        self.network.__enter__()
        self.addCleanup(self.network.__exit__, None, None, None)
        self.network.start()
        self.one, self.two, self.victim, _ = self.network.validators
        self.data = self.victim.folder / "data"
        self.command = CommandLine(self.program, self.victim.folder)
        # Several, since each has a quota.
        self.clients = [Client(entry, self.network.chain) for entry in self.network.clients]

    def fill(self, entries):
        for first in range(0, entries, IN_ONE_POST):
            submit_together(self.one, [self.audit_entry(number)
                                       for number in range(first, first + IN_ONE_POST)])
        self.places = wait_for(lambda: self.all_committed(entries), RECOVERY_S,
                               "all entries on the victim")

    def audit_entry(self, number):
        client = self.clients[number % len(self.clients)]
        return client.sign("audit.append", {
            "type": f"access-{number % 7}-" + 80 * "t",
            "source": f"ward-{number % 11}-" + 80 * "s",
            "actor": f"nurse-{number % 40}-" + 80 * "a",
            "subject": f"patient-{number % 9}-" + 80 * "p",
            "outcome": "success"})

    def all_committed(self, entries):
        places = all_entries(self.victim)
        return places if len(places) == entries else None

    def write_anew(self):
        """Stops the victim; its ledger then lies in tables and bodies, of each family in one."""
        self.assertEqual(self.victim.stop(), 0)
        said = self.command("keys", "rotate-data", "--rewrite", "--config", "config.yaml")
        self.assertEqual(said.status, DONE, said.error)

    def damage_the_largest(self, kind):
        """One bit, in the first tenth."""
        path = max((self.data / "db").glob(f"*.{kind}"), key=lambda one: one.stat().st_size)
        with open(path, "r+b") as file:
            at = path.stat().st_size // 10
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 4]))
        return path.name

    def start_victim(self, *arguments):
        self.victim.start(*arguments)
        wait_for(lambda: self.victim.is_ready(3), RECOVERY_S, "the victim is back")
        wait_for(self.victim.may_vote, RECOVERY_S, "the victim may vote")

    def check_alarm(self, family, name):
        found = events(self.victim, "damaged on this disk")
        self.assertEqual([(one["family"], one["file"]) for one in found], [(family, name)])
        self.assertGreaterEqual(metric(self.victim, "blockchain_alarms_total"), 1)

    def check_repaired(self, process):
        wait_for(lambda: metric(self.victim, "blockchain_storage_repairs_total") == 1, RECOVERY_S,
                 "the state is made anew")
        wait_for(lambda: metric(self.victim, 'blockchain_storage_damaged_files{family="state"}')
                 == 0, RECOVERY_S, "nothing is damaged any more")
        self.assertEqual(all_entries(self.victim), self.places)
        self.assertEqual(self.victim.process.pid, process)
        self.assertTrue(self.victim.is_running(), "without a restart")
        self.assertEqual(len(events(self.victim, "the state has been made anew")), 1)
        self.assertNotIn("damaged", self.victim.status().get("why", ""))

    def check_goes_on(self):
        """It commits and votes, and what the network promised is on it."""
        with Load(self.network, self.clients[0]) as load:
            wait_for_more(load, 50, RECOVERY_S, "progress")
            check_votes_again(load, self.victim, self.two)
        check_promises(self, self.victim, load.acknowledged)

    def test_a_damaged_page_of_the_state_is_an_error_and_is_made_anew(self):
        self.fill(ENTRIES)
        self.write_anew()
        name = self.damage_the_largest("sst")
        self.start_victim(*NO_TOUR)
        process = self.victim.process.pid
        with self.assertRaises(RpcError) as refused:
            all_entries(self.victim)
        self.assertEqual(refused.exception.reason, "data_damaged")
        self.assertTrue(refused.exception.error["data"]["retryable"])
        self.assertEqual(all_entries(self.one), self.places, "the others answer")
        wait_for(lambda: self.answers_right(), RECOVERY_S, "right answers again")
        self.check_repaired(process)
        self.check_alarm("state", name)
        self.check_goes_on()
        self.assertEqual(self.victim.stop(), 0)
        verified = self.command.json("ledger", "verify", "--config", "config.yaml")
        self.assertEqual(verified.status, DONE, verified.text)

    def answers_right(self):
        try:
            return all_entries(self.victim) == self.places
        except RpcError as error:
            self.assertEqual(error.reason, "data_damaged")
            return False

    def test_the_tour_finds_and_mends_it_before_anybody_asks(self):
        self.fill(FEW)
        self.write_anew()
        self.start_victim()
        # Nothing has read it yet.
        name = self.damage_the_largest("sst")
        process = self.victim.process.pid
        self.check_repaired(process)
        self.check_alarm("state", name)
        wait_for(lambda: metric(self.victim, "blockchain_storage_scrub_rounds_total") >= 2,
                 RECOVERY_S, "rounds of the tour")
        self.assertEqual(self.victim.stop(), 0)
        self.start_victim()
        self.assertEqual(all_entries(self.victim), self.places)

    def test_a_damaged_body_is_named_with_the_command_and_the_node_votes_on(self):
        self.fill(FEW)
        self.write_anew()
        name = self.damage_the_largest("blob")
        self.start_victim()
        wait_for(lambda: events(self.victim, "damaged on this disk"), RECOVERY_S, "the alarm")
        self.assertEqual(events(self.victim, "damaged on this disk")[0]["file"], name)
        why = wait_for(lambda: self.victim.status().get("why", ""), RECOVERY_S,
                       "the status says so")
        self.assertIn(name, why)
        self.assertIn("vitalstream ledger rebuild", why)
        self.check_goes_on()


if __name__ == "__main__":
    Damage.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
