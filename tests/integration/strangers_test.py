"""Whoever is no validator is refused at the peer port, visibly, and the network goes on; the RPC
refuses web pages, other content and other names, and does not open itself to the world.

Usage: strangers_test.py PROGRAM
"""

import http.client
import json
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from outsiders import Outsiders, Plan  # noqa: E402
from promises import wait_for_more  # noqa: E402

SEEN_WITHIN_S = 20
PROGRESS_S = 60
SOCKET_S = 15
# An outsider at each of the four peer ports.
IDLE_CONNECTIONS = 1000
HELLOS_PER_S = 4000
ATTACK_S = 180
# A validator that restarts under attack is back within this, or, where the machine is so slow that
# it takes as long without one, within so many times what it took then.
BACK_WITHIN_S = 5
SLOWER_AT_MOST = 3
# As net/p2p/limits.hpp has them.
HANDSHAKES_PER_S = 100
HANDSHAKES_BURST = 50
PLACES = 64 + 38
# The least that an attack must have done to count as one, on the slowest machine.
HELLOS_AT_LEAST = 500
REFUSALS_LOGGED_PER_MIN = 1
BODY_BYTES_TOO_MANY = 64 * 1024 * 1024


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_key_and_certificate(folder, name, issuer=None):
    """Self-signed, or signed by the issuer."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
    signed_by = ["-CA", issuer[1], "-CAkey", issuer[0]] if issuer else []
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={name}",
            "-addext", f"subjectAltName=DNS:{name}", *signed_by)
    return key, certificate


def refused_connections(validator):
    """Reason -> count, as the metric says."""
    lines = re.findall(
        r'^blockchain_peer_connections_refused_total\{reason="(\w+)"\} (\S+)$',
        validator.metrics(), re.M)
    return {reason: int(float(count)) for reason, count in lines}


class Strangers(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.network = Network(cls.program, cls.folder.name)
        cls.network.start()
        cls.target = cls.network.validators[0]

    @classmethod
    def tearDownClass(cls):
        cls.network.__exit__(None, None, None)
        cls.folder.cleanup()

    def check_refused(self, reason, approach):
        """The approach gets no answer, and the refusal shows in metric and log."""
        before = refused_connections(self.target).get(reason, 0)
        self.assertEqual(approach(), b"", f"{reason}: a stranger was answered")
        wait_for(lambda: refused_connections(self.target).get(reason, 0) > before, SEEN_WITHIN_S,
                 f"the metric of {reason}")
        # Written by a thread of its own, a moment after the metric.
        wait_for(lambda: f"refused: {reason}" in self.target.log_text(), SEEN_WITHIN_S,
                 f"the line of {reason} in the log")

    def approach_with_tls(self, identity=None, version=ssl.TLSVersion.TLSv1_3):
        """What the peer port says after TLS; nothing if it hangs up, as it must."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = context.maximum_version = version
        if identity:
            context.load_cert_chain(identity[1], identity[0])
        try:
            with socket.create_connection(("127.0.0.1", self.target.peer_port), SOCKET_S) as raw:
                with context.wrap_socket(raw, server_hostname="localhost") as secured:
                    return secured.recv(1)
        except (ssl.SSLError, ConnectionError):
            return b""

    def approach_plainly(self, data):
        """What the peer port says beyond a TLS alert (content type 21)."""
        with socket.create_connection(("127.0.0.1", self.target.peer_port), SOCKET_S) as raw:
            raw.sendall(data)
            try:
                answer = raw.recv(4096)
            except ConnectionError:
                return b""
            return b"" if answer.startswith(b"\x15") else answer

    def test_strangers_at_the_peer_port_are_refused_and_the_network_goes_on(self):
        folder = pathlib.Path(self.folder.name)
        other_ca = make_key_and_certificate(folder, "other-ca")
        self_signed = make_key_and_certificate(folder, "self-signed")
        of_other_ca = make_key_and_certificate(folder, "validator-2", other_ca)
        client = Client(self.network.clients[0], self.network.chain)
        with Load(self.network, client) as load:
            wait_for_more(load, 5, PROGRESS_S, "progress")
            self.check_refused("NoCertificate", self.approach_with_tls)
            self.check_refused("UntrustedIssuer", lambda: self.approach_with_tls(self_signed))
            self.check_refused("UntrustedIssuer", lambda: self.approach_with_tls(of_other_ca))
            self.check_refused(
                "TlsVersion", lambda: self.approach_with_tls(version=ssl.TLSVersion.TLSv1_2))
            self.check_refused("TlsFailure", lambda: self.approach_plainly(bytes(range(200, 255))))
            self.check_refused(
                "TlsFailure", lambda: self.approach_plainly(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
            wait_for_more(load, 20, PROGRESS_S, "progress with strangers at the door")
        self.assertTrue(self.target.is_ready(3), "all peers are still connected")

    def restart_after_kill(self, validator):
        """Seconds from its start until it has all its peers."""
        validator.kill()
        began = time.monotonic()
        validator.start()
        wait_for(lambda: validator.is_ready(3), PROGRESS_S, "back with all its peers")
        return time.monotonic() - began

    def metric(self, validator, name):
        found = re.search(rf"^{re.escape(name)} (\S+)$", validator.metrics(), re.M)
        return float(found[1]) if found else 0

    def test_an_outsider_at_every_port_keeps_no_restarted_validator_out(self):
        validators = self.network.validators
        ports = [validator.peer_port for validator in validators]
        in_calm_s = self.restart_after_kill(validators[1])
        self.network.wait_ready(3)
        lines = {one: one.log_text().count("refused: TooManyConnections") for one in validators}
        before = {one: self.handshakes(one) for one in validators}
        plan = Plan(IDLE_CONNECTIONS, HELLOS_PER_S, ATTACK_S)
        with Outsiders(ports, plan) as outsiders:
            for port in ports:
                wait_for(lambda p=port: outsiders.hellos(p) >= HELLOS_AT_LEAST, PROGRESS_S,
                         "an attack")
            self.check_restarts_under_attack(validators, in_calm_s)
            took_s = time.monotonic() - outsiders.begun
            for one in (validators[0], validators[3]):
                self.check_costs_of_attack(one, took_s, before[one], lines[one])
            print(f"{[round(outsiders.hellos_per_s(port)) for port in ports]} hellos/s")
        client = Client(self.network.clients[0], self.network.chain)
        with Load(self.network, client) as load:
            wait_for_more(load, 20, PROGRESS_S, "progress after the attack")

    def handshakes(self, validator):
        return self.metric(validator, 'blockchain_peer_handshakes_total{from="other"}')

    def check_restarts_under_attack(self, validators, in_calm_s):
        allowed_s = max(BACK_WITHIN_S, SLOWER_AT_MOST * in_calm_s)
        for one in (validators[1], validators[2]):
            took_s = self.restart_after_kill(one)
            print(f"validator {one.number} back after {took_s:.1f} s, {in_calm_s:.1f} s in calm")
            self.assertLess(took_s, allowed_s)
            self.network.wait_ready(3)

    def check_costs_of_attack(self, validator, took_s, handshakes_before, lines_before):
        handshakes = self.handshakes(validator) - handshakes_before
        self.assertLessEqual(handshakes, HANDSHAKES_BURST + HANDSHAKES_PER_S * (took_s + 1))
        self.assertLessEqual(self.metric(validator, "blockchain_peer_strangers"), PLACES)
        self.assertGreater(refused_connections(validator).get("TooManyConnections", 0), 100)
        lines = validator.log_text().count("refused: TooManyConnections") - lines_before
        self.assertLessEqual(lines, REFUSALS_LOGGED_PER_MIN * (took_s // 60 + 1))

    def test_a_reload_cuts_the_peer_whose_authority_is_trusted_no_more(self):
        one, bundle = self.network.validators[1], self.network.folder / "ca-bundle.crt"
        whole = bundle.read_text()
        end = "-----END CERTIFICATE-----\n"
        authorities = [text + end for text in whole.split(end)[:-1]]
        self.assertEqual(len(authorities), 4)
        try:
            bundle.write_text("".join(authorities[:2] + authorities[3:]))
            one.reload()
            wait_for(lambda: 'blockchain_peer_sessions_closed_total{reason="UntrustedIssuer"} 1'
                     in one.metrics(), SEEN_WITHIN_S, "the metric of the peer that was cut")
            self.assertIn("validator 3 disconnected: UntrustedIssuer", one.log_text())
            self.assertIn("peer certificates reloaded", one.log_text())
            bundle.write_text("no certificate")
            one.reload()
            wait_for(lambda: "peer certificates not reloaded" in one.log_text(), SEEN_WITHIN_S,
                     "the refusal of a bad bundle")
        finally:
            bundle.write_text(whole)
        one.reload()
        wait_for(lambda: one.is_ready(3), PROGRESS_S, "the peer is trusted again")

    def ask(self, body, **fields):
        """The HTTP status of one RPC request with these header fields."""
        fields = {"Content-Type": "application/json",
                  **{name.replace("_", "-"): value for name, value in fields.items()}}
        connection = http.client.HTTPConnection("127.0.0.1", self.target.rpc_port,
                                                timeout=SOCKET_S)
        try:
            connection.putrequest("POST", "/", skip_host="Host" in fields)
            for name, value in {"Content-Length": len(body), **fields}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return connection.getresponse().status
        finally:
            connection.close()

    def test_the_rpc_refuses_web_pages_other_names_and_other_content(self):
        good = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "node_getInfo"}).encode()
        self.assertEqual(self.ask(good), 200)
        self.assertEqual(self.ask(good, Origin="https://evil.example"), 403)
        self.assertEqual(self.ask(good, Host="evil.example"), 421)
        self.assertEqual(self.ask(good, Content_Type="text/plain"), 415)
        self.assertEqual(self.ask(b"", Content_Length=str(BODY_BYTES_TOO_MANY)), 413)
        self.assertEqual(self.ask(good), 200)

    def test_many_long_messages_on_one_connection_do_no_harm(self):
        padded = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "node_getInfo",
                             "params": {"padding": "a" * 100_000}}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.target.rpc_port,
                                                timeout=SOCKET_S)
        for _ in range(100):
            connection.request("POST", "/", padded, {"Content-Type": "application/json"})
            json.loads(connection.getresponse().read())
        connection.close()
        self.assertTrue(self.target.is_running())

    def get(self, port, path):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOCKET_S)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        self.assertEqual(answer.status, 200, f"{path}: {body}")
        return body

    def test_operators_and_probes_are_answered(self):
        self.get(self.target.rpc_port, "/healthz")
        self.assertIn("phase", self.get(self.target.rpc_port, "/consensus/status"))
        self.get(self.target.ops_port, "/livez")
        self.get(self.target.ops_port, "/readyz?minPeers=3&maxBlocksBehind=10")
        self.get(self.target.ops_port, "/startupz")
        self.assertIn("blockchain_", self.get(self.target.ops_port, "/metrics"))

    def test_the_rpc_opens_itself_to_the_world_only_by_an_unsafe_flag(self):
        one = self.network.validators[3]
        self.assertEqual(one.stop(), 0)
        beyond = ("--rpc-listen", f"0.0.0.0:{one.rpc_port}")
        refused = one.run("start", *beyond)
        self.assertNotEqual(refused.returncode, 0)
        print(refused.stderr.strip())
        self.assertIn("TLS that demands client certificates", refused.stderr)
        one.start(*beyond, "--unsafe-open-rpc")
        wait_for(lambda: one.is_ready(3), PROGRESS_S, "open to all")
        self.assertIn("DANGER: RPC is open to everybody", one.log_text())
        self.assertEqual(one.call("node_getInfo")["validator"], "validator-4")
        self.assertEqual(one.stop(), 0)
        one.start()
        wait_for(lambda: one.is_ready(3), PROGRESS_S, "on loopback again")


if __name__ == "__main__":
    Strangers.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
