#pragma once
// Bytes of consensus data, on the wire, on disk and under signatures: big-endian, field by field,
// bounded. `write_*` appends; `read_*` consumes and marks the reader failed on bad input, so that a
// caller may read several things and ask `finished()` once. Golden bytes: tests/golden/consensus.

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/evidence.hpp"
#include "consensus/types/message.hpp"

namespace vitalstream::consensus {

void write_public_key(ByteWriter& writer, const crypto::PublicKey& key);
void write_signature(ByteWriter& writer, const crypto::Signature& signature);
void write_batch_ref(ByteWriter& writer, const BatchRef& reference);
void write_block_header(ByteWriter& writer, const BlockHeader& header);
void write_block(ByteWriter& writer, const Block& block);
void write_subject(ByteWriter& writer, const VoteSubject& subject);
void write_vote(ByteWriter& writer, const Vote& vote);
void write_certificate(ByteWriter& writer, const Certificate& certificate);
void write_batch_header(ByteWriter& writer, const BatchHeader& header);
void write_signed_batch_header(ByteWriter& writer, const SignedBatchHeader& header);
void write_evidence(ByteWriter& writer, const Evidence& evidence);
void write_lane_key(ByteWriter& writer, const LaneKey& key);
void write_question(ByteWriter& writer, const Question& question);
void write_answer(ByteWriter& writer, const Answer& answer);
void write_over(ByteWriter& writer, const Over& over);

[[nodiscard]] crypto::PublicKey read_public_key(ByteReader& reader);
[[nodiscard]] crypto::Signature read_signature(ByteReader& reader);
[[nodiscard]] BatchRef read_batch_ref(ByteReader& reader);
[[nodiscard]] BlockHeader read_block_header(ByteReader& reader);
[[nodiscard]] Block read_block(ByteReader& reader);
[[nodiscard]] VoteSubject read_subject(ByteReader& reader);
[[nodiscard]] Vote read_vote(ByteReader& reader);
[[nodiscard]] Certificate read_certificate(ByteReader& reader);
[[nodiscard]] BatchHeader read_batch_header(ByteReader& reader);
[[nodiscard]] SignedBatchHeader read_signed_batch_header(ByteReader& reader);
[[nodiscard]] Evidence read_evidence(ByteReader& reader);
[[nodiscard]] LaneKey read_lane_key(ByteReader& reader);
[[nodiscard]] Question read_question(ByteReader& reader);
[[nodiscard]] Answer read_answer(ByteReader& reader);
[[nodiscard]] Over read_over(ByteReader& reader);

}  // namespace vitalstream::consensus
