"""The parts of the benchmark of clients that read without end that need no network."""

import pathlib
import socket
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from harness import endless_reader, read_scenario, report  # noqa: E402


def answered(*pieces):
    """What a reader makes of these bytes, which come one after the other."""
    near, far = socket.socketpair()
    with near, far:
        def send():
            for piece in pieces:
                far.sendall(piece)
            far.shutdown(socket.SHUT_WR)
        sender = threading.Thread(target=send)
        sender.start()
        try:
            endless_reader.read_answer(near)
            return near.recv(100)
        finally:
            sender.join()


class EndlessReader(unittest.TestCase):
    def test_an_answer_is_read_to_its_end_and_not_beyond(self):
        head = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"
        self.assertEqual(answered(head[:20], head[20:] + b"he", b"llo"), b"")

    def test_a_refusal_and_a_closed_connection_are_told(self):
        for pieces in ([b"HTTP/1.1 503 no\r\nContent-Length: 0\r\n\r\n"], [b"HTTP/1.1 200"],
                       [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"]):
            with self.assertRaises(ConnectionError):
                answered(*pieces)

    def test_the_request_says_how_long_it_is(self):
        asked = endless_reader.request(8545, b"[1]")
        self.assertTrue(asked.endswith(b"Content-Length: 3\r\n\r\n[1]"))


class Figures(unittest.TestCase):
    def test_a_percentile_is_one_of_the_values(self):
        values = list(range(100, 0, -1))
        self.assertEqual(read_scenario.percentile(values, 0.99), 100)
        self.assertEqual(read_scenario.percentile(values, 0.5), 51)
        self.assertEqual(read_scenario.percentile([7], 0.99), 7)

    def test_what_it_finds_can_be_asserted(self):
        fault = {"name": "clients that read without end", "readers": 2, "info_p99_ms": 8.5,
                 "submit_p50_ratio": 1.04}
        self.assertEqual(dict(report.fault_figures(fault)),
                         {"busy_readers_info_p99_ms": 8.5, "busy_readers_submit_p50_ratio": 1.04})


if __name__ == "__main__":
    unittest.main()
