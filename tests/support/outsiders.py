"""Somebody without a certificate at the peer ports: holds connections that say nothing, and replays
a ClientHello as fast as it may. From several addresses of the loopback network, in processes of
its own, bounded in number and time."""

import collections
import itertools
import multiprocessing
import os
import resource
import socket
import ssl
import time

CONNECT_S = 2
HELD_AFTER_HELLO = 64
STEP_S = 0.05
# Connections are made again when the other side has closed them, a few at a time.
LOOKED_AT_PER_STEP = 50
MADE_PER_STEP = 10
# The machine's own saturation is not what is tried: the attacked go first.
NICENESS = 5
SPARE_DESCRIPTORS = 100


def client_hello():
    """What a TLS 1.3 client says first. It may be said any number of times."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    outgoing = ssl.MemoryBIO()
    connection = context.wrap_bio(ssl.MemoryBIO(), outgoing)
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def connect(source, port):
    one = socket.socket()
    try:
        one.settimeout(CONNECT_S)
        one.bind((source, 0))
        one.connect(("127.0.0.1", port))
        one.setblocking(False)
        return one
    except OSError:
        one.close()
        return None


def is_closed(one):
    try:
        return one.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Attack:
    """What one process does to one port until the time is over or it is told to end."""

    def __init__(self, port, plan, told_to_end, sent):
        self.port = port
        self.plan = plan
        self.told_to_end = told_to_end
        self.sent = sent
        self.hello = client_hello()
        self.idle = collections.deque()
        self.after_hello = collections.deque()

    def run(self):
        os.nice(NICENESS)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = self.plan.idle + HELD_AFTER_HELLO + SPARE_DESCRIPTORS
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, hard)), hard))
        idle_from = itertools.cycle(self.plan.idle_sources)
        hello_from = itertools.cycle(self.plan.hello_sources)
        begun = time.monotonic()
        hellos = 0
        while not self.told_to_end.is_set() and time.monotonic() - begun < self.plan.seconds:
            self.hold_idle(idle_from)
            due = (time.monotonic() - begun) * self.plan.hellos_per_s
            burst_ends = time.monotonic() + STEP_S
            while hellos < due and time.monotonic() < burst_ends:
                hellos += self.say_hello(next(hello_from))
            self.sent.value = hellos
            if hellos >= due:
                time.sleep(STEP_S / 4)

    def hold_idle(self, sources):
        for _ in range(min(LOOKED_AT_PER_STEP, len(self.idle))):
            one = self.idle.popleft()
            if is_closed(one):
                one.close()
            else:
                self.idle.append(one)
        for _ in range(min(MADE_PER_STEP, self.plan.idle - len(self.idle))):
            one = connect(next(sources), self.port)
            if one is None:
                return
            self.idle.append(one)

    def say_hello(self, source):
        one = connect(source, self.port)
        if one is None:
            return 0
        try:
            one.send(self.hello)
        except OSError:
            pass
        self.after_hello.append(one)
        if len(self.after_hello) > HELD_AFTER_HELLO:
            self.after_hello.popleft().close()
        return 1


class Plan:
    """What is done to each port. Addresses of 127.0.0.0/8 need no setting up on Linux."""

    def __init__(self, idle, hellos_per_s, seconds):
        self.idle = idle
        self.hellos_per_s = hellos_per_s
        self.seconds = seconds
        # Some come from the address that the validators have, too.
        self.idle_sources = ["127.0.0.1", *[f"127.0.1.{host}" for host in range(1, 33)]]
        self.hello_sources = [f"127.0.2.{host}" for host in range(1, 33)]


class Outsiders:
    """Use as a context manager: attacks the ports, one process for each."""

    def __init__(self, ports, plan):
        self.told_to_end = multiprocessing.Event()
        self.sent = {port: multiprocessing.Value("L", 0) for port in ports}
        self.processes = [
            multiprocessing.Process(
                target=Attack(port, plan, self.told_to_end, self.sent[port]).run, daemon=True)
            for port in ports
        ]

    def __enter__(self):
        self.begun = time.monotonic()
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, kind, error, trace):
        self.told_to_end.set()
        for process in self.processes:
            process.join(30)

    def hellos(self, port):
        return self.sent[port].value

    def hellos_per_s(self, port):
        return self.hellos(port) / (time.monotonic() - self.begun)
