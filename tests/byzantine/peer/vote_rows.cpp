// Floods of votes, and votes that lie.
#include <array>
#include <utility>

#include "consensus/types/delegation.hpp"
#include "consensus/types/limits.hpp"
#include "crypto/provider/random.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"
#include "tests/byzantine/peer/small_order.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::View;
using consensus::VoteKind;
using consensus::VoteSubject;

constexpr std::uint64_t kFar = 4'000'000;

View ahead(Liar& liar, std::uint64_t views) { return View{liar.follower().view().value() + views}; }

VoteSubject random_notarize(const Identity& identity, View view) {
  return consensus::make_notarize(identity.set.epoch(), view, View{view.value() - 1},
                                  consensus::BlockDigest{random_hash()});
}

// The same subjects in turn, so that what is verified is the flood and not its making.
NextMessage in_window() {
  return [step = std::uint64_t{0}](Liar& liar) mutable {
    const auto& identity = liar.identity();
    const View view = ahead(liar, 1 + step++ % (consensus::kVoteWindowViews - 1));
    return encode(sign_vote(identity, consensus::make_nullify(identity.set.epoch(), view)));
  };
}

Bytes conflicting_in_window(Liar& liar) {
  return encode(sign_vote(liar.identity(), random_notarize(liar.identity(), ahead(liar, 8))));
}

Bytes far_ahead(Liar& liar) {
  return encode(sign_vote(liar.identity(), random_notarize(liar.identity(), ahead(liar, kFar))));
}

Bytes badly_signed(Liar& liar) {
  const auto subject = consensus::make_nullify(liar.identity().set.epoch(), ahead(liar, 0));
  return encode(with_random_signature({subject, liar.identity().index, {}}, 64));
}

Bytes of_other_epochs(Liar& liar) {
  const auto subject = consensus::make_nullify(consensus::Epoch{~std::uint64_t{0}}, ahead(liar, 1));
  return encode(sign_vote(liar.identity(), subject));
}

Bytes in_names_of_others(Liar& liar) {
  consensus::Vote vote =
      sign_vote(liar.identity(), random_notarize(liar.identity(), ahead(liar, 0)));
  vote.signer = consensus::ValidatorIndex{1};
  return encode(vote);
}

Bytes with_largest_signatures(Liar& liar) {
  const auto subject = random_notarize(liar.identity(), ahead(liar, 2));
  return encode(
      with_random_signature({subject, liar.identity().index, {}}, consensus::kSignatureBytesMax));
}

Bytes of_nobody(Liar& liar) {
  consensus::Vote vote =
      sign_vote(liar.identity(), random_notarize(liar.identity(), ahead(liar, 0)));
  vote.signer = consensus::ValidatorIndex{77};
  return encode(vote);
}

// What a thief of the TLS key can say: the name is right, and nothing is signed, since the key of
// the votes is elsewhere.
class Thief final : public Behaviour {
 public:
  explicit Thief(double per_second) : pace_(per_second) {}

  [[nodiscard]] Manners manners() const override { return {.votes = false, .leads = false}; }
  void look_back(Liar& /*liar*/, Liar::Victim /*victim*/,
                 const consensus::Question& /*question*/) override {}
  void on_turn(Liar& liar) override {
    while (pace_.take()) {
      const auto subject = consensus::make_nullify(liar.identity().set.epoch(), ahead(liar, 50));
      liar.send_to_all(consensus::Vote{subject, liar.identity().index, Bytes(64, 0)});
    }
  }

 private:
  Pace pace_;
};

Bytes old_ones(Liar& liar) {
  return encode(sign_vote(liar.identity(), random_notarize(liar.identity(), View{1})));
}

// Says another thing to each, of one kind in one view.
class Equivocator final : public Behaviour {
 public:
  void vote(Liar& liar, const VoteSubject& subject) override {
    liar.vote(subject);
    if (subject.kind == VoteKind::Notarize) {
      liar.send_to_all(sign_vote(liar.identity(), random_notarize(liar.identity(), subject.view)));
    }
  }
};

// Skips each view and helps to finish it.
class NullifyAndFinalize final : public Behaviour {
 public:
  void vote(Liar& liar, const VoteSubject& subject) override {
    liar.vote(subject);
    if (subject.kind != VoteKind::Nullify) {
      liar.send_to_all(
          sign_vote(liar.identity(), consensus::make_nullify(subject.epoch, subject.view)));
    }
  }
};

// Skips every view at once, whoever leads it.
class Nullifier final : public Behaviour {
 public:
  [[nodiscard]] Manners manners() const override { return {.votes = false, .leads = false}; }
  void on_turn(Liar& liar) override {
    const View view = liar.follower().view();
    if (last_ < view) {
      last_ = view;
      liar.vote(consensus::make_nullify(liar.identity().set.epoch(), view));
    }
  }

