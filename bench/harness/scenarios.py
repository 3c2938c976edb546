"""What is measured, one function per question. Each starts a network of its own, so that none
inherits the disk and caches of another."""

import copy
import dataclasses
import threading
import time

from harness.knee import find_knee
from harness.load_step import Offer
from harness.network import Network, Validator

RATE_AT_REST = 500
# The load around a death: well below what three validators bear.
KILL_SHARE = 0.7
AFTER_OVERLOAD_SHARE = 0.5
PAUSE_SHARE = 0.5
BEFORE_PAUSE_S = 2
REPEATED_GROWTH = 1.12
BACK_TO_NORMAL_P99_MS = 1000


class Bench:
    """The programs, the plan and where progress is told; what every scenario needs."""

    def __init__(self, programs, generator, plan, tell):
        self.program = programs / "vitalstream"
        self.vault_program = programs / "fake_vault_server"
        self.generator = generator
        self.plan = plan
        self.tell = tell

    def of(self, validators):
        """The same for networks of this size."""
        other = copy.copy(self)
        other.plan = dataclasses.replace(self.plan, validators=validators)
        return other

    def network(self, key_files=(), without=()):
        return Network(self.program, self.plan, key_files, without)

    def step(self, network, offer, meanwhile=None):
        step = self.generator.run(network, offer, meanwhile)
        self.tell(f"  {step['offered_tps']:>8.0f} TPS offered  {step['committed_tps']:>8.0f} "
                  f"committed  {step['refused']:>7} refused  {step['lost']} lost  "
                  f"p50 {step['latency_ms']['p50']:>7.1f}  p99 {step['latency_ms']['p99']:>7.1f} ms"
                  f"  {step['cpu_us_per_tx_per_validator']:>5.1f} us/tx/validator")
        return step

    def probe(self, network):
        def measure(rate):
            return self.step(network, Offer(rate, self.plan.probe_s, self.plan.warmup_s))
        return measure


def knees(bench):
    """One search per repetition, each on a fresh network."""
    found = []
    for repetition in range(bench.plan.repetitions):
        bench.tell(f"searching the knee ({repetition + 1} of {bench.plan.repetitions})")
        with bench.network() as network:
            if found and found[0] > 0:
                found.append(find_knee(bench.probe(network), found[0], REPEATED_GROWTH))
            else:
                found.append(find_knee(bench.probe(network), bench.plan.first_rate))
        bench.tell(f"  knee: {found[-1]:.0f} TPS")
    return found


def curve(bench, knee):
    bench.tell("saturation curve")
    steps = []
    with bench.network() as network:
        for share in bench.plan.curve:
            offer = Offer(max(1.0, knee * share), bench.plan.step_s, bench.plan.warmup_s)
            steps.append(bench.step(network, offer))
    return steps


def at_rest(bench):
    bench.tell(f"latency at {RATE_AT_REST} TPS")
    with bench.network() as network:
        return bench.step(network, Offer(RATE_AT_REST, bench.plan.step_s, bench.plan.warmup_s))


def one_dead(bench, knee):
    """A validator is killed under load, the knee of the others is searched, and it returns."""
    bench.tell("one of the validators is killed under load")
    plan = bench.plan
    with bench.network() as network:
        victim = network.validators[-1]
        timer = threading.Timer(plan.warmup_s + plan.kill_s / 2, victim.kill)
        killed = bench.step(network, Offer(knee * KILL_SHARE, plan.kill_s, plan.warmup_s),
                            timer.start)
        timer.join()
        bench.tell(f"  longest time without a commit: {killed['worst_gap_ms']:.0f} ms; "
                   "searching the knee of the others")
        rest = find_knee(bench.probe(network), max(1.0, knee * KILL_SHARE), 1.3)
        begin = time.monotonic()
        victim.start()
        victim.wait_until_ready()
        return {"knee_tps": rest, "worst_gap_ms": killed["worst_gap_ms"], "step": killed,
                "share_of_knee": round(rest / knee, 3) if knee else 0,
                "back_after_s": round(time.monotonic() - begin, 2)}


def seconds_until_normal(step, since):
    """From that second of the step until one whose answers all came quickly; nothing if none was
    seen."""
    for second in step["timeline"][since:]:
        offered = second["offered"]
        if offered and second["p99_ms"] < BACK_TO_NORMAL_P99_MS and (
                second["committed"] >= offered / 2) and second["outstanding"] <= offered:
            return second["second"] - since
    return None


def quorum_paused(bench, knee):
    """Half of the validators stand still for a while, so that nobody can commit; then they go on.
    To the others it is as if the network had been cut in two."""
    plan = bench.plan
    bench.tell(f"two of the validators stand still for {plan.pause_s} s")
    with bench.network() as network:
        victims = network.validators[-(plan.validators // 2):]
        begin = plan.warmup_s + BEFORE_PAUSE_S
        timers = [threading.Timer(at, lambda act=act: [act(each) for each in victims])
                  for at, act in ((begin, Validator.pause), (begin + plan.pause_s,
                                                             Validator.go_on))]
        offer = Offer(knee * PAUSE_SHARE, BEFORE_PAUSE_S + plan.pause_s + plan.after_overload_s,
                      plan.warmup_s)
        step = bench.step(network, offer, lambda: [timer.start() for timer in timers])
    return {"name": f"no quorum for {plan.pause_s} s", "errors": step["errors"],
            "lost": step["lost"], "worst_gap_ms": step["worst_gap_ms"],
            "hangover_s": seconds_until_normal(step, int(begin + plan.pause_s)), "step": step}


def overload(bench, knee, factor):
    bench.tell(f"{factor} times the knee for {bench.plan.overload_s} s")
    with bench.network() as network:
        step = bench.step(network, Offer(
            knee * factor, bench.plan.overload_s, bench.plan.warmup_s,
            knee * AFTER_OVERLOAD_SHARE, bench.plan.after_overload_s))
    return {"name": f"overload {factor}x", "factor": factor,
            "offered_tps": step["offered_tps"], "goodput_tps": step["committed_tps"],
            "share_of_knee": round(step["committed_tps"] / knee, 3) if knee else 0,
            "refused": step["refused"], "errors": step["errors"], "lost": step["lost"],
            "rss_bytes_max": step["rss_bytes_max"],
            "normal_again_after_s": seconds_until_normal(
                step, int(step["warmup_s"] + step["duration_s"])), "step": step}
