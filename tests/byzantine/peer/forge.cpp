#include "tests/byzantine/peer/forge.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace vitalstream::byzantine {
namespace {

using consensus::View;

// Chance that costs nothing, so that a flood is as fast as the wire.
Bytes cheap_random_bytes(std::size_t size) {
  static std::mt19937_64 engine{std::random_device{}()};
  Bytes bytes(size);
  std::ranges::generate(bytes, [] { return static_cast<std::uint8_t>(engine()); });
  return bytes;
}

UnixMs wall_now() {
  using std::chrono::system_clock;
  return UnixMs{
      std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch())
          .count()};
}

}  // namespace

Hash32 random_hash() {
  Hash32 hash{};
  std::ranges::copy(cheap_random_bytes(hash.size()), hash.begin());
  return hash;
}

consensus::Vote sign_vote(const Identity& identity, const consensus::VoteSubject& subject) {
  return {subject, identity.index,
          identity.key.sign(consensus::signing_bytes(identity.genesis, subject))};
}

consensus::Vote with_random_signature(consensus::Vote vote, std::size_t bytes) {
  vote.signature = cheap_random_bytes(bytes);
  return vote;
}

consensus::Block empty_block_on(const Identity& identity, const Notarized& parent) {
  consensus::Block block;
  block.header = parent.header;
  block.header.height = next(parent.header.height);
  block.header.parent = parent.digest;
  block.header.timestamp = std::max(wall_now(), next(parent.header.timestamp));
  block.header.proposer = identity.id;
  return block;
}

consensus::Proposal sign_proposal(const Identity& identity, consensus::Block block, View view,
                                  View parent) {
  block.header.payload = consensus::payload_digest(block.references);
  const auto digest = consensus::block_digest(identity.genesis, block.header);
  const auto subject = consensus::make_notarize(block.header.epoch, view, parent, digest);
  return {std::move(block), sign_vote(identity, subject)};
}

consensus::Certificate random_certificate(const Identity& identity,
                                          const consensus::VoteSubject& subject,
                                          std::size_t signature_bytes) {
  consensus::Certificate certificate{subject, {}};
  for (std::uint16_t signer = 0; signer < identity.set.quorum(); ++signer) {
    certificate.signatures.push_back(
        {consensus::ValidatorIndex{signer}, cheap_random_bytes(signature_bytes)});
  }
  return certificate;
}

}  // namespace vitalstream::byzantine
