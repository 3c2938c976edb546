"""One behaviour on one network under load, and whether the honest validators did as they must."""

import dataclasses
import json
import random
import subprocess
import sys
import time
import urllib.error

from network import RpcError, wait_for
from rows import BACK_S, RECOVERY_S
from vitals import Vitals

LIAR = 4
RETURNING = 3
POLL_S = 0.05
AWAY_S = 3.0
BACK_WITHIN_S = 30
BEFORE_RESTART_S = 2.0
ENDS_WITHIN_S = 30
# Where the control had a longer gap than this machine should have, it is the measure.
CONTROL_FACTOR = 3
# Who was cut is let in after a pause that doubles from one second: thrice in five seconds, and once
# more where a session ends beside that.
RETURNS_MAX = 5
CONTENTS_LOOKED_AT = 24
CONTENT_WITHIN_S = 20


@dataclasses.dataclass
class Outcome:
    name: str
    does: str
    gap_s: float = 0.0
    gap_limit_s: float = 0.0
    peak_mib: float = 0.0
    peak_limit_mib: float = 0.0
    cores: float = 0.0
    cores_limit: float = 0.0
    commits: int = 0
    back_after_s: float = None
    sent: dict = dataclasses.field(default_factory=dict)
    failures: list = dataclasses.field(default_factory=list)
    attempts: int = 1

    @property
    def passed(self):
        return not self.failures


    @property
    def was_cut(self):
        """For one of the reasons after which it must wait."""
        return any(reason in self.sent.get("goodbyes", {})
                   for reason in ("Misbehaved", "MalformedFrame", "OversizedFrame", "Paused"))


@dataclasses.dataclass
class Control:
    """What the same network took while the liar was honest."""

    gap_s: float
    peak_mib: float
    cores: float


def named_by(vitals, how):
    """Whether this validator has named the liar in that way."""
    kind, _, reason = how.partition(":")
    if kind == "cut":
        return (f"cutting validator {LIAR}" in vitals.new_log()
                and vitals.rise("blockchain_peer_sessions_closed_total", reason="Misbehaved") > 0)
    if kind == "evidence":
        return ("evidence of a fault" in vitals.new_log()
                or vitals.rise("blockchain_evidence_total") > 0)
    if kind == "refused":
        return vitals.rise("blockchain_peer_connections_refused_total", reason=reason) > 0
    if kind == "closed":
        return vitals.rise("blockchain_peer_sessions_closed_total", reason=reason) > 0
    if kind == "nullified":
        return vitals.rise("blockchain_nullified_views_total", leader=f"validator-{LIAR}") > 0
    raise ValueError(how)


