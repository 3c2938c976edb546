"""The table: what must hold of the honest validators while a peer behaves as it is named here. What
each behaviour does stands where it is made (`byzantine_peer --list`, strangers.py)."""

import dataclasses

DEFAULT_SECONDS = 5
GAP_S = 2.0
# Where a validator is killed or stopped and comes back: an answerer commits to the next process of
# it only some seconds after the last (C15).
RESTART_GAP_S = 5.0
MEMORY_MIB = 256
CORES = 0.75
RECOVERY_S = 10
# From the start of a process that was killed to its right to vote.
BACK_S = 5.0


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    # How an honest validator must name the liar; each of them at one validator at least:
    #   cut              the log says that validator 4 is cut, and the metric counts it
    #   evidence         evidence against validator 4 is in the log or in the metric
    #   refused:REASON   connections refused, by the metric's reason
    #   closed:REASON    sessions closed, by the metric's reason
    #   nullified        views of validator 4 that were skipped
    named: tuple = ()
    ci: bool = False
    seconds: float = DEFAULT_SECONDS
    # Validator 3 is stopped before and started during it.
    restart: bool = False
    # The liar is validator 3 itself while that is away: killed before, started after it.
    theft: bool = False
    gap_s: float = GAP_S
    # Beyond what the control took.
    memory_mib: int = MEMORY_MIB
    cores: float = CORES

    @property
    def returns(self):
        """Validator 3 is killed and comes back."""
        return self.restart or self.theft

    @property
    def honest_count(self):
        """Validators that run, beside the liar."""
        return 4 if self.theft or self.family == "stranger" else 3

    @property
    def waits_for_deadline(self):
        """It lasts as long as it must for a deadline of the others to pass."""
        return self.seconds > DEFAULT_SECONDS

    @property
    def family(self):
        return self.name.split("-")[0]


def _plain(*names, **fields):
    return [Row(name, **fields) for name in names]


# A killed validator returns after the behaviour.
_STOLEN = {"theft": True, "gap_s": RESTART_GAP_S, "seconds": 4}
_RESTARTED = {"restart": True, "gap_s": RESTART_GAP_S, "seconds": 12}

