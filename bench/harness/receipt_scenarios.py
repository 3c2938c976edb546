"""What receipts cost: transactions in one burst to one validator, all with their receipt, beside
the same without. Like scenarios.py, which has the rest."""

import copy
import dataclasses
import statistics

from harness.load_step import Generator, Offer
from harness.network import BenchError

BURST = 1000
# A receipt holds the whole genesis document: that of few members, not of a thousand.
CLIENTS = 16


def receipt_burst(bench):
    """The last answer of a burst after its first request, in turn with receipts and without."""
    bench.tell(f"bursts of {BURST} transactions, with their receipts and without")
    bursts = copy.copy(bench)
    bursts.plan = dataclasses.replace(bench.plan, clients=CLIENTS)
    bursts.generator = Generator(bench.generator.program, dataclasses.replace(
        bench.generator.workload, kind="burst", keys=CLIENTS))
    took = {False: [], True: []}
    with bursts.network() as network:
        for other in network.validators[1:]:
            other.serves_clients = False
        burst(bursts, network, False)  # the first one finds nothing warm
        for number in range(bench.plan.bursts):
            for receipt in (False, True) if number % 2 == 0 else (True, False):
                took[receipt].append(burst(bursts, network, receipt))
    without, beside = (statistics.median(took[receipt]) for receipt in (False, True))
    bench.tell(f"  {without:.0f} ms without, {beside:.0f} ms with receipts")
    return {"burst": BURST, "without_ms": without, "with_ms": beside,
            "ratio": round(beside / without, 3),
            "all_ms": {"without": took[False], "with": took[True]}}


def burst(bench, network, receipt):
    """Milliseconds until all are answered, as they must be."""
    step = bench.step(network, Offer(BURST, 1, 0, receipt=receipt))
    if step["committed"] != BURST:
        raise BenchError(f"of {BURST} in a burst {step['committed']} were committed: "
                         f"{step['refused']} refused, {step['errors']}")
    return step["latency_ms"]["max"]
