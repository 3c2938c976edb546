"""Two builds of the programs side by side: both are offered the same in turn, each time on a fresh
network, because the machine's speed changes by the hour and a single step tells nothing."""

import statistics

from harness.knee import find_knee
from harness.load_step import Offer
from harness.scenarios import RATE_AT_REST

# A search from there costs few steps on the machines that this was written on.
SEARCH_FROM = 4000
SEARCH_GROWTH = 1.5


def turns(pairs):
    """'new' and 'old' alternating, with the first place alternating too, so that a machine that
    grows slower or faster favours neither."""
    for number in range(pairs):
        yield from ("new", "old") if number % 2 == 0 else ("old", "new")


def compare(benches, pairs, rate=None):
    """`benches`: 'new' and 'old'. The rate is the knee of the old build, unless one is given."""
    tell = benches["old"].tell
    if rate is None:
        tell("searching the knee of the old build")
        with benches["old"].network() as network:
            rate = find_knee(benches["old"].probe(network), SEARCH_FROM, SEARCH_GROWTH)
    steps = {name: {"new": [], "old": []} for name in ("at rest", "at the knee")}
    for build in turns(pairs):
        bench = benches[build]
        tell(f"{build}: {RATE_AT_REST} and {rate:.0f} TPS")
        with bench.network() as network:
            offer = Offer(RATE_AT_REST, bench.plan.probe_s, bench.plan.warmup_s)
            steps["at rest"][build].append(bench.step(network, offer))
            steps["at the knee"][build].append(bench.probe(network)(rate))
    return {"rate": round(rate), "pairs": pairs, "figures": figures(steps), "steps": steps}


# name in the figures: (part, its value in a step)
_VALUES = {
    "committed_at_the_knee": ("at the knee", lambda step: step["committed_tps"]),
    "cpu_us_at_the_knee": ("at the knee", lambda step: step["cpu_us_per_tx_per_validator"]),
    "p50_ms_at_500": ("at rest", lambda step: step["latency_ms"]["p50"]),
    "p99_ms_at_500": ("at rest", lambda step: step["latency_ms"]["p99"]),
    "cpu_us_at_500": ("at rest", lambda step: step["cpu_us_per_tx_per_validator"]),
}


def figures(steps):
    """By name: medians and ranges of both builds, and the new median over the old one."""
    found = {}
    for name, (part, value) in _VALUES.items():
        new, old = ([value(step) for step in steps[part][build]] for build in ("new", "old"))
        median = statistics.median(old)
        found[name] = {"new": spread(new), "old": spread(old),
                       "ratio": round(statistics.median(new) / median, 4) if median else None}
    found["lost"] = sum(step["lost"] for part in steps.values() for build in part.values()
                        for step in build)
    return found


def spread(values):
    return {"median": round(statistics.median(values), 1), "min": round(min(values), 1),
            "max": round(max(values), 1)}


def assertable(found):
    """What --assert can name: the ratios, and what was lost."""
    return {"lost": found["lost"]} | {
        f"{name}_ratio": value["ratio"] for name, value in found.items() if name != "lost"}


def table(found):
    lines = [f"{'figure':<24}{'new':>28}{'old':>28}{'new : old':>12}"]
    for name, value in found.items():
        if name != "lost":
            lines.append(f"{name:<24}{in_words(value['new']):>28}{in_words(value['old']):>28}"
                         f"{'-' if value['ratio'] is None else value['ratio']:>12}")
    return "\n".join([*lines, f"{'lost':<24}{found['lost']:>28}"])


def in_words(one):
    return f"{one['median']:,} ({one['min']:,} - {one['max']:,})"