 private:
  View last_;
};

// Votes right, but tells only one of the others.
class Whisperer final : public Behaviour {
 public:
  void vote(Liar& liar, const VoteSubject& subject) override {
    liar.send(0, sign_vote(liar.identity(), subject));
  }
};

// Delegates to a key for which anybody can sign: the point of order one.
class SmallOrderDelegate final : public Behaviour {
 public:
  void vote(Liar& liar, const VoteSubject& subject) override {
    const Identity& identity = liar.identity();
    consensus::Delegation delegation;
    delegation.first = subject.view;
    delegation.last = View{subject.view.value() + 1'000};
    delegation.key = key_of_order_one();
    delegation.signature = identity.key.sign(consensus::delegation_signing_bytes(
        identity.genesis, identity.id, subject.epoch, delegation));
    consensus::Vote vote{subject, identity.index,
                         consensus::join({delegation, signature_by_anybody()})};
    liar.send_to_all(vote);
  }
};

// Signs so that the network's rule and that of stock libraries may differ: receipts with such a
// vote would fail in other people's tools.
class CofactorVoter final : public Behaviour {
 public:
  void vote(Liar& liar, const VoteSubject& subject) override {
    const Identity& identity = liar.identity();
    liar.send_to_all(
        consensus::Vote{subject, identity.index,
                        sign_with_small_order_part(
                            identity.seed, consensus::signing_bytes(identity.genesis, subject))});
  }
};

// Delegates to a sound key for ever, which the protocol bounds.
class EndlessDelegate final : public Behaviour {
 public:
  void vote(Liar& liar, const VoteSubject& subject) override {
    const Identity& identity = liar.identity();
    consensus::Delegation delegation;
    delegation.last = View{~std::uint64_t{0}};
    delegation.key = key_.public_key();
    delegation.signature = identity.key.sign(consensus::delegation_signing_bytes(
        identity.genesis, identity.id, subject.epoch, delegation));
    const auto signature = key_.sign(consensus::signing_bytes(identity.genesis, subject));
    liar.send_to_all(
        consensus::Vote{subject, identity.index, consensus::join({delegation, signature})});
  }

 private:
  crypto::SigningKey key_ = crypto::provider::random_ed25519_key();
};

template <class B>
std::unique_ptr<Behaviour> make(double /*per_second*/) {
  return std::make_unique<B>();
}

}  // namespace

std::vector<Row> vote_rows() {
  return {
      flood_row("votes-window", "Valid nullify votes for every view of the window of votes", 5'000,
                Target::All, &in_window),
      flood_row("votes-conflicting", "Valid notarize votes for ever new blocks of one view to come",
                5'000, Target::All, &conflicting_in_window),
      flood_row("votes-far", "Valid votes for view + 4,000,000", 5'000, Target::All, &far_ahead),
      flood_row("votes-bad-signature", "Votes of the current view with signatures of chance", 5'000,
                Target::One, &badly_signed),
      flood_row("votes-other-epoch", "Valid votes of the last epoch there can be", 5'000,
                Target::All, &of_other_epochs),
      flood_row("votes-other-signer", "Votes in the name of another validator", 2'000, Target::One,
                &in_names_of_others),
      flood_row("votes-unknown-signer", "Votes in the name of a validator that is not there", 2'000,
                Target::One, &of_nobody),
      flood_row("votes-large-signature", "Votes with signatures of 4,096 bytes", 2'000, Target::One,
                &with_largest_signatures),
      flood_row("votes-old", "Valid votes for view 1, decided long ago", 5'000, Target::All,
                &old_ones),
      {"votes-equivocating", "Two notarize votes in every view", 0, &make<Equivocator>},
      {"votes-nullify-and-finalize", "A nullify vote beside every other vote", 0,
       &make<NullifyAndFinalize>},
      {"votes-nullify-all", "A nullify vote for every view at once, and no other", 0,
       &make<Nullifier>},
      {"votes-to-one", "True votes, told to one of the others only", 0, &make<Whisperer>},
      {"votes-with-cofactor", "Votes that only a rule with the cofactor takes for signed", 0,
       &make<CofactorVoter>},
      {"theft-unsigned-votes",
       "Unsigned votes for view + 50 in the name of one whose TLS key was stolen", 100,
       [](double per_second) { return std::make_unique<Thief>(per_second); }},
      {"votes-small-order-delegation", "Votes delegated to a key of order one", 0,
       &make<SmallOrderDelegate>},
      {"votes-endless-delegation", "Votes delegated for every view there can be", 0,
       &make<EndlessDelegate>},
  };
}

}  // namespace vitalstream::byzantine
