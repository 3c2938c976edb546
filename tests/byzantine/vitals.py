"""What one validator costs and says: memory and processor time as the system counts them, metrics
and log as an operator reads them."""

import os
import pathlib
import re
import time

MIB = 1024 * 1024
_SAMPLE = re.compile(r'^(\w+)(\{[^}]*\})? (\S+)$', re.M)
_LABEL = re.compile(r'(\w+)="([^"]*)"')
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def _process(validator):
    return pathlib.Path("/proc") / str(validator.process.pid)


def forget_peak(validator):
    """The peak of memory counts from now."""
    (_process(validator) / "clear_refs").write_text("5")


def peak_mib(validator):
    status = (_process(validator) / "status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.M).group(1)) * 1024 / MIB


def processor_s(validator):
    """User and system time so far."""
    fields = (_process(validator) / "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def read_metrics(validator):
    """(name, frozen set of labels) -> value."""
    found = {}
    for name, labels, value in _SAMPLE.findall(validator.metrics()):
        found[name, frozenset(_LABEL.findall(labels or ""))] = float(value)
    return found


class Vitals:
    """Of one validator, from now until `finish`."""

    def __init__(self, validator):
        self.validator = validator
        self.pid = validator.process.pid
        self.begun = time.monotonic()
        self.processor_before = processor_s(validator)
        self.metrics_before = read_metrics(validator)
        self.log_before = len(validator.log_text())
        forget_peak(validator)

    def finish(self):
        self.is_same_process = (self.validator.is_running()
                                and self.validator.process.pid == self.pid)
        if not self.is_same_process:
            self.peak_mib, self.cores = 0.0, 0.0
        else:
            self.peak_mib = peak_mib(self.validator)
            self.cores = ((processor_s(self.validator) - self.processor_before)
                          / (time.monotonic() - self.begun))

    def rise(self, name, **labels):
        """How much the counters of this name with these labels have grown."""
        def total(metrics):
            return sum(value for (one, found), value in metrics.items()
                       if one == name and set(labels.items()) <= found)
        after = read_metrics(self.validator)
        before = self.metrics_before if self.is_same_process else {}
        return total(after) - total(before)

    def new_log(self):
        return self.validator.log_text()[self.log_before:]
