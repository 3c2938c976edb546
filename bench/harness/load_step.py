"""One step of load: runs vitalstream-load against the network and joins its figures with what the
validators used."""

import dataclasses
import json
import subprocess

from harness import probes
from harness.network import BenchError

MICROSECONDS = 1_000_000


@dataclasses.dataclass(frozen=True)
class Workload:
    kind: str = "poisson"
    record_bytes: int = 256
    fhir: str = ""
    keys: int = 1000

    def arguments(self):
        size = ["--fhir", self.fhir] if self.fhir else ["--record-bytes", str(self.record_bytes)]
        return ["--kind", self.kind, "--keys", str(self.keys), *size]

    def as_json(self):
        content = "fhir" if self.fhir else "record.put"
        return {"kind": f"{content}, {self.kind} arrivals",
                "record_bytes": 0 if self.fhir else self.record_bytes, "keys": self.keys}


@dataclasses.dataclass(frozen=True)
class Offer:
    """What is offered: a rate for a time, and perhaps another one after it."""

    rate: float
    seconds: float
    warmup: float
    after_rate: float = 0
    after_seconds: float = 0
    receipt: bool = False

    def arguments(self):
        return ["--rate", f"{self.rate:.1f}", "--duration", str(self.seconds),
                "--warmup", str(self.warmup), "--after-rate", f"{self.after_rate:.1f}",
                "--after-duration", str(self.after_seconds),
                *(["--receipt"] if self.receipt else [])]


class Generator:
    def __init__(self, program, workload):
        self.program = program
        self.workload = workload

    def start(self, network, offer):
        endpoints = [argument for validator in network.serving()
                     for argument in ("--rpc", validator.endpoint)]
        return subprocess.Popen(
            [self.program, *endpoints, "--clients", network.clients_file, "--chain",
             network.chain, *offer.arguments(), *self.workload.arguments()],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, network, offer, meanwhile=None):
        """The step as the report has it. `meanwhile` is called once the load is on its way."""
        process = self.start(network, offer)
        try:
            with probes.Sampler(network.validators) as sampler:
                # The generator says on its error output when signing is over.
                notice = process.stderr.readline()
                if meanwhile is not None:
                    meanwhile()
                output, errors = process.communicate()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode != 0:
            raise BenchError(f"the generator failed: {notice}{errors}")
        return step_from(json.loads(output), sampler)


def step_from(measured, sampler):
    begin, end = measured["window_unix"]
    used = sampler.processor_seconds_between(begin, end)
    answered = measured["committed_tps"] * measured["duration_s"]
    measured["cpu_us_per_tx_per_validator"] = (
        round(used / answered * MICROSECONDS, 1) if answered else 0)
    measured["rss_bytes_max"] = sampler.resident_bytes_max()
    measured["memory"] = sampler.memory_by_second()
    return measured
