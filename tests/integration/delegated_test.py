"""Four validators, two of which let keys in memory sign their votes: one of each mode has its own
key in a file, the others in a service (the fake of Azure Key Vault). Receipts of such a network
verify, and while the service does not answer, only the validator that asks it for every vote falls
silent; it is back when the service is. The delegating validators' own keys seal blocks afterwards,
and a service that was away seals the newest. `ledger verify` checks the seals, and a rebuild keeps
them.

Usage: delegated_test.py PROGRAM   (VITALSTREAM_FAKE_AZURE names the fake's program)
"""

import base64
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "support"))

from client import Client  # noqa: E402
from command_line import DONE, CommandLine  # noqa: E402
from key_servers import Azure  # noqa: E402
from network import Network, wait_for  # noqa: E402

VERIFIER = SOURCE / "docs" / "examples" / "verify_receipt.py"
DIRECT_BYTES, DELEGATED_BYTES = 64, 184
TRANSACTIONS = 12
AWAY_TRANSACTIONS = 20
RECOVERY_S = 90


class Delegated(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.services = [Azure(self.folder / name, key_number=number)
                         for number, name in enumerate(("direct", "delegated"), start=1)]
        for service in self.services:
            self.addCleanup(service.close)
        self.network = Network(self.program, folder.name, extra=("--signing", "mixed",
                                                                 *self.held_elsewhere()))
        self.network.__enter__()
        self.addCleanup(lambda: self.network.__exit__(*sys.exc_info()))
        self.client = Client(self.network.clients[0], self.network.chain)
        self.submitted = 0

    def held_elsewhere(self):
        """Validators 3 (direct) and 4 (delegated); 1 and 2 have key files, mixed."""
        direct, delegated = (service.configuration() for service in self.services)
        texts = {3: direct, 4: delegated.replace("keys:\n", "keys:\n  signing: delegated\n")}
        words = []
        for number, content in texts.items():
            path = self.folder / f"keys-{number}.yaml"
            path.write_text(content)
            words += ["--keys-of", f"{number}={path}"]
        return words

    def send_to_services(self, number):
        for service in self.services:
            service.process.send_signal(number)

    def submit(self, validator, receipt=False):
        self.submitted += 1
        params = self.client.put_record("notes", f"note-{self.submitted}", b"by delegation")
        answer = validator.call("tx_submit", {**params, "mode": "committed", "receipt": receipt,
                                              "timeoutMs": 20000})
        self.assertEqual(answer["result"]["outcome"], "applied")
        return answer

    def signatures(self, validator, outcome="ok"):
        """How many the validator has asked its provider for."""
        pattern = (r'^blockchain_hsm_operations_total\{(?=[^}]*op="sign")'
                   rf'(?=[^}}]*outcome="{outcome}")[^}}]*\}} (\S+)')
        return sum(float(found) for found in
                   re.findall(pattern, validator.metrics(), re.MULTILINE))

    def signature_sizes(self, receipt):
        return {one["signer"]: len(base64.urlsafe_b64decode(one["signature"] + "=="))
                for one in receipt["finalization"]["signatures"]}

    def verify(self, receipt):
        """What both verifiers say, which accept it."""
        path = self.folder / "receipt.json"
        path.write_text(json.dumps(receipt))
        said = []
        for command in ([self.program, "receipt", "verify", path, "--genesis-hash",
                         self.network.genesis_hash],
                        [sys.executable, VERIFIER, self.network.genesis_hash, path]):
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            said.append(done.stdout)
        return said

    def check_receipts(self):
        """Validators 2 and 4 have signed by delegation."""
        seen = {}
        for validator in self.network.validators:
            receipt = self.submit(validator, receipt=True)["receipt"]
            seen.update(self.signature_sizes(receipt))
            self.verify(receipt)
        for signer, size in seen.items():
            self.assertEqual(size, DELEGATED_BYTES if signer in (1, 3) else DIRECT_BYTES)
        self.assertTrue({1, 3} & set(seen), "nobody signed by delegation")

    @staticmethod
    def sealed_height(validator):
        return int(float(re.search(r"^blockchain_sealed_height (\S+)", validator.metrics(),
                                   re.MULTILINE).group(1)))

    @staticmethod
    def sealed_receipt(validator, transaction):
        """Of a block whose seal is there; a final block above it may be on its way."""
        receipt = validator.call("tx_getReceipt", {"txId": transaction["txId"]})
        return receipt if "seal" in receipt else None

    def check_seals(self, validator, transaction):
        """A later receipt of the transaction is sealed by the validator's own key."""
        wait_for(lambda: self.sealed_height(validator) >= transaction["height"], RECOVERY_S,
                 f"validator {validator.number} seals")
        receipt = wait_for(lambda: self.sealed_receipt(validator, transaction), RECOVERY_S,
                           "a sealed receipt")
        self.assertEqual(receipt["seal"]["validator"], validator.number)
        for said in self.verify(receipt):
            self.assertRegex(said, rf"(?m)^ *sealed.* validator-{validator.number}\b")
        header = validator.call("ledger_getHeader", {"height": transaction["height"]})
        self.assertEqual(header["seal"]["signature"], receipt["seal"]["signature"])

    def test_a_service_that_is_away_is_noticed_by_whom_it_signs_every_vote_for_only(self):
        self.network.start()
        one, _, direct, delegated = self.network.validators
        for number in range(TRANSACTIONS):
            self.submit(self.network.validators[number % 4])
        self.check_receipts()
        self.assertLess(self.signatures(delegated), self.signatures(direct) / 2)
        self.assertGreater(self.signatures(direct), TRANSACTIONS)
        self.check_seals(delegated, self.submit(one))
        self.assertNotIn("seal", self.submit(direct, receipt=True)["receipt"])
        self.send_to_services(signal.SIGSTOP)
        try:
            height, sealed = one.height(), self.sealed_height(delegated)
            # A quorum is three of four, so that each block needs the vote of validator 4.
            for number in range(AWAY_TRANSACTIONS):
                self.submit(delegated if number % 2 else one)
            last = self.submit(delegated)
            self.assertGreater(one.height(), height)
            self.assertEqual(self.sealed_height(delegated), sealed)
            silent = self.signatures(direct)
        finally:
            self.send_to_services(signal.SIGCONT)
        wait_for(lambda: self.is_heard(direct, silent), RECOVERY_S, "validator 3 votes again")
        self.check_receipts()
        self.check_seals(delegated, last)
        self.check_kept_seals(delegated)

    def check_kept_seals(self, validator):
        """All of them are right, and a rebuilt database has them too."""
        self.assertEqual(validator.stop(), 0)
        command = CommandLine(self.program, validator.folder)
        before = command.json("ledger", "verify", "--config", "config.yaml")
        self.assertEqual(before.status, DONE, before.text + before.error)
        self.assertGreaterEqual(before.json["seals"], 2)
        rebuilt = command.json("ledger", "rebuild", "--config", "config.yaml")
        self.assertEqual(rebuilt.status, DONE, rebuilt.text + rebuilt.error)
        after = command.json("ledger", "verify", "--config", "config.yaml")
        self.assertEqual(after.status, DONE, after.text + after.error)
        self.assertEqual(after.json["seals"], before.json["seals"])

    def is_heard(self, direct, silent):
        self.submit(direct)
        return self.signatures(direct) > silent + 4

    def test_a_restart_begins_with_another_key(self):
        self.network.start()
        two = self.network.validators[1]
        before = self.delegated_key(two, 1)
        two.kill()
        self.submit(self.network.validators[0])
        two.start()
        wait_for(two.may_vote, RECOVERY_S, "validator 2 may vote")
        self.network.validators[2].kill()  # so that the vote of validator 2 is needed
        self.assertNotEqual(self.delegated_key(two, 1), before)

    def delegated_key(self, validator, signer):
        def find():
            receipt = self.submit(validator, receipt=True)["receipt"]
            for one in receipt["finalization"]["signatures"]:
                if one["signer"] == signer:
                    return base64.urlsafe_b64decode(one["signature"] + "==")[20:52]
            return None
        return wait_for(find, RECOVERY_S, "a finalization with that signer")


if __name__ == "__main__":
    Delegated.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
