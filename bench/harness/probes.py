"""What the system knows of the validators: processor time, memory, disk, bytes between them."""

import os
import pathlib
import re
import subprocess
import threading
import time

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_BLOCK_BYTES = 512  # of st_blocks, whatever the file system uses
SAMPLE_EVERY_S = 0.25


def processor_seconds(pid):
    """User and system time of a process; nothing once it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The name in parentheses may hold anything; the fields after it are numbers.
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND


def resident_bytes(pid):
    try:
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES
    except OSError:
        return None


def disk_bytes(folder):
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_blocks * _BLOCK_BYTES
            except OSError:
                pass  # a file that compaction has just deleted
    return total


def wire_bytes(peer_ports):
    """What was sent over all TCP connections to or from these ports that stand now."""
    listing = subprocess.run(["ss", "-tinHO", "state", "established"], check=True,
                             capture_output=True, text=True).stdout
    return sum_of_bytes_sent(listing, peer_ports)


def sum_of_bytes_sent(listing, peer_ports):
    total = 0
    for line in listing.splitlines():
        fields = line.split()
        sent = re.search(r"\bbytes_sent:(\d+)", line)
        if len(fields) < 4 or sent is None:
            continue
        ports = {int(field.rpartition(":")[2]) for field in fields[2:4]}
        if ports & peer_ports:
            total += int(sent.group(1))
    return total


def signatures_made(metrics):
    """From a validator's metrics: signatures that its key provider has given."""
    counted = re.findall(r"^blockchain_hsm_operations_total\{([^}]*)\} (\S+)$", metrics,
                         re.MULTILINE)
    return sum(float(value) for labels, value in counted
               if 'op="sign"' in labels and 'outcome="ok"' in labels)


class Sampler:
    """Notes processor time and memory of the validators while a step runs."""

    def __init__(self, validators):
        self._pids = {each.name: each.process.pid for each in validators if each.is_running()}
        self.samples = {name: [] for name in self._pids}  # (unix time, processor s, bytes)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _run(self):
        self._sample()
        while not self._end.wait(SAMPLE_EVERY_S):
            self._sample()
        # The last one lies behind the measured time, however short the step's tail was.
        self._sample()

    def _sample(self):
        for name, pid in self._pids.items():
            sample = (time.time(), processor_seconds(pid), resident_bytes(pid))
            if None not in sample:
                self.samples[name].append(sample)

    def processor_seconds_between(self, begin, end):
        """Of the validators that lived through that time, on average."""
        used = [value_at(series, end) - value_at(series, begin)
                for series in self.samples.values() if series and series[-1][0] >= end]
        return sum(used) / len(used) if used else 0.0

    def resident_bytes_max(self):
        return max((sample[2] for series in self.samples.values() for sample in series), default=0)

    def memory_by_second(self):
        """One list per validator of [seconds since the first sample, bytes], one a second."""
        starts = [series[0][0] for series in self.samples.values() if series]
        begin = min(starts, default=0)
        step = max(1, round(1 / SAMPLE_EVERY_S))
        return {name: [[round(sample[0] - begin, 1), sample[2]] for sample in series[::step]]
                for name, series in self.samples.items()}


def value_at(series, when):
    """Processor seconds at a time between two samples, on the straight line between them."""
    before = series[0]
    for sample in series:
        if sample[0] >= when:
            span = sample[0] - before[0]
            share = (when - before[0]) / span if span > 0 else 0
            return before[1] + max(0.0, share) * (sample[1] - before[1])
        before = sample
    return before[1]
