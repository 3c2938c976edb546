"""Minutes at the knee: memory, and what a transaction takes on the wire and on disk."""

from harness.load_step import Offer

# All of a round is signed before it, expires ten minutes after that, and lies in memory meanwhile.
ROUND_S_MAX = 300


def endurance(bench, knee):
    """Longer runs are several rounds on one network, while each is signed nothing is offered."""
    bench.tell(f"{bench.plan.endurance_s:g} s at the knee")
    steps = []
    with bench.network() as network:
        wire, disk = network.wire_bytes(), network.disk_bytes()
        for seconds in rounds(bench.plan.endurance_s):
            steps.append(bench.step(network, Offer(knee, seconds, bench.plan.warmup_s)))
        committed = sum(second["committed"] for step in steps for second in step["timeline"])
        wire, disk = network.wire_bytes() - wire, network.disk_bytes() - disk
    step = joined(steps)
    return {"step": step, "rounds": len(steps),
            "wire": round(wire / committed) if committed else 0,
            "disk": round(disk / committed) if committed else 0,
            "rss_growth_bytes_per_minute": round(memory_growth(step["memory"]))}


def rounds(seconds):
    """Of equal length."""
    count = max(1, -(-int(seconds) // ROUND_S_MAX))
    return [seconds / count] * count


def joined(steps):
    """The last step, with the timelines and the memory of all, one after the other."""
    timeline, memory, begin = [], {}, 0.0
    for step in steps:
        timeline += [{**second, "second": len(timeline) + number}
                     for number, second in enumerate(step["timeline"])]
        for name, series in step["memory"].items():
            memory.setdefault(name, []).extend([round(begin + at, 1), size] for at, size in series)
        begin = max((series[-1][0] for series in memory.values() if series), default=begin)
    return {**steps[-1], "timeline": timeline, "memory": memory,
            "lost": sum(step["lost"] for step in steps),
            "rss_bytes_max": max(step["rss_bytes_max"] for step in steps)}


def memory_growth(memory):
    """Of the validator that grew most, from the third quarter of the time to the fourth."""
    growth = [0.0]
    for series in memory.values():
        quarter = len(series) // 4
        if quarter == 0:
            continue
        mean = [sum(each[1] for each in part) / quarter
                for part in (series[-2 * quarter:-quarter], series[-quarter:])]
        minutes = (series[-quarter][0] - series[-2 * quarter][0]) / 60
        growth.append((mean[1] - mean[0]) / minutes if minutes > 0 else 0.0)
    return max(growth, key=abs)
