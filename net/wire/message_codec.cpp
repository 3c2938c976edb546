#include "net/wire/message_codec.hpp"

#include <array>
#include <utility>

#include "consensus/types/codec.hpp"
#include "net/wire/limits.hpp"

namespace vitalstream::net {
namespace {

using namespace consensus;  // NOLINT(google-build-using-namespace): this file spells its types

constexpr std::size_t kWatermarkBytes = 4 + 8 + 8 + kDigestBytes;

void write_optional(ByteWriter& writer, const std::optional<Certificate>& certificate) {
  writer.u8(certificate ? 1 : 0);
  if (certificate) {
    write_certificate(writer, *certificate);
  }
}

std::optional<Certificate> read_optional(ByteReader& reader) {
  switch (reader.u8()) {
    case 0:
      return std::nullopt;
    case 1:
      return read_certificate(reader);
    default:
      reader.fail();
      return std::nullopt;
  }
}

struct MessageWriter {
  ByteWriter& writer;

  void operator()(const Proposal& proposal) const {
    write_block(writer, proposal.block);
    write_vote(writer, proposal.vote);
  }
  void operator()(const Vote& vote) const { write_vote(writer, vote); }
  void operator()(const Certificate& certificate) const { write_certificate(writer, certificate); }
  void operator()(const Watermarks& watermarks) const {
    writer.u16(static_cast<std::uint16_t>(watermarks.entries.size()));
    for (const Watermarks::Entry& entry : watermarks.entries) {
      writer.u32(entry.lane.value());
      writer.u64(entry.position.incarnation.value());
      writer.u64(entry.position.sequence.value());
      writer.digest(entry.position.digest);
    }
  }
  void operator()(const StuckReport& report) const {
    writer.u64(report.epoch.value());
    writer.u64(report.view.value());
    writer.u64(report.highest_final_view.value());
    write_optional(writer, report.best);
  }
  void operator()(const BlockRequest& request) const { writer.digest(request.digest); }
  void operator()(const BlockResponse& response) const { write_block(writer, response.block); }
  void operator()(const BatchRequest& request) const {
    writer.u16(static_cast<std::uint16_t>(request.digests.size()));
    for (const BatchDigest& digest : request.digests) {
      writer.digest(digest);
    }
  }
  void operator()(const CertificatesRequest& request) const {
    writer.u64(request.epoch.value());
    writer.u64(request.first.value());
    writer.u64(request.last.value());
  }
  void operator()(const FinalRangeRequest& request) const {
    writer.u64(request.first.value());
    writer.u32(request.count);
  }
  void operator()(const FinalRangeResponse& response) const {
    writer.u16(static_cast<std::uint16_t>(response.blocks.size()));
    for (const Block& block : response.blocks) {
      write_block(writer, block);
    }
    write_optional(writer, response.finalization);
  }
  void operator()(const Question& question) const { write_question(writer, question); }
  void operator()(const Answer& answer) const { write_answer(writer, answer); }
  void operator()(const Over& over) const { write_over(writer, over); }
};

Message read_proposal(ByteReader& reader) {
  Proposal proposal;
  proposal.block = read_block(reader);
  proposal.vote = read_vote(reader);
  return proposal;
}

Message read_one_vote(ByteReader& reader) { return read_vote(reader); }

Message read_one_certificate(ByteReader& reader) { return read_certificate(reader); }

Message read_watermarks(ByteReader& reader) {
  Watermarks watermarks;
  const std::size_t count = reader.count16(kValidatorsMax, kWatermarkBytes);
  watermarks.entries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Watermarks::Entry entry;
    entry.lane = ValidatorId{reader.u32()};
    entry.position.incarnation = Incarnation{reader.u64()};
    entry.position.sequence = Sequence{reader.u64()};
    entry.position.digest = reader.digest<BatchDigest>();
    watermarks.entries.push_back(entry);
  }
  return watermarks;
}

Message read_stuck_report(ByteReader& reader) {
  StuckReport report;
  report.epoch = Epoch{reader.u64()};
  report.view = View{reader.u64()};
  report.highest_final_view = View{reader.u64()};
  report.best = read_optional(reader);
  return report;
}

Message read_block_request(ByteReader& reader) {
  return BlockRequest{reader.digest<BlockDigest>()};
}

Message read_block_response(ByteReader& reader) { return BlockResponse{read_block(reader)}; }

Message read_batch_request(ByteReader& reader) {
  BatchRequest request;
  const std::size_t count = reader.count16(kRequestedBatchesMax, kDigestBytes);
  for (std::size_t i = 0; i < count; ++i) {
    request.digests.push_back(reader.digest<BatchDigest>());
  }
  return request;
}

Message read_certificates_request(ByteReader& reader) {
  CertificatesRequest request;
  request.epoch = Epoch{reader.u64()};
  request.first = View{reader.u64()};
  request.last = View{reader.u64()};
  return request;
}

Message read_final_range_request(ByteReader& reader) {
  FinalRangeRequest request;
  request.first = Height{reader.u64()};
  request.count = reader.u32();
  return request;
}

Message read_final_range_response(ByteReader& reader) {
  FinalRangeResponse response;
  const std::size_t count = reader.count16(kFinalRangeBlocksMax, kBlockHeaderBytes);
  response.blocks.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    response.blocks.push_back(read_block(reader));
  }
  response.finalization = read_optional(reader);
  return response;
}

Message read_one_question(ByteReader& reader) { return read_question(reader); }

Message read_one_answer(ByteReader& reader) { return read_answer(reader); }

Message read_one_over(ByteReader& reader) { return read_over(reader); }

using MessageReader = Message (*)(ByteReader&);
constexpr std::array<MessageReader, std::variant_size_v<Message>> kReaders{
    read_proposal,
    read_one_vote,
    read_one_certificate,
    read_watermarks,
    read_stuck_report,
    read_block_request,
    read_block_response,
    read_batch_request,
    read_certificates_request,
    read_final_range_request,
    read_final_range_response,
    read_one_question,
    read_one_answer,
    read_one_over};

}  // namespace

void write_message(ByteWriter& writer, const Message& message) {
  std::visit(MessageWriter{writer}, message);
}

std::optional<Message> read_message(ByteReader& reader, std::uint8_t kind) {
  if (kind == 0 || kind > kReaders.size()) {
    return std::nullopt;
  }
  return kReaders[kind - 1U](reader);
}

}  // namespace vitalstream::net
