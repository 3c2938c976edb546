#include "node/driver/delegated_keys.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/result.hpp"
#include "crypto/provider/random.hpp"
#include "node/driver/limits.hpp"

namespace vitalstream::node {
namespace {

using consensus::View;

constexpr std::chrono::seconds kRenewalDeadline{4};
constexpr std::chrono::seconds kRenewalPause{1};

// Around the view that needs it: votes of earlier views are said again while they still matter.
std::pair<View, View> range_around(View view) {
  const std::uint64_t back = std::min(view.value(), kDelegationViewsBack);
  return {View{view.value() - back}, View{view.value() + kDelegationViewsAhead}};
}

}  // namespace

bool DelegatedKeys::Held::covers(const consensus::VoteSubject& subject) const {
  return epoch == subject.epoch && delegation.covers(subject.view);
}

bool DelegatedKeys::Held::is_half_used(View view) const {
  return delegation.last.value() - view.value() < kDelegationViewsAhead / 2;
}

DelegatedKeys::DelegatedKeys(crypto::provider::KeyProvider& provider, Delegator delegator,
                             SerialThread& owner)
    : provider_(provider), delegator_(delegator), owner_(owner) {}

crypto::provider::ProviderResult<crypto::Signature> DelegatedKeys::sign(
    const consensus::VoteSubject& subject, Deadline deadline) {
  if (!held_ || !held_->covers(subject)) {
    VS_TRY(asked, ask(subject, deadline));
    held_.emplace(std::move(asked));
  }
  if (held_->is_half_used(subject.view)) {
    renew(subject);
  }
  const Bytes message = consensus::signing_bytes(delegator_.genesis, subject);
  return consensus::join({held_->delegation, held_->key.sign(message)});
}

DelegatedKeys::Asked DelegatedKeys::ask(const consensus::VoteSubject& subject, Deadline deadline) {
  const auto [first, last] = range_around(subject.view);
  crypto::SigningKey key = crypto::provider::random_ed25519_key();
  consensus::Delegation delegation{first, last, key.public_key(), {}};
  auto signature = provider_.sign(provider_.public_key().algorithm,
                                  consensus::delegation_signing_bytes(
                                      delegator_.genesis, delegator_.id, subject.epoch, delegation),
                                  deadline);
  if (!signature) {
    return signature.error();
  }
  delegation.signature = std::move(*signature);
  return Held{subject.epoch, std::move(delegation), std::move(key)};
}

// A failure is no harm while half of the range is left: the next vote after a pause tries again.
void DelegatedKeys::renew(const consensus::VoteSubject& subject) {
  if (renewing_ || std::chrono::steady_clock::now() < ask_again_at_) {
    return;
  }
  renewing_ = true;
  renewal_.post([this, subject] {
    auto asked =
        std::make_shared<Asked>(ask(subject, std::chrono::steady_clock::now() + kRenewalDeadline));
    owner_.post([this, asked] {
      renewing_ = false;
      if (*asked) {
        held_.emplace(std::move(**asked));
      } else {
        ask_again_at_ = std::chrono::steady_clock::now() + kRenewalPause;
      }
    });
  });
}

}  // namespace vitalstream::node
