"""A client that asks without end: posts the same body over one connection, reads each answer to its
end and posts again, until it is killed. A process of its own, so that it takes no time of whoever
measures. Usage: endless_reader.py PORT < body"""

import socket
import sys

CHUNK_BYTES = 1 << 20


def request(port, body):
    return (f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def read_answer(connection):
    """One HTTP answer, of which nothing is kept."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(CHUNK_BYTES)
        if not piece:
            raise ConnectionError("the validator has closed the connection")
        received += piece
    head, _, rest = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(f"refused: {head.splitlines()[0]!r}")
    length = next(int(line.split(b":")[1]) for line in head.lower().splitlines()
                  if line.startswith(b"content-length:"))
    left = length - len(rest)
    while left > 0:
        piece = connection.recv(min(left, CHUNK_BYTES))
        if not piece:
            raise ConnectionError("the validator has closed the connection")
        left -= len(piece)


def main():
    port = int(sys.argv[1])
    asked = request(port, sys.stdin.buffer.read())
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while True:
            connection.sendall(asked)
            read_answer(connection)


if __name__ == "__main__":
    main()
