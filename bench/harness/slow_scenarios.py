"""What one slow part does to the whole: a validator that gets little of the processor, and key
providers that take long for a signature or are away. Like scenarios.py, which has the rest."""

import contextlib
import pathlib
import statistics
import tempfile

from harness.knee import find_knee, why_not_sustained
from harness.load_step import Offer
from harness.slow_vault import SlowVault
from harness.spell import Lag, Spell, run_by_turns

# Of the knee: what the network bears without effort, so that what is missing is the slow one's
# doing.
SLOW_SHARE = 0.5
AWAY_SHARE = 0.5
# How the slow validator's process runs: a fifth of the time.
RUNS_S = 0.02
PERIOD_S = 0.1
SIGNATURE_MS = 30
# Of the knee with local keys, tried one after the other before anything is searched: delegated keys
# are held to 95 %.
FIRST_SHARES = (1.0, 0.955)
SEARCH_FROM = 0.75
SEARCH_GROWTH = 1.25


def committed_share(step):
    return round(step["committed"] / step["offered"], 4) if step["offered"] else 0


def spell_times(plan, seconds):
    return plan.warmup_s, seconds, plan.after_slow_s


def suffering_offer(plan, rate, seconds):
    """The measured time is that of the spell; the load goes on after it."""
    return Offer(rate, seconds, plan.warmup_s, rate, plan.after_slow_s)


def slow_validator(bench, knee):
    """One validator runs a fifth of the time. Applications use the others, and should not notice;
    afterwards it has to catch up under load."""
    plan = bench.plan
    bench.tell(f"one of the validators is slow for {plan.slow_s} s")
    with bench.network() as network:
        victim, others = network.validators[-1], network.validators[:-1]
        victim.serves_clients = False
        lag = Lag(victim, others)

        def suffer(ending):
            run_by_turns(victim, ending, RUNS_S, PERIOD_S)
            lag.blocks()
        with Spell(spell_times(plan, plan.slow_s), suffer, lag.is_level) as spell:
            step = bench.step(network, suffering_offer(plan, knee * SLOW_SHARE, plan.slow_s),
                              spell.begin)
    bench.tell(f"  longest gap {step['worst_gap_ms']:.0f} ms, {lag.blocks_max} blocks behind, "
               f"level after {spell.recovered_after_s} s")
    return {"name": "slow validator", "runs_share": RUNS_S / PERIOD_S,
            "goodput_tps": step["committed_tps"], "share_of_offered": committed_share(step),
            "latency_ms": step["latency_ms"], "worst_gap_ms": step["worst_gap_ms"],
            "blocks_behind": lag.blocks_max, "level_after_s": spell.recovered_after_s,
            "lost": step["lost"], "step": step}


@contextlib.contextmanager
def network_of_slow_keys(bench, signing):
    """Each validator's key is in a vault of its own: (network, vaults)."""
    plan = bench.plan
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=plan.folder)))
        vaults = [stack.enter_context(SlowVault(bench.vault_program, folder, seed, SIGNATURE_MS))
                  for seed in range(1, plan.validators + 1)]
        files = [vault.write_configuration(signing) for vault in vaults]
        yield stack.enter_context(bench.network(files)), vaults


def slow_provider(bench, knee, signing):
    """The knee when each signature takes long, as far as it reaches that of local keys; and what
    happens when the provider of one validator is away."""
    bench.tell(f"{SIGNATURE_MS} ms for a signature, {signing}")
    with network_of_slow_keys(bench, signing) as (network, vaults):
        borne = []
        reached = rate_reached(remembering(bench.probe(network), borne), knee)
        found = {"name": f"signatures of {SIGNATURE_MS} ms, {signing}", "signing": signing,
                 "knee_tps": round(reached), "share_of_knee": round(reached / knee, 3)}
        if not borne:
            return [found]
        best = max(borne, key=lambda step: step["offered_tps"])
        away = provider_away(bench, (network, vaults), reached, signing)
    if signing == "delegated":
        found |= beside_local_keys(bench, knee, signing)
    return [found | {"latency_ms": best["latency_ms"], "step": best}, away]


def beside_local_keys(bench, knee, signing):
    """What networks with slow and with local keys commit when offered the knee, in turn: a step
    near the knee fails now and then whatever signs, and so one of each tells nothing."""
    bench.tell(f"  the knee offered to networks with local and with {signing} keys in turn")
    local, slow = [], []
    for _ in range(bench.plan.pairs):
        with bench.network() as network:
            local.append(bench.probe(network)(knee)["committed_tps"])
        with network_of_slow_keys(bench, signing) as (network, _):
            slow.append(bench.probe(network)(knee)["committed_tps"])
    share = statistics.median(slow) / statistics.median(local) if any(local) else 0
    bench.tell(f"  {share:.3f} of what local keys commit")
    return {"share_of_local": round(share, 3), "local_tps": local, "slow_tps": slow}


def rate_reached(measure, knee):
    """The highest rate borne, as far as the knee; in few steps also where that was found too
    high."""
    for share in FIRST_SHARES:
        if why_not_sustained(measure(knee * share)) is None:
            return knee * share
    return find_knee(measure, knee * SEARCH_FROM, SEARCH_GROWTH,
                     rate_max=knee * SEARCH_FROM * SEARCH_GROWTH)


def remembering(measure, borne):
    """The same, keeping the steps that the network bore."""
    def measured(rate):
        step = measure(rate)
        if why_not_sustained(step) is None:
            borne.append(step)
        return step
    return measured


def provider_away(bench, parts, knee, signing):
    """The vault of one validator refuses connections for a while, under load."""
    (network, vaults), plan = parts, bench.plan
    bench.tell(f"  one provider is away for {plan.provider_away_s} s")
    victim, vault = network.validators[-1], vaults[-1]
    signed = []

    def suffer(ending):
        vault.away()
        ending.wait()
        signed.append(victim.signatures())
        vault.back()
    def is_itself_again():
        # A key in memory goes on voting; its provider is asked again when it is due.
        return signing == "delegated" or victim.signatures() > signed[0]
    with Spell(spell_times(plan, plan.provider_away_s), suffer, is_itself_again) as spell:
        step = bench.step(network, suffering_offer(plan, knee * AWAY_SHARE, plan.provider_away_s),
                          spell.begin)
    bench.tell(f"  longest gap {step['worst_gap_ms']:.0f} ms, "
               f"itself again after {spell.recovered_after_s} s")
    return {"name": f"key provider away for {plan.provider_away_s} s, {signing}",
            "away_signing": signing, "share_of_offered": committed_share(step),
            "worst_gap_ms": step["worst_gap_ms"], "latency_ms": step["latency_ms"],
            "signs_again_after_s": spell.recovered_after_s, "errors": step["errors"],
            "lost": step["lost"], "step": step}
