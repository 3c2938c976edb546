"""Who looks for an acknowledged transaction is not misled by a failing connection: it asks again,
tells of it, and does not wait for a process that has ended."""

import contextlib
import http.client
import io
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import unittest
import unittest.mock
import urllib.error

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import promises  # noqa: E402
from network import RpcError, Validator  # noqa: E402

WAIT_S = 60
COMMITTED = b'{"result":{"status":"committed","height":7,"index":2}}'
NOT_FOUND = b'{"error":{"code":-32004,"data":{"reason":"tx_not_found"}}}'
BUSY = b'{"error":{"code":-32000,"data":{"reason":"busy"}}}'


def http_answer(body, status=b"200 OK"):
    return (b"HTTP/1.1 %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
            % (status, len(body), body))


class Listener:
    """Takes a connection for each answer it is given, in order; empty bytes are no answer."""

    def __init__(self, answers):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(WAIT_S)
        self.port = self.socket.getsockname()[1]
        self.answers = answers
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self.thread.join(WAIT_S)
        self.socket.close()

    def serve(self):
        for answer in self.answers:
            one, _ = self.socket.accept()
            with one:
                one.settimeout(WAIT_S)
                request = b""
                while b"tx_getStatus" not in request:
                    request += one.recv(4096)
                one.sendall(answer)


class Promises(unittest.TestCase):
    def setUp(self):
        self.validator = Validator("none", "/nonexistent", 2, 1)
        self.validator.process = subprocess.Popen([sys.executable, "-c", "input()"],
                                                  stdin=subprocess.PIPE)
        self.addCleanup(self.end_process)
        pause = unittest.mock.patch.object(promises, "ASK_AGAIN_S", 0)
        pause.start()
        self.addCleanup(pause.stop)

    def end_process(self):
        self.validator.kill()
        self.validator.process.stdin.close()

    def location(self, *answers):
        """Where it stands, or nothing yet, and what was said of it."""
        with Listener(answers) as listener, contextlib.redirect_stdout(io.StringIO()) as said:
            self.validator.rpc_port = listener.port
            return promises.location(self.validator, "id"), said.getvalue()

    def deaf_port(self):
        """Held, so that nobody else listens there; not listened at."""
        holder = socket.socket()
        self.addCleanup(holder.close)
        holder.bind(("127.0.0.1", 0))
        return holder.getsockname()[1]

    def test_an_answer_is_taken_as_it_is(self):
        self.assertEqual(self.location(http_answer(COMMITTED)), ((7, 2), ""))
        self.assertEqual(self.location(http_answer(NOT_FOUND)), (None, ""))

    def test_a_connection_that_ends_without_an_answer_is_told_and_no_answer_yet(self):
        for broken in (b"", http_answer(COMMITTED)[:-5]):
            found, said = self.location(broken)
            self.assertIsNone(found)
            self.assertIn("no answer, asked again: ", said)
            self.assertIn("tx_getStatus of validator 2", said)
            self.assertIn(f"port {self.validator.rpc_port}", said)
            self.assertIn(f"process {self.validator.process.pid} is running", said)

    def test_a_refused_connection_is_told_with_its_error(self):
        self.validator.rpc_port = self.deaf_port()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertIsNone(promises.location(self.validator, "id"))
        self.assertIn("ConnectionRefusedError", said.getvalue())

    def test_who_asks_again_finds_it(self):
        with Listener([b"", http_answer(NOT_FOUND), http_answer(COMMITTED)]) as listener:
            self.validator.rpc_port = listener.port
            with contextlib.redirect_stdout(io.StringIO()):
                promises.check_promises(self, self.validator, {"id": {"height": 7, "index": 2}})

    def test_nobody_waits_for_a_process_that_has_ended(self):
        self.validator.kill()
        self.validator.rpc_port = self.deaf_port()
        with self.assertRaises(urllib.error.URLError) as failed:
            promises.location(self.validator, "id")
        self.assertIn(f"has ended with {-signal.SIGKILL}", failed.exception.__notes__[0])

    def test_another_refusal_is_none_of_the_connection(self):
        with self.assertRaises(RpcError):
            self.location(http_answer(BUSY))
        with self.assertRaises(urllib.error.HTTPError):
            self.location(http_answer(b"", b"503 Service Unavailable"))

    def test_whatever_is_called_explains_why_it_got_no_answer(self):
        with Listener([b""]) as listener:
            self.validator.rpc_port = listener.port
            with self.assertRaises((OSError, http.client.HTTPException)) as failed:
                self.validator.call("tx_getStatus")
        self.assertIn("is running", failed.exception.__notes__[0])


if __name__ == "__main__":
    unittest.main()
