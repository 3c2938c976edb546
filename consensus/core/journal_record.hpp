#pragma once
// What a replica writes into its safety record, and replays after a restart (C14).

#include <optional>
#include <variant>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/block.hpp"
#include "consensus/types/certificate.hpp"
#include "consensus/types/commitment.hpp"

namespace vitalstream::consensus {

// A vote about to be signed. It counts as cast from here on, whether or not it ever leaves.
struct CastVote {
  VoteSubject subject;
};
// A certificate that was formed or received and verified.
struct HeldCertificate {
  Certificate certificate;
};
// C9: certification of a view succeeded.
struct CertifiedView {
  Epoch epoch;
  View view;
};
// A block that a vote vouches for; its batches are in the batch store.
struct HeldBlock {
  Block block;
};
// The newest block known to be in the database, so that the record can bear witness about it.
struct WitnessedCommit {
  Height height;
  BlockDigest block;
  ExecutedRoot executed_root;
};
// C15: the start of a record, and later the right to vote. Until `vote_above` is known nothing is
// signed; then only in views greater than it. View 0 at the start is the claim of `init` that
// nothing was ever signed; a second one says that the others have borne it out.
struct NewRecord {
  Epoch epoch;
  std::optional<View> vote_above;
};
// C15: the process of another validator to which this one last committed. Durable before the answer
// that says so leaves, and kept over restarts.
struct GivenCommitment {
  ValidatorId validator;
  ProcessDigest process;
  bool is_over = false;
};

using JournalRecord = std::variant<CastVote, HeldCertificate, CertifiedView, HeldBlock,
                                   WitnessedCommit, NewRecord, GivenCommitment>;

void write_journal_record(ByteWriter& writer, const JournalRecord& record);
[[nodiscard]] JournalRecord read_journal_record(ByteReader& reader);

}  // namespace vitalstream::consensus
