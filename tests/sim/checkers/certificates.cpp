#include "tests/sim/checkers/certificates.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace vitalstream::checkers {
namespace {

using consensus::Certificate;
using consensus::SignerSignature;
using consensus::VoteKind;
using consensus::VoteSubject;

void put(Bytes& target, ByteView bytes) { target.insert(target.end(), bytes.begin(), bytes.end()); }

void put(Bytes& target, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    target.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

// u8 0xD1 | u64 first | u64 last | u8 algorithm | u16 n | key | u16 n | signature | u16 n |
// signature
struct ByDelegation {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  Bytes range_and_key;  // as the validator's key signed them
  crypto::PublicKey key;
  crypto::Signature of_delegation;
  crypto::Signature of_vote;
};

class Cut {
 public:
  explicit Cut(ByteView bytes) : rest_(bytes) {}
  // Nothing if there is not so much left.
  ByteView piece(std::size_t size) {
    is_whole_ = is_whole_ && size <= rest_.size();
    const ByteView taken = rest_.first(is_whole_ ? size : 0);
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : piece(size)) {
      value = value << 8U | byte;
    }
    return value;
  }
  Bytes sized() {
    const ByteView taken = piece(number(2));
    return {taken.begin(), taken.end()};
  }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] bool is_used_up() const { return is_whole_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool is_whole_ = true;
};

std::optional<ByDelegation> read_by_delegation(ByteView signature) {
  Cut cut(signature);
  if (cut.number(1) != 0xD1) {
    return std::nullopt;
  }
  ByDelegation read;
  read.first = cut.number(8);
  read.last = cut.number(8);
  read.key.algorithm = static_cast<crypto::SignatureAlgorithm>(cut.number(1));
  read.key.bytes = cut.sized();
  put(read.range_and_key, signature.subspan(1, signature.size() - 1 - cut.left()));
  read.of_delegation = cut.sized();
  read.of_vote = cut.sized();
  return cut.is_used_up() ? std::optional(read) : std::nullopt;
}

}  // namespace

Certificates::Certificates(Violations& violations, const GenesisHash& genesis,
                           const consensus::ValidatorSet& validators, IsSigned is_signed)
    : violations_(violations),
      genesis_(genesis),
      validators_(validators),
      is_signed_(std::move(is_signed)) {}

void Certificates::note(NodeId node, const Certificate& certificate) {
  std::vector<crypto::Signature> signatures;
  for (const SignerSignature& one : certificate.signatures) {
    signatures.push_back(one.signature);
  }
  if (!seen_.emplace(certificate.subject, std::move(signatures)).second) {
    return;
  }
  const std::string fault = fault_of(certificate);
  if (!fault.empty()) {
    report(node, certificate, fault);
  }
}

void Certificates::note_finalization(NodeId node, const consensus::BlockDigest& block,
                                     const Certificate& certificate) {
  note(node, certificate);
  if (certificate.subject.kind != VoteKind::Finalize || certificate.subject.block != block) {
    report(node, certificate, "it does not make the block final that it is held for");
  }
}

void Certificates::report(NodeId node, const Certificate& certificate, const std::string& fault) {
  violations_.report("S7", "node " + std::to_string(node.value()) + " view " +
                               std::to_string(certificate.subject.view.value()) + " kind " +
                               std::to_string(static_cast<int>(certificate.subject.kind)) + ": " +
                               fault);
}

Bytes Certificates::signed_bytes(const VoteSubject& subject) const {
  constexpr std::string_view kDomain = "vitalstream/vote/v1";
  Bytes bytes(kDomain.begin(), kDomain.end());
  put(bytes, genesis_.view());
  bytes.push_back(static_cast<std::uint8_t>(subject.kind));
  put(bytes, subject.epoch.value());
  put(bytes, subject.view.value());
  if (subject.kind != VoteKind::Nullify) {
    put(bytes, subject.parent_view.value());
    put(bytes, subject.block.view());
  }
  return bytes;
}

bool Certificates::is_vote_signed(const VoteSubject& subject, const SignerSignature& one) const {
  const consensus::Validator& validator = validators_.at(one.signer);
  const auto by_delegation = read_by_delegation(one.signature);
  if (!by_delegation) {
    return is_signed_(validator.key, signed_bytes(subject), one.signature);
  }
  constexpr std::string_view kDomain = "vitalstream/delegation/v1";
  Bytes delegation(kDomain.begin(), kDomain.end());
  put(delegation, genesis_.view());
  for (int shift = 24; shift >= 0; shift -= 8) {
    delegation.push_back(static_cast<std::uint8_t>(validator.id.value() >> shift));
  }
  put(delegation, subject.epoch.value());
  put(delegation, by_delegation->range_and_key);
  const std::uint64_t view = subject.view.value();
  return by_delegation->first <= view && view <= by_delegation->last &&
         is_signed_(validator.key, delegation, by_delegation->of_delegation) &&
         is_signed_(by_delegation->key, signed_bytes(subject), by_delegation->of_vote);
}

std::string Certificates::fault_of(const Certificate& certificate) const {
  std::set<consensus::ValidatorIndex> signers;
  for (const SignerSignature& one : certificate.signatures) {
    if (one.signer.value() >= validators_.size()) {
      return "a signature of nobody in the set";
    }
    if (!is_vote_signed(certificate.subject, one)) {
      return "a signature of validator " + std::to_string(one.signer.value()) + " is wrong";
    }
    signers.insert(one.signer);
  }
  const std::size_t quorum = validators_.size() - (validators_.size() - 1) / 3;
  return signers.size() < quorum ? "fewer than n-f validators have signed" : "";
}

}  // namespace vitalstream::checkers