class Trial:
    def __init__(self, row, does, world, control):
        self.row = row
        self.world = world
        self.control = control
        self.outcome = Outcome(row.name, does)
        self.honest = world.honest
        self.returning = world.network.validators[RETURNING - 1]
        self.killed_at = self.started_at = 0.0

    def fail(self, text):
        self.outcome.failures.append(text)

    def run(self, command, seconds):
        vitals = [Vitals(validator) for validator in self.honest]
        begun = time.monotonic()
        if self.row.theft:
            self.killed_at = time.monotonic()
            self.returning.kill()
        liar = subprocess.Popen([*command, "--seconds", str(seconds)], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)
        try:
            if self.row.restart:
                self.restart_one()
            self.outcome.sent = self.wait_for_liar(liar, seconds)
            if self.row.theft:
                self.start_returning()
        finally:
            if liar.poll() is None:
                liar.kill()
                liar.wait()
        for one in vitals:
            one.finish()
        recovered = self.wait_for_recovery(time.monotonic())
        self.judge_gap(begun, recovered)
        self.judge_costs(vitals)
        self.judge_names(vitals)
        self.judge_returns()
        self.judge_contents(begun)
        return self.outcome

    def wait_for_liar(self, liar, seconds):
        try:
            out, errors = liar.communicate(timeout=seconds + ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.fail("the liar did not end by itself")
            return {}
        if liar.returncode != 0:
            self.fail(f"the liar failed: {errors.strip()[-300:]}")
            return {}
        sent = json.loads(out)
        if sent.get("sessions", 1) + sent.get("connections", 1) == 0:
            self.fail("the liar never came through")
        return sent

    def restart_one(self):
        """Kill -9, a while away, and back among the voters."""
        time.sleep(BEFORE_RESTART_S)
        self.killed_at = time.monotonic()
        self.returning.kill()
        time.sleep(AWAY_S)
        self.start_returning()

    def start_returning(self):
        started = time.monotonic()
        self.returning.start()
        try:
            wait_for(self.returning.may_vote, BACK_WITHIN_S,
                     f"validator {RETURNING} may vote again")
        except AssertionError as error:
            self.fail(str(error))
        self.outcome.back_after_s = time.monotonic() - started
        self.started_at = started
        if self.outcome.back_after_s > BACK_S:
            self.fail(f"voted only {self.outcome.back_after_s:.1f} s after its start "
                      f"(limit {BACK_S:.0f} s)")

    def wait_for_recovery(self, since):
        """All run, may vote, and answer their clients; the moment at which that was seen."""
        waiting, deadline = {one.number for one in self.honest}, since + RECOVERY_S
        while waiting and time.monotonic() < deadline:
            fresh = {commit.validator for commit in self.world.clock.since(since)}
            waiting -= {one.number for one in self.honest
                        if one.number in fresh and one.may_vote()}
            time.sleep(POLL_S)
        for number in sorted(waiting):
            status = self.world.network.validators[number - 1].status() or {}
            self.fail(f"validator {number} was not itself after {RECOVERY_S} s: "
                      f"{status.get('phase', 'no answer')} {status.get('why', '')}")
        return time.monotonic()

    def judge_gap(self, begun, ended):
        numbers = [one.number for one in self.honest
                   if not (self.row.returns and one.number == RETURNING)]
        outcome = self.outcome
        outcome.commits = len(self.world.clock.since(begun))
        outcome.gap_s = self.world.clock.longest_gap(begun, ended, numbers)
        outcome.gap_limit_s = max(self.row.gap_s,
                                  CONTROL_FACTOR * self.control.gap_s if self.control else 0)
        if outcome.gap_s > outcome.gap_limit_s:
            self.fail(f"no commit for {outcome.gap_s:.1f} s (limit {outcome.gap_limit_s:.1f} s)")

    def judge_costs(self, vitals):
        outcome = self.outcome
        outcome.peak_mib = max(one.peak_mib for one in vitals)
        outcome.cores = max(one.cores for one in vitals)
        for one in vitals:
            returned = self.row.returns and one.validator.number == RETURNING
            if not one.is_same_process and not returned:
                self.fail(f"validator {one.validator.number} ended or was restarted")
            if "halted: nothing is signed" in one.new_log():
                self.fail(f"validator {one.validator.number} halted")
        if self.control is None:
            return
        outcome.peak_limit_mib = self.control.peak_mib + self.row.memory_mib
        outcome.cores_limit = self.control.cores + self.row.cores
        if outcome.peak_mib > outcome.peak_limit_mib:
            self.fail(f"{outcome.peak_mib:.0f} MiB (limit {outcome.peak_limit_mib:.0f})")
        if outcome.cores > outcome.cores_limit:
            self.fail(f"{outcome.cores:.2f} cores (limit {outcome.cores_limit:.2f})")

    def judge_names(self, vitals):
        for how in self.row.named:
            if not any(named_by(one, how) for one in vitals):
                self.fail(f"nobody named the liar: {how}")

    def judge_returns(self):
        """Whoever is cut again and again must wait."""
        sessions = self.outcome.sent.get("sessions", 0)
        if "cut" in self.row.named and sessions > RETURNS_MAX * len(self.honest):
            self.fail(f"cut, and back in {sessions} sessions")

    def judge_contents(self, begun):
        """What was acknowledged meanwhile is whole at each honest validator; where one was away,
        what it has missed."""
        commits = self.world.clock.since(begun)
        missed = [commit for commit in commits if self.killed_at < commit.at < self.started_at]
        commits = missed or commits
        for commit in random.sample(commits, min(len(commits), CONTENTS_LOOKED_AT)):
            for validator in self.honest:
                try:
                    wait_for(lambda: self.has_content(validator, commit), CONTENT_WITHIN_S,
                             f"the content of {commit.tx_id} at validator {validator.number}")
                except AssertionError as error:
                    self.fail(str(error))
                    return

    @staticmethod
    def has_content(validator, commit):
        try:
            found = validator.call("tx_get", {"txId": commit.tx_id, "attachments": True})
        except (RpcError, OSError, urllib.error.URLError):
            return False
        return bool(found.get("attachments")) and all(
            "content" in one for one in found["attachments"])


def explain(outcome):
    """The verdict in one line, for whoever watches."""
    verdict = "ok    " if outcome.passed else "FAILED"
    back = "" if outcome.back_after_s is None else f", back after {outcome.back_after_s:.1f} s"
    print(f"{verdict} {outcome.name}: {outcome.commits} commits, longest gap "
          f"{outcome.gap_s:.2f} s, {outcome.peak_mib:.0f} MiB, {outcome.cores:.2f} cores{back}, "
          f"sent {json.dumps(outcome.sent)}", flush=True)
    for failure in outcome.failures:
        print(f"       {failure}", flush=True)
    sys.stdout.flush()