ROWS = [
    Row("honest", ci=True),
    # Leaders.
    Row("leader-silent", ("nullified",), ci=True),
    Row("leader-late", ci=True),
    Row("leader-equivocating", ("evidence",), ci=True),
    Row("leader-divides", ("nullified",), ci=True),
    Row("leader-to-one"),
    Row("leader-leaves-one-out", ci=True, seconds=20),
    # Its finalize vote, which beside the other would be evidence, comes when the view is final as a
    # rule, and is forgotten: who is named is left to votes-nullify-and-finalize.
    Row("leader-nullifies"),
    *_plain("leader-old-parent", "leader-unknown-parent", "leader-wrong-height",
            "leader-wrong-log-size", "leader-executed-ahead", "leader-past",
            "leader-other-proposer", "leader-other-epoch", "leader-same-reference-twice",
            "leader-unknown-lane", named=("nullified",)),
    *_plain("leader-wrong-log-root", "leader-wrong-executed-root", "leader-future",
            named=("nullified",), ci=True),
    Row("leader-invented-references", ("nullified",), ci=True),
    # Votes.
    Row("votes-window", ci=True),
    Row("votes-conflicting", ("evidence",)),
    Row("votes-far", ci=True),
    Row("votes-bad-signature", ("cut",), ci=True),
    Row("votes-other-epoch"),
    Row("votes-other-signer"),
    Row("votes-unknown-signer"),
    Row("votes-large-signature", ("cut",)),
    Row("votes-old"),
    Row("votes-equivocating", ("evidence",), ci=True),
    Row("votes-nullify-and-finalize", ("evidence",)),
    Row("votes-nullify-all"),
    Row("votes-to-one", ci=True),
    Row("votes-with-cofactor", ("cut",), ci=True),
    Row("votes-small-order-delegation", ("cut",), ci=True),
    Row("votes-endless-delegation", ("cut",)),
    # Certificates and reports.
    Row("certificates-bad-signature", ("cut",), ci=True),
    Row("certificates-far", ("cut",)),
    Row("certificates-one-true-vote", ("cut",)),
    Row("certificates-huge", ("cut",)),
    Row("certificates-one-signer", ("cut",)),
    Row("certificates-replayed"),
    Row("stuck-old", ci=True),
    Row("stuck-far", ci=True),
    Row("stuck-forged", ("cut",)),
    # Proposals.
    Row("proposals-far", ci=True),
    Row("proposals-far-to-all"),
    Row("proposals-next-view", ("evidence",), ci=True),
    Row("proposals-of-others-views", ("cut",)),
    Row("proposals-decided-view", ci=True),
    Row("proposals-bad-signature", ("cut",)),
    Row("proposals-most-references"),
    Row("proposals-replayed", ("cut",), ci=True),
    Row("proposals-junk-carried", ("cut",)),
    # Questions.
    *_plain("asks-unknown-block", "asks-known-block", "asks-one-batch-often",
            "asks-last-certificates", "asks-endless-blocks", "asks-future-blocks"),
    *_plain("asks-unknown-batches", "asks-all-certificates", ci=True),
    Row("asks-known-batches", ci=True),
    Row("asks-first-blocks", ci=True),
    # Answers.
    Row("answers-stripped", ci=True, **_RESTARTED),
    *_plain("answers-spoilt", "answers-nothing", "answers-forged-range",
            "answers-unconnected-range", "answers-empty-range", "answers-another-block",
            "answers-forged-certificates", **_RESTARTED),
    # Two of four that say nothing are more than may fail: the one that returns ends the stop.
    Row("answers-no-votes", **_RESTARTED),
    Row("answers-votes-of-asker", ci=True, **_RESTARTED),
    *_plain("unasked-answers", "unasked-blocks", ci=True),
    Row("unasked-ranges"),
    # The right to sign.
    Row("right-questions", ci=True),
    Row("right-new-processes"),
    Row("right-pass-on", ci=True),
    Row("right-unsigned-questions", ("cut",)),
    Row("right-questions-of-another", ("cut",)),
    Row("right-unasked-answers"),
    Row("right-unsigned-answers"),
    Row("right-over"),
    Row("right-over-of-another", ci=True),
    # The liar's lane, and what it says of the others'.
    Row("batches-small", cores=1.0),
    Row("batches-bad-item", ("evidence",), ci=True, cores=1.0),
    Row("batches-new-incarnation"),
    Row("batches-p256", ci=True, cores=1.0),
    Row("batches-largest", memory_mib=384, ci=True),
    Row("batches-too-large", ci=True),
    *_plain("batches-stripped", "batches-other-content", "batches-other-body",
            "batches-bad-lane-key", "batches-cofactor-lane-key", "batches-small-order-lane-key",
            named=("cut",)),
    *_plain("batches-junk", "batches-wrong-count", named=("evidence",)),
    Row("batches-other-lane", ("cut",)),
    Row("batches-gaps"),
    Row("batches-two-under-one-sequence", ("evidence",), ci=True),
    Row("batches-replayed"),
    *_plain("watermarks-far", "watermarks-most"),
    Row("watermarks-none", ci=True),
    Row("batches-withheld", ("nullified",)),
    # Sessions.
    Row("hello-other-genesis", ("refused:WrongGenesis",), ci=True),
    Row("hello-other-chain", ("refused:WrongChain",)),
    Row("hello-other-sender", ("refused:WrongIdentityInHello",)),
    Row("hello-other-receiver", ("refused:WrongIdentityInHello",)),
    Row("hello-other-version", ("refused:ProtocolVersion",)),
    Row("hello-too-long", ("refused:OversizedFrame",)),
    Row("hello-never", ("refused:HelloTimeout",), seconds=8),
    Row("hello-slow", ("refused:HelloTimeout",), ci=True, seconds=8),
    Row("hello-twice", ("closed:MalformedFrame",)),
    Row("hello-message-first", ("refused:MalformedFrame",)),
    Row("frame-endless", ("closed:OversizedFrame",), ci=True),
    Row("frame-beyond-limit", ("closed:OversizedFrame",)),
    Row("frame-at-limit", ("closed:OversizedFrame",), ci=True),
    Row("frame-at-message-limit", ("closed:Misbehaved",)),
    Row("frame-unknown-type", ("closed:MalformedFrame",)),
    Row("frame-empty", ("closed:MalformedFrame",)),
    Row("frame-cut-off", seconds=8),
    Row("frame-slow", seconds=8),
    Row("frame-long-ping", ("closed:MalformedFrame",)),
    Row("frame-unknown-message", ("cut",)),
    Row("frame-pings", ci=True),
    Row("frame-pongs"),
    Row("session-storm", ci=True),
    Row("session-second", ("refused:SecondSession",), ci=True),
    Row("session-same-process", ("refused:DuplicateDial",)),
    Row("session-deaf", seconds=8),
    Row("session-deaf-asker", ci=True, seconds=8),
    # A thief with the certificate and TLS key of a validator that is away, and no key of its votes.
    Row("theft-unsigned-votes", ci=True, **_STOLEN),
    # Strangers.
    Row("stranger-none"),
    *_plain("stranger-idle", "stranger-garbage", "stranger-half-open", "stranger-tls-12",
            "stranger-storm", "stranger-slow-client-hello", "stranger-other-authority"),
    Row("stranger-no-certificate", ("refused:NoCertificate",)),
    Row("stranger-client-hello-replay", ci=True, cores=1.0),
    Row("stranger-idle-and-restart", ci=True, **_RESTARTED),
    Row("stranger-replay-and-restart", cores=1.0, **_RESTARTED),
]
