#include "tests/sim/checkers/certificates.hpp"

#include <string_view>
#include <utility>

namespace vitalstream::checkers {
namespace {

using consensus::Certificate;
using consensus::SignerSignature;
using consensus::VoteKind;
using consensus::VoteSubject;

void put(Bytes& target, ByteView bytes) {
  target.insert(target.end(), bytes.begin(), bytes.end());
}

void put(Bytes& target, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    target.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

}  // namespace

Certificates::Certificates(Violations& violations, const GenesisHash& genesis,
                           std::size_t validators, IsSigned is_signed)
    : violations_(violations),
      genesis_(genesis),
      validators_(validators),
      is_signed_(std::move(is_signed)) {
}

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

std::string Certificates::fault_of(const Certificate& certificate) const {
  const Bytes message = signed_bytes(certificate.subject);
  std::set<consensus::ValidatorIndex> signers;
  for (const SignerSignature& one : certificate.signatures) {
    if (one.signer.value() >= validators_) {
      return "a signature of nobody in the set";
    }
    if (!is_signed_(one.signer, message, one.signature)) {
      return "a signature of validator " + std::to_string(one.signer.value()) + " is wrong";
    }
    signers.insert(one.signer);
  }
  const std::size_t quorum = validators_ - (validators_ - 1) / 3;
  return signers.size() < quorum ? "fewer than n-f validators have signed" : "";
}

}  // namespace vitalstream::checkers
