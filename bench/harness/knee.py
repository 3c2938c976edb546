"""The knee: the highest rate that the network sustains. Pure; `measure(rate)` gives a step."""

COMMITTED_SHARE_MIN = 0.99
P99_MS_MAX = 1000
# The mean backlog may grow by this share of a second's load over the measured time.
BACKLOG_GROWTH_MAX = 0.1
# Two rates closer than this are one.
PRECISION = 1.06


def measured_seconds(step):
    begin = int(step["warmup_s"])
    return step["timeline"][begin:begin + int(step["duration_s"])]


def backlog_growth(step):
    """From the first third of the measured time to the last, in transactions."""
    outstanding = [second["outstanding"] for second in measured_seconds(step)]
    third = max(1, len(outstanding) // 3)
    if len(outstanding) < 2:
        return 0.0
    return sum(outstanding[-third:]) / third - sum(outstanding[:third]) / third


def why_not_sustained(step):
    """Nothing if the network bore this rate."""
    if step["committed"] < COMMITTED_SHARE_MIN * step["offered"]:
        return "not all committed"
    if step["latency_ms"]["p99"] >= P99_MS_MAX:
        return "p99"
    if backlog_growth(step) > BACKLOG_GROWTH_MAX * step["offered_tps"]:
        return "growing backlog"
    return None


def find_knee(measure, first, growth=2.0, rate_max=200_000):
    """The highest sustained rate, to PRECISION; 0 if even a hundredth of `first` is too much.

    `growth` is the step of the search before the knee lies between two rates: small where an
    earlier search has told about where it is."""
    low, high = 0.0, None
    rate = float(first)
    while True:
        if why_not_sustained(measure(rate)) is None:
            low = rate
        else:
            high = rate
        if high is None:
            if low >= rate_max:
                return low
            rate = low * growth
        elif low == 0:
            if high < first / 100:
                return 0.0
            rate = high / growth
        elif high / low <= PRECISION:
            return low
        else:
            rate = (low * high) ** 0.5
