"""How long each part of the benchmark takes."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Plan:
    folder: str | None = None  # where networks are written; None: the system's place for such
    validators: int = 4
    clients: int = 1000
    base_port: int = 27000
    first_rate: float = 2000
    probe_s: float = 10      # one rate of the search for the knee
    step_s: float = 60       # one rate of the curve
    warmup_s: float = 5
    repetitions: int = 3     # searches for the knee
    curve: tuple = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.2)
    kill_s: float = 40       # load around the death of a validator
    pause_s: float = 10      # how long there is no quorum
    slow_s: float = 30       # how long one validator is slow
    provider_away_s: float = 60
    after_slow_s: float = 15  # for what was slow or away to be itself again
    pairs: int = 5           # of networks compared in turn
    bursts: int = 9          # with receipts, and as many without
    read_s: float = 10       # each spell of clients that read without end, and each between
    # (validators, with whom the last one has no link)
    missing_links: tuple = ((4, (1,)), (4, (2,)), (4, (3,)), (7, (2, 5)), (7, (1, 6)))
    # Of validators with a slow key provider.
    signing_modes: tuple = ("direct", "delegated")
    overload_s: float = 60
    overloads: tuple = (2, 5)
    after_overload_s: float = 15
    endurance_s: float = 300


def full_plan(**changes):
    """About fifty minutes."""
    return Plan(**changes)


def quick_plan(**changes):
    """About ten minutes: enough to tell whether the promise holds, not to quote figures from."""
    return Plan(**{"probe_s": 4, "step_s": 5, "warmup_s": 2, "repetitions": 1, "pairs": 3,
                   "bursts": 5, "read_s": 4, "missing_links": ((4, (3,)),),
                   "curve": (0.25, 0.5, 0.75, 1.0, 1.2), "kill_s": 12, "pause_s": 4,
                   "slow_s": 8, "provider_away_s": 8, "after_slow_s": 5, "overload_s": 8,
                   "after_overload_s": 6, "endurance_s": 15, **changes})
