"""What comes in from others is read as they mean it, or refused for what it is: requests of common
HTTP libraries and probes, JSON-RPC ids, cursors, units of time, contents, names that are alike.

Usage: conventions_test.py PROGRAM
"""

import contextlib
import hashlib
import http.client
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client, from_base64url, to_base64url  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402

ANSWER_S = 60
MIB = 1024 * 1024
CONTENTS = {
    "decimals": b'{"valueQuantity":{"value":1.20E+2,"low":19.00,"high":0.10}}',
    "nulls-and-extensions": b'{"given":[null,"Ren\xc3\xa9e\\u0000"],"_given":[{"id":"a"},null]}',
    "every-byte": bytes(range(256)),
    "a-mark": b"\xef\xbb\xbf{}",
    "nothing": b"",
    "the-largest": bytes(range(256)) * (MIB // 256),
}


class Conventions(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.network = Network(cls.program, cls.folder.name, validators=1)
        cls.network.__enter__()
        cls.network.start()
        cls.node = cls.network.validators[0]
        cls.client = Client(cls.network.clients[0], cls.network.chain)

    @classmethod
    def tearDownClass(cls):
        cls.network.__exit__(None, None, None)
        cls.folder.cleanup()

    def submit(self, op, data, contents=(), **more):
        """What execution made of it; a refusal raises RpcError."""
        params = self.client.sign(op, data, contents, **more)
        answer = self.node.call("tx_submit", params | {"mode": "committed", "timeoutMs": 30000})
        return answer["result"]["outcome"]

    def refusal(self, method, params):
        with self.assertRaises(RpcError) as refused:
            self.node.call(method, params)
        return refused.exception

    def exchange(self, port, data):
        """All that comes back for these bytes, until the connection ends."""
        with socket.create_connection(("127.0.0.1", port), ANSWER_S) as connection:
            connection.sendall(data)
            said = b""
            while piece := connection.recv(65536):
                said += piece
        return said

    def post(self, body, **head):
        """The status and the text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.node.rpc_port, ANSWER_S)
        with contextlib.closing(connection):
            connection.request("POST", "/", body, {"Content-Type": "application/json"} | head)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def test_head_is_answered_wherever_get_is(self):
        for port, path in ((self.node.ops_port, "/livez"), (self.node.ops_port, "/readyz"),
                           (self.node.ops_port, "/metrics"), (self.node.rpc_port, "/healthz"),
                           (self.node.rpc_port, "/consensus/status")):
            said = self.exchange(port, (f"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                        "Connection: close\r\n\r\n").encode())
            self.assertTrue(said.startswith(b"HTTP/1.1 200 "), (path, said))
            self.assertTrue(said.endswith(b"\r\n\r\n"), (path, said))

    def test_a_proxys_target_and_an_offer_of_http_2_change_nothing(self):
        body = b'{"jsonrpc":"2.0","id":1,"method":"ledger_getInfo"}'
        head = (f"POST http://localhost:{self.node.rpc_port}/ HTTP/1.1\r\n"
                f"Host: localhost:{self.node.rpc_port}\r\nContent-Type: application/json;\r\n"
                "Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                f"HTTP2-Settings: AAMAAABk\r\nContent-Length: {len(body)}\r\n\r\n")
        said = self.exchange(self.node.rpc_port, head.encode() + body)
        self.assertIn(b'"chain":"testnet-1"', said)

    def test_a_compressed_body_is_refused_for_its_coding(self):
        status, answer = self.post(b"\x1f\x8b", **{"Content-Encoding": "gzip"})
        self.assertEqual(status, 415)
        self.assertIn("Content-Encoding: send the body as it is", answer)

    def test_ids_come_back_as_they_were_written(self):
        for text in ("0", "-0", "1.50", "1e3", "9007199254740991", '"9007199254740993"', "null"):
            _, answer = self.post('{"jsonrpc":"2.0","id":%s,"method":"node_getInfo"}' % text)
            self.assertIn(f'"id":{text},"result"', answer)
        _, answer = self.post('{"jsonrpc":"2.0","id":9007199254740993,"method":"node_getInfo"}')
        self.assertIn('"id":null,"error"', answer)
        self.assertIn("2^53", answer)

    def test_a_cursor_belongs_to_its_query(self):
        for number in range(6):
            self.submit("audit.append", {"type": "read", "source": "ehr", "outcome": "success",
                                         "actor": f"a-{number % 2}"})
        for version in range(3):
            self.submit("record.put", {"collection": "cursors", "id": "one", "ifVersion": version,
                                       "attachment": 0}, [b"x"])
        query = {"actor": "a-0", "limit": 1}
        first = self.node.call("audit_query", query)
        second = self.node.call("audit_query", query | {"cursor": first["cursor"], "limit": 5})
        indexes = [entry["origin"]["index"] for entry in first["entries"] + second["entries"]]
        self.assertEqual(len(set(indexes)), 3)
        self.assertEqual(indexes, sorted(indexes, reverse=True))
        history = self.node.call("record_getHistory",
                                 {"collection": "cursors", "id": "one", "limit": 1})
        members = self.node.call("member_list", {"limit": 1})
        foreign = (("audit_query", {"actor": "a-1", "cursor": first["cursor"]}),
                   ("audit_query", {"cursor": first["cursor"]}),
                   ("audit_query", {"actor": "a-0", "cursor": history["cursor"]}),
                   ("record_getHistory",
                    {"collection": "cursors", "id": "two", "cursor": history["cursor"]}),
                   ("member_list", {"cursor": "1"}),
                   ("member_list", {"cursor": first["cursor"]}),
                   ("record_getHistory",
                    {"collection": "cursors", "id": "one", "cursor": members["cursor"]}))
        for method, params in foreign:
            self.assertEqual(self.refusal(method, params).reason, "cursor_invalid", params)

    def test_seconds_and_milliseconds_are_never_mistaken(self):
        consent = {"subject": "p-1", "grantee": "lab", "purpose": "care"}
        now = int(time.time())
        for period in ({"until": (now + 1000) * 1000}, {"from": now * 1000}):
            with self.assertRaises(RpcError) as refused:
                self.submit("consent.grant", consent | period)
            self.assertEqual(refused.exception.reason, "invalid_data")
            self.assertIn("seconds since 1970", str(refused.exception))
        self.assertEqual(self.submit("consent.grant", consent | {"until": now + 1000}), "applied")
        status = self.node.call("consent_getStatus", consent)
        self.assertTrue(status["permitted"])
        self.assertEqual(status["until"], (now + 1000) * 1000)
        self.assertNotIn("from", status)
        for method, params in (("consent_getStatus", consent | {"at": now}),
                               ("audit_query", {"from": now}), ("audit_query", {"to": now})):
            self.assertIn("looks like seconds", str(self.refusal(method, params)))

    def test_content_comes_back_byte_for_byte_up_to_its_limit(self):
        for name, content in CONTENTS.items():
            self.assertEqual(self.submit("record.put", {"collection": "fhir", "id": name,
                                                        "attachment": 0}, [content]), "applied")
            found = self.node.call("record_get",
                                   {"collection": "fhir", "id": name, "content": True})
            self.assertEqual(from_base64url(found["content"]["content"]), content, name)
        with self.assertRaises(RpcError) as refused:
            self.submit("record.put", {"collection": "fhir", "id": "more", "attachment": 0},
                        [bytes(MIB + 1)])
        self.assertIn("1 MiB", str(refused.exception))

    def test_media_types_keep_their_parameters(self):
        for number, media in enumerate(("application/fhir+json; fhirVersion=5.0",
                                        'application/fhir+json; charset="utf-8"')):
            name = {"collection": "media", "id": str(number)}
            self.submit("record.put", name | {"attachment": 0}, [b"{}"], media_type=media)
            self.assertEqual(self.node.call("record_get", name)["attachment"]["mediaType"], media)

    def test_names_that_are_alike_are_each_their_own(self):
        names = [("a/b", "c"), ("a", "b/c"), ("n", "1"), ("n", "10"), ("n1", "0"), ("N", "1"),
                 ("n", "%31"), ("n", "1!"), ("x" * 128, "y"), ("x" * 127, "xy")]
        hashes = {name: hashlib.sha256("|".join(name).encode()).digest() for name in names}
        for collection, record in names:
            self.submit("record.put", {"collection": collection, "id": record,
                                       "externalHash": to_base64url(hashes[collection, record])})
        for collection, record in names:
            asked = {"collection": collection, "id": record}
            self.assertEqual(self.node.call("record_get", asked)["externalHash"],
                             hashes[collection, record].hex())
            self.assertEqual(len(self.node.call("record_getHistory", asked)["versions"]), 1)


class Listening(unittest.TestCase):
    """Addresses as operators write them, on every listener."""

    program = ""

    def test_both_families_and_names_on_every_listener(self):
        with tempfile.TemporaryDirectory() as folder, \
                Network(self.program, folder, validators=1) as network:
            node = network.validators[0]
            config = node.folder / "config.yaml"
            text = config.read_text()
            peer, rpc, ops = (f'["127.0.0.1:{port}"]'
                              for port in (node.peer_port, node.rpc_port, node.ops_port))
            for old, new in ((peer, f'["0.0.0.0:{node.peer_port}", "[::]:{node.peer_port}"]'),
                             (ops, f'["[::]:{node.ops_port}", "0.0.0.0:{node.ops_port}"]'),
                             (peer, f'["localhost:{node.peer_port}"]'),
                             (rpc, f'["localhost:{node.rpc_port}"]'),
                             (ops, f'["localhost:{node.ops_port}"]')):
                self.assertIn(old, text)
                config.write_text(text.replace(old, new))
                node.start()
                wait_for(node.may_vote, ANSWER_S, f"a node that listens on {new}")
                self.assertTrue(node.is_ready())
                self.assertEqual(node.stop(), 0)
            config.write_text(text.replace(f":{node.ops_port}", f":{node.rpc_port}"))
            refused = subprocess.run([self.program, "config", "validate", "--config", config],
                                     capture_output=True, text=True, timeout=ANSWER_S)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("ops.listen", refused.stderr)


if __name__ == "__main__":
    Conventions.program = Listening.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
