"""What an outsider without a validator's certificate can do at the peer ports, bounded in number
and rate. Run as a process of its own, so that it does not slow the clients down.

usage: strangers.py --list
       strangers.py BEHAVIOUR --ports P,P,... --seconds S
"""

import argparse
import os
import pathlib
import resource
import selectors
import socket
import ssl
import subprocess
import tempfile
import time
import weakref

# Other addresses of the loopback than the one by which the validators reach each other.
SOURCES = [f"127.0.1.{last}" for last in range(1, 255)]
TURN_S = 0.005
HOLDING_TURN_S = 0.2
HELD_PER_PORT = 1000
OPENED_AT_ONCE = 4
HANDSHAKE_TIMEOUT_S = 2


def connect(port, number, timeout=0.0):
    """A connection from some address; None if it is refused at once."""
    one = socket.socket()
    one.settimeout(timeout or None)
    one.setblocking(bool(timeout))
    try:
        one.bind((SOURCES[number % len(SOURCES)], 0))
        one.connect(("127.0.0.1", port))
    except BlockingIOError:
        pass
    except OSError:
        one.close()
        return None
    return one


def client_hello():
    """The first bytes of a TLS 1.3 handshake, as any client sends them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    sent = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), sent).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return sent.read()


def paced(ports, seconds, per_second):
    """(port, number), so many a second for all ports together."""
    begun, done = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < seconds:
        if done < elapsed * per_second:
            yield ports[done % len(ports)], done
            done += 1
        else:
            time.sleep(TURN_S)


def hold(ports, seconds, on_turn=lambda one: None):
    """Keeps as many connections open at each port as it may; what is cut is opened again at once,
    so that the places of others are taken as they become free."""
    held, number, end = selectors.DefaultSelector(), 0, time.monotonic() + seconds
    missing, next_turn = {port: HELD_PER_PORT for port in ports}, time.monotonic()
    while time.monotonic() < end:
        for port in ports:
            for _ in range(min(missing[port], OPENED_AT_ONCE)):
                one = connect(port, number)
                number += 1
                if one is not None:
                    held.register(one, selectors.EVENT_READ, port)
                    missing[port] -= 1
        for key, _ in held.select(TURN_S):
            if is_over(key.fileobj):
                held.unregister(key.fileobj)
                key.fileobj.close()
                missing[key.data] += 1
        if time.monotonic() >= next_turn:
            next_turn += HOLDING_TURN_S
            for key in list(held.get_map().values()):
                on_turn(key.fileobj)
    for key in list(held.get_map().values()):
        key.fileobj.close()


def is_over(one):
    try:
        return not one.recv(4096)
    except BlockingIOError:
        return False
    except OSError:
        return True


def say(one, data):
    try:
        one.send(data)
    except OSError:
        pass


def throw(ports, seconds, per_second, data):
    """Connects, sends this, and lets go."""
    for port, number in paced(ports, seconds, per_second):
        one = connect(port, number, timeout=HANDSHAKE_TIMEOUT_S)
        if one is not None:
            say(one, data() if callable(data) else data)
            one.close()


def replay(ports, seconds, per_second):
    """One recorded ClientHello, which costs the other side a key exchange each time. Whoever hangs
    up at once is spared: the connections stay until they are answered, or cut."""
    hello, waiting = client_hello(), selectors.DefaultSelector()
    for port, number in paced(ports, seconds, per_second):
        if len(waiting.get_map()) < 400:
            one = connect(port, number, timeout=HANDSHAKE_TIMEOUT_S)
            if one is not None:
                say(one, hello)
                one.setblocking(False)
                waiting.register(one, selectors.EVENT_READ)
        for key, _ in waiting.select(0):
            waiting.unregister(key.fileobj)
            key.fileobj.close()


def shake_hands(ports, seconds, per_second, context):
    for port, number in paced(ports, seconds, per_second):
        one = connect(port, number, timeout=HANDSHAKE_TIMEOUT_S)
        if one is None:
            continue
        try:
            with context.wrap_socket(one, server_hostname="localhost") as secured:
                secured.recv(1)
        except (OSError, ssl.SSLError):
            one.close()


def context_of(version=ssl.TLSVersion.TLSv1_3, identity=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    if identity:
        context.load_cert_chain(*identity)
    return context


def other_authority(ports, seconds):
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = pathlib.Path(folder) / "x.crt", pathlib.Path(folder) / "x.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
                        "-days", "2", "-subj", "/CN=validator-4"],
                       check=True, capture_output=True)
        shake_hands(ports, seconds, 50, context_of(identity=(certificate, key)))


def slow_client_hello(ports, seconds):
    """One byte each turn of each connection."""
    hello, told = client_hello(), weakref.WeakKeyDictionary()

    def next_byte(one):
        at = told.get(one, 0)
        say(one, hello[at:at + 1])
        told[one] = at + 1
    hold(ports, seconds, next_byte)


def half_open(ports, seconds):
    """Connections that are closed for writing and read for ever."""
    def shut(one):
        try:
            one.shutdown(socket.SHUT_WR)
        except OSError:
            pass
    hold(ports, seconds, shut)


BEHAVIOURS = {
    "stranger-none": (
        "The control: nobody comes", lambda ports, seconds: time.sleep(seconds)),
    "stranger-idle": (
        "A thousand silent connections to each validator, opened again when cut", hold),
    "stranger-half-open": (
        "A thousand connections that are closed for writing at once", half_open),
    "stranger-slow-client-hello": (
        "A thousand handshakes, a byte at a time", slow_client_hello),
    "stranger-storm": (
        "Two thousand connections a second, closed at once",
        lambda ports, seconds: throw(ports, seconds, 2000, b"")),
    "stranger-garbage": (
        "A thousand connections a second that send bytes of chance",
        lambda ports, seconds: throw(ports, seconds, 1000, lambda: os.urandom(300))),
    "stranger-client-hello-replay": (
        "Four thousand copies of one ClientHello a second",
        lambda ports, seconds: replay(ports, seconds, 4000)),
    "stranger-no-certificate": (
        "Fifty handshakes a second without a certificate",
        lambda ports, seconds: shake_hands(ports, seconds, 50, context_of())),
    "stranger-tls-12": (
        "Fifty handshakes a second of TLS 1.2",
        lambda ports, seconds: shake_hands(ports, seconds, 50,
                                           context_of(ssl.TLSVersion.TLSv1_2))),
    "stranger-other-authority": (
        "Fifty handshakes a second with a certificate that nobody trusts", other_authority),
    "stranger-idle-and-restart": (
        "A thousand silent connections to each validator while one restarts", hold),
    "stranger-replay-and-restart": (
        "Four thousand copies of one ClientHello a second while a validator restarts",
        lambda ports, seconds: replay(ports, seconds, 4000)),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("behaviour", nargs="?", choices=sorted(BEHAVIOURS))
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--ports", default="")
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    if options.list:
        for name, (does, _) in BEHAVIOURS.items():
            print(f"{name}\t0\t{does}")
        return
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    ports = [int(port) for port in options.ports.split(",")]
    BEHAVIOURS[options.behaviour][1](ports, options.seconds)
    print("{}")


if __name__ == "__main__":
    main()
