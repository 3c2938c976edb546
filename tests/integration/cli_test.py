"""The subcommands that talk to a node, against a real network: answers and exit status.

usage: cli_test.py PROGRAM
"""

import json
import pathlib
import sys
import tempfile
import time
import unittest

from jwcrypto.jwk import JWK

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from client import Client, compact_json, from_base64url, to_base64url  # noqa: E402
from command_line import DONE, FAILED, REFUSED, UNREACHABLE, USAGE, CommandLine  # noqa: E402
from network import Network  # noqa: E402

CONTENT = '{"resourceType":"Basic"}'
PHASES = ("following", "idle")  # of a network in which nothing is wrong


class OnNetwork(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.network = Network(cls.program, folder.name)
        cls.network.__enter__()
        cls.addClassCleanup(cls.network.__exit__, None, None, None)
        cls.network.start()
        cls.run_cli = CommandLine(cls.program, cls.folder)
        (cls.folder / "content.json").write_text(CONTENT)
        cls.put = cls.submit("record.put", {"collection": "c", "id": "first", "attachment": 0},
                             "--attach", "content.json", "--receipt").json

    @classmethod
    def remote(cls, number=0):
        return ("--rpc", f"127.0.0.1:{cls.network.validators[number].rpc_port}")

    @classmethod
    def submit(cls, op, data, *more):
        (cls.folder / "data.json").write_text(json.dumps(data))
        return cls.run_cli.json("tx", "submit", *cls.remote(), "--key", "network/clients.json",
                                "--chain", "testnet-1", "--op", op, "--data", "data.json", *more)

    def expect(self, status, *words):
        said = self.run_cli(*words)
        self.assertEqual(said.status, status, f"{words}: {said.text}{said.error}")
        return said

    def query(self, *words):
        said = self.run_cli.json("query", *words, *self.remote())
        self.assertEqual(said.status, DONE, f"{words}: {said.error}")
        self.expect(DONE, "query", *words, *self.remote())
        return said.json


class Status(OnNetwork):
    def test_it_tells_height_and_phase(self):
        text = self.expect(DONE, "status", *self.remote()).text
        self.assertRegex(text, r"validator-1 of chain testnet-1")
        self.assertRegex(text, r"height [1-9]\d* committed \([1-9]\d* transactions\)")
        self.assertRegex(text, r"quorum 3 of 4")
        answer = self.run_cli.json("status", *self.remote()).json
        self.assertIn(text.splitlines()[3].split(":")[0], PHASES)
        self.assertIn(answer["consensus"]["phase"], PHASES)
        self.assertEqual(answer["node"]["genesisHash"], self.network.genesis_hash)

    def test_a_stopped_validator_is_unreachable_and_the_others_are_not(self):
        victim = self.network.validators[3]
        victim.stop()
        self.expect(UNREACHABLE, "status", *self.remote(3))
        self.expect(DONE, "status", *self.remote())
        victim.start()
        self.network.wait_ready(3)


class Start(OnNetwork):
    def test_a_port_in_use_is_exit_1_and_named(self):
        victim, other = self.network.validators[3], self.network.validators[0]
        victim.stop()
        for key, port in (("network", other.peer_port), ("rpc", other.rpc_port),
                          ("ops", other.ops_port)):
            said = self.expect(FAILED, "start", "--config", "network/validator-4/config.yaml",
                               f"--{key}-listen", f"127.0.0.1:{port}")
            self.assertRegex(said.error, rf"127\.0\.0\.1.*{port}: Address already in use")
        victim.start()
        self.network.wait_ready(3)


class Transactions(OnNetwork):
    def test_applied_is_success(self):
        said = self.submit("audit.append", {"type": "t", "source": "s", "actor": "a",
                                            "outcome": "success"}, "--receipt")
        self.assertEqual((said.status, said.json["result"]["outcome"]), (DONE, "applied"))
        self.assertEqual(said.json["receipt"]["format"], "vitalstream-receipt-1")

    def test_accepted_does_not_wait(self):
        said = self.submit("consent.revoke", {"subject": "p"}, "--mode", "accepted")
        self.assertEqual(said.status, DONE, said.error)
        self.assertNotIn("result", said.json)
        self.assertEqual(self.submit("consent.revoke", {}, "--mode", "soon").status, USAGE)

    def test_what_cannot_be_answered_is_not_sent(self):
        put = ("record.put", {"collection": "c", "id": "unsent", "attachment": 0})
        self.assertEqual(self.submit(*put, "--receipt", "--mode", "ordered").status, USAGE)
        self.assertEqual(self.submit(*put, "--timeout", "61").status, USAGE)

    def test_refused_in_the_ledger_is_exit_3_with_the_answer(self):
        said = self.submit("record.put", {"collection": "c", "id": "first", "attachment": 0,
                                          "ifVersion": 7}, "--attach", "content.json")
        self.assertEqual(said.status, REFUSED, said.text + said.error)
        self.assertIn("version_conflict", said.text + said.error)

    def test_refused_by_a_node_is_exit_3_with_the_reason(self):
        for op, data, reason in (("record.take", {}, "unknown_operation"),
                                 ("record.put", {"id": 7}, "invalid_data")):
            said = self.submit(op, data)
            self.assertEqual(said.status, REFUSED, said.error)
            answer = json.loads(said.error)
            self.assertIn(reason, answer["error"])
            self.assertEqual(answer["reason"], reason)
            self.assertRegex(answer["txId"], r"^[0-9a-f]{64}$")

    def test_a_signed_transaction_is_taken_as_it_is_and_once(self):
        client = Client(self.network.clients[1], self.network.chain)
        params = client.sign("consent.revoke", {"subject": "q"})
        (self.folder / "tx.jws").write_text(params["tx"] + "\n")
        first = self.run_cli.json("tx", "submit", "--jws", "tx.jws", *self.remote())
        second = self.run_cli.json("tx", "submit", "--jws", "tx.jws", *self.remote(1))
        self.assertEqual((first.status, second.status), (DONE, DONE), first.error + second.error)
        self.assertEqual(first.json["index"], second.json["index"])

    def submit_with_attachments(self, jws, attachments):
        (self.folder / "put.jws").write_text(jws)
        (self.folder / "attachments.json").write_text(attachments)
        return self.run_cli.json("tx", "submit", "--jws", "put.jws", "--attachments",
                                 "attachments.json", *self.remote())

    def test_a_signed_transaction_brings_its_attachments(self):
        client = Client(self.network.clients[1], self.network.chain)
        params = client.put_record("c", "signed-elsewhere", CONTENT.encode())
        refused = self.submit_with_attachments(params["tx"], "[]")
        self.assertEqual(refused.status, REFUSED, refused.text + refused.error)
        taken = self.submit_with_attachments(params["tx"], json.dumps(params["attachments"]))
        self.assertEqual(taken.status, DONE, taken.error)
        self.assertEqual(taken.json["result"]["outcome"], "applied")

    def test_attachments_are_an_array_beside_a_signed_transaction(self):
        for text in ("neither one nor the other", "{}"):
            self.assertEqual(self.submit_with_attachments("a.b.c", text).status, USAGE)
        self.expect(FAILED, "tx", "submit", "--jws", "put.jws", "--attachments", "none",
                    *self.remote())
        self.assertEqual(self.submit("consent.revoke", {"subject": "q"}, "--attachments",
                                     "attachments.json").status, USAGE)

    def submit_signed(self, number, changes):
        """A transaction with these members of the payload instead of the right ones."""
        client = Client(self.network.clients[number], self.network.chain)
        payload = {"chain": "testnet-1", "jti": "j", "exp": int(time.time()) + 60,
                   "op": "consent.revoke", "data": {"subject": "q"}} | changes
        header = {"alg": "EdDSA", "kid": client.kid, "typ": "vs-tx+jws"}
        signed = ".".join(to_base64url(compact_json(part)) for part in (header, payload))
        signature = to_base64url(client.key.sign(signed.encode()))
        (self.folder / "made.jws").write_text(f"{signed}.{signature}")
        return self.run_cli.json("tx", "submit", "--jws", "made.jws", *self.remote())

    def test_its_way_can_be_asked_for(self):
        said = self.run_cli.json("tx", "status", self.put["txId"], *self.remote(1))
        self.assertEqual((said.status, said.json["status"]), (DONE, "committed"))
        self.expect(REFUSED, "tx", "status", "0" * 64, *self.remote())

    def test_expired_is_exit_3(self):
        said = self.submit_signed(0, {"exp": int(time.time()) - 60})
        self.assertEqual(said.status, REFUSED)
        self.assertIn("expired", said.error)

    def test_another_chain_is_exit_3(self):
        said = self.submit_signed(0, {"chain": "testnet-2"})
        self.assertEqual(said.status, REFUSED)
        self.assertIn("wrong_chain", said.error)

    def test_garbage_is_refused(self):
        (self.folder / "garbage").write_text("neither one nor the other")
        self.expect(REFUSED, "tx", "submit", "--jws", "garbage", *self.remote())
        self.expect(FAILED, "tx", "submit", "--jws", "none", *self.remote())
        self.expect(USAGE, "tx", "submit", "--key", "garbage", "--chain", "testnet-1", "--op",
                    "record.put", "--data", "content.json", *self.remote())
        self.expect(USAGE, "tx", "submit", "--key", "network/clients.json", *self.remote())
        self.expect(USAGE, "tx", "submit", *self.remote())

    def test_when_the_outcome_is_unknown_the_id_is_told(self):
        words = ("tx", "submit", "--rpc", "127.0.0.1:1", "--key", "network/clients.json",
                 "--chain", "testnet-1", "--op", "record.put", "--data", "content.json")
        said = self.expect(UNREACHABLE, *words)
        self.assertRegex(said.error, r"tx status [0-9a-f]{64}")
        answer = json.loads(self.run_cli.json(*words).error)  # one line
        self.assertIn(answer["txId"], answer["error"])


class Members(unittest.TestCase):
    """Of a genesis to which another member has been added."""

    def test_a_key_of_p_256_signs_as_well(self):
        with tempfile.TemporaryDirectory() as folder, \
                Network(OnNetwork.program, folder, validators=1) as network:
            key = JWK.generate(kty="EC", crv="P-256")
            said = self.submit_as(network, "submitter", key, key.export_private())
            self.assertEqual(said.status, DONE, said.text + said.error)
            key = JWK.generate(kty="EC", crv="P-384")
            said = self.submit(network, key.export_private())
            self.assertEqual(said.status, USAGE, said.text + said.error)

    def test_a_member_without_the_role_is_refused_with_exit_3(self):
        with tempfile.TemporaryDirectory() as folder, \
                Network(OnNetwork.program, folder, validators=1) as network:
            key = JWK.generate(kty="OKP", crv="Ed25519")
            said = self.submit_as(network, "reader", key, key.export_private())
            self.assertEqual(said.status, REFUSED, said.text + said.error)
            self.assertIn("role_missing", said.error)

    def submit_as(self, network, role, key, private):
        run_cli = CommandLine(OnNetwork.program, network.folder)
        self.enrol(run_cli, network, role, key.export_public())
        return self.submit(network, private)

    def submit(self, network, private):
        (network.folder / "member.json").write_text(private)
        (network.folder / "data.json").write_text('{"subject": "p"}')
        return CommandLine(OnNetwork.program, network.folder)(
            "tx", "submit", "--key", "member.json", "--chain", "testnet-1", "--op",
            "consent.revoke", "--data", "data.json", "--rpc",
            f"127.0.0.1:{network.validators[0].rpc_port}")

    def enrol(self, run_cli, network, role, jwk):
        """Another genesis for the same validator, and the data directory that goes with it."""
        run_cli("genesis", "add", "member", "--file", "genesis.json", "--organisation", "org-1",
                "--name", "added", "--role", role, "--jwk", jwk)
        pinned = run_cli("genesis", "hash", "--file", "genesis.json").text.strip()
        words = ("--genesis-hash", pinned, "--data-dir", str(network.folder / "with-it"))
        made = run_cli("init", "--config", "validator-1/config.yaml", *words)
        self.assertEqual(made.status, DONE, made.error)
        network.validators[0].start(*words)
        network.wait_ready(0)


class Queries(OnNetwork):
    def test_each_query_answers_in_both_forms(self):
        self.assertGreaterEqual(self.query("info")["treeSize"], 1)
        found = self.query("tx", self.put["txId"])
        self.assertEqual(found["index"], self.put["index"])
        self.assertNotIn("attachments", found)
        whole = self.query("tx", self.put["txId"], "--attachments")
        self.assertEqual([from_base64url(one["content"]) for one in whole["attachments"]],
                         [CONTENT.encode()])
        bare = self.submit("consent.revoke", {"subject": "no-one"}).json
        self.assertEqual(self.query("tx", bare["txId"], "--attachments")["attachments"], [])
        block = self.query("block", str(self.put["height"]), "--transactions")
        self.assertIn(self.put["txId"], [one["txId"] for one in block["transactions"]])
        self.assertEqual(len(self.query("members")["members"]), 4)
        page = self.query("members", "--limit", "3")
        self.assertEqual(len(page["members"]), 3)
        rest = self.query("members", "--cursor", page["cursor"])
        self.assertEqual(len(rest["members"]), 1)
        self.assertEqual(len(self.query("validators")["validators"]), 4)
        self.assertEqual(self.query("record", "c", "first")["version"], 1)
        self.assertIn("content", self.query("record", "c", "first", "--content"))
        self.assertEqual(len(self.query("history", "c", "first")["versions"]), 1)
        self.assertFalse(self.query("consent", "p", "someone", "treatment")["permitted"])
        self.assertEqual(self.query("audit", "--limit", "5", "--to", "100000000000")["entries"], [])

    def test_the_past_can_be_asked_for(self):
        time = self.query("record", "c", "first")["origin"]["time"]
        self.assertEqual(self.query("record", "c", "first", "--at", str(time))["version"], 1)
        self.expect(REFUSED, "query", "record", "c", "first", "--at", str(time - 1),
                    *self.remote())
        self.assertEqual(self.query("consent", "p", "g", "t", "--at", str(time))["at"], time)

    def test_what_is_not_there_is_exit_3(self):
        for words in (("tx", "0" * 64), ("tx", "short"), ("block", "999999"),
                      ("record", "c", "none"), ("record", "c", "first", "--version", "9")):
            self.expect(REFUSED, "query", *words, *self.remote())


class Receipts(OnNetwork):
    def setUp(self):
        self.file = self.folder / f"{self.id()}.json"
        self.expect(DONE, "receipt", "get", self.put["txId"], "--save", self.file, *self.remote())

    def verify(self, status, genesis=None):
        return self.expect(status, "receipt", "verify", self.file, "--genesis-hash",
                           genesis or self.network.genesis_hash)

    def test_it_verifies_from_the_genesis_hash_alone(self):
        self.assertIn(self.put["txId"], self.verify(DONE).text)
        said = self.run_cli.json("receipt", "verify", self.file, "--genesis-hash",
                                 self.network.genesis_hash).json
        self.assertEqual((said["valid"], said["txId"], said["height"], said["index"]),
                         (True, self.put["txId"], self.put["height"], self.put["index"]))

    def test_printed_and_saved_are_the_same(self):
        said = self.expect(DONE, "receipt", "get", self.put["txId"], *self.remote())
        self.assertEqual(json.loads(said.text)["transaction"],
                         json.loads(self.file.read_text())["transaction"])
        self.expect(FAILED, "receipt", "get", self.put["txId"], "--save", self.file,
                    *self.remote())
        self.expect(REFUSED, "receipt", "get", "0" * 64, *self.remote())

    def test_tampered_is_exit_3(self):
        self.file.write_text(self.file.read_text().replace('"applied"', '"refused"', 1))
        self.verify(REFUSED)

    def test_another_genesis_is_exit_3_and_no_hash_at_all_is_exit_2(self):
        self.verify(REFUSED, "00" * 32)
        self.verify(USAGE, "00")
        self.file.unlink()
        self.verify(FAILED)


if __name__ == "__main__":
    OnNetwork.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
