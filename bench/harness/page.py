"""The HTML page beside the report: the same figures for people, in one file."""

import html

from harness.report import LATENCIES, MIB
from harness.svg_plot import line_plot

STYLE = """
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 1.5rem; }
svg { width: 100%; height: auto; } svg text { font-size: 12px; }
svg text:not([fill]) { fill: currentColor; } svg .title { font-size: 14px; font-weight: 600; }
svg .grid { stroke: var(--line); } .no { color: #d1495b; font-weight: 600; }
"""


def plots(report):
    steps = report["steps"]
    yield line_plot("Throughput", ("offered TPS", "committed TPS"), {
        "committed": [[step["offered_tps"], step["committed_tps"]] for step in steps],
        "offered": [[step["offered_tps"], step["offered_tps"]] for step in steps]})
    yield line_plot("Latency against the rate", ("offered TPS", "ms, logarithmic"), {
        name: [[step["offered_tps"], step["latency_ms"][name]] for step in steps]
        for name in LATENCIES}, log=True)
    endurance = report["endurance"]["step"]
    yield line_plot("Latency over time, at the knee", ("seconds", "ms, logarithmic"), {
        name: [[second["second"], second[f"{name}_ms"]] for second in endurance["timeline"]]
        for name in ("p50", "p99")}, log=True)
    yield line_plot("Memory over time, at the knee", ("seconds", "MiB resident"), {
        name.replace("validator-", "v"): [[at, value / MIB] for at, value in series]
        for name, series in endurance["memory"].items()})
    for fault in report["faults"]:
        if "step" in fault:
            yield line_plot(fault["name"], ("seconds", "transactions a second"), {
                name: [[second["second"], second[name]] for second in fault["step"]["timeline"]]
                for name in ("offered", "committed", "refused")})


def row(cells, tag="td"):
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def target_rows(report):
    yield row(("promise", "measured", ""), "th")
    for each in report["assertions"] + report["targets"]:
        word = "holds" if each["holds"] else '<span class="no">does not hold</span>'
        value = "never" if each["value"] is None else each["value"]
        yield row((html.escape(each["assertion"]), value, word))


def step_rows(steps):
    yield row(("offered TPS", "committed", "refused", "lost", *LATENCIES, "us/tx/validator",
               "generator cores"), "th")
    for step in steps:
        yield row((f"{step['offered_tps']:,.0f}", f"{step['committed_tps']:,.0f}",
                   step["refused"], step["lost"],
                   *(f"{step['latency_ms'][name]:.1f}" for name in LATENCIES),
                   step["cpu_us_per_tx_per_validator"], step["generator_cores"]))


def circumstances(report):
    for part in ("environment", "network", "workload"):
        for name, value in report[part].items():
            text = value if not isinstance(value, dict) else ", ".join(
                f"{key} {each}" for key, each in value.items())
            yield row((name, html.escape(str(text))))


def render(report):
    knee = report["knee_tps"]
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="en"><meta charset="utf-8">',
        "<title>VitalStream: transactions per second</title>", f"<style>{STYLE}</style>",
        f"<h1>{knee['median']:,} transactions per second</h1>",
        f"<p>The knee: the highest rate with 99 % committed, p99 below a second and no growing "
        f"backlog; median of {len(knee['all'])}, from {knee['min']:,} to {knee['max']:,}. "
        f"{report['network']['validators']} validators and the generator share the machine.</p>",
        "<table>", *target_rows(report), "</table>",
        '<div class="plots">', *plots(report), "</div>",
        "<h2>Steps</h2>", "<table>", *step_rows([*report["steps"], report["at_500_tps"]]),
        "</table>", "<h2>Circumstances</h2>", "<table>", *circumstances(report), "</table>",
        "</html>", ""])
