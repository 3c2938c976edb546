#include "ledger/types/result.hpp"

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "crypto/rfc6962.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::size_t kResultBytes = kDigestBytes + 1 + 2 + 8;

void write_result(ByteWriter& writer, const TxResult& result) {
  writer.digest(result.id);
  writer.u8(static_cast<std::uint8_t>(result.status));
  writer.u16(static_cast<std::uint16_t>(result.code));
  writer.u64(result.value);
}

std::optional<TxResult> read_result(ByteReader& reader) {
  TxResult result;
  result.id = reader.digest<TxId>();
  const std::uint8_t status = reader.u8();
  const std::uint16_t code = reader.u16();
  result.value = reader.u64();
  if (reader.failed() || status < static_cast<std::uint8_t>(TxStatus::Applied) ||
      status > static_cast<std::uint8_t>(TxStatus::Refused)) {
    return std::nullopt;
  }
  const auto known_code = result_code_from(code);
  if (!known_code) {
    return std::nullopt;
  }
  result.status = static_cast<TxStatus>(status);
  result.code = *known_code;
  return result;
}

}  // namespace

Bytes result_leaf(BlockIndex index, const TxResult& result) {
  ByteWriter writer(sizeof(std::uint32_t) + kResultBytes);
  writer.u32(index.value());
  write_result(writer, result);
  return writer.take();
}

std::vector<Hash32> result_leaf_hashes(std::span<const TxResult> results) {
  std::vector<Hash32> leaves;
  leaves.reserve(results.size());
  for (std::uint32_t i = 0; i < results.size(); ++i) {
    leaves.push_back(crypto::leaf_hash(result_leaf(BlockIndex{i}, results[i])));
  }
  return leaves;
}

ResultsRoot results_root(std::span<const TxResult> results) {
  return ResultsRoot{crypto::merkle_root(result_leaf_hashes(results))};
}

Bytes encode_results(std::span<const TxResult> results) {
  ByteWriter writer(sizeof(std::uint32_t) + results.size() * kResultBytes);
  writer.u32(static_cast<std::uint32_t>(results.size()));
  for (const TxResult& result : results) {
    write_result(writer, result);
  }
  return writer.take();
}

std::optional<std::vector<TxResult>> decode_results(ByteView bytes) {
  ByteReader reader(bytes);
  const std::size_t count = reader.count32(kBlockTransactionsMax, kResultBytes);
  std::vector<TxResult> results;
  results.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto result = read_result(reader);
    if (!result) {
      return std::nullopt;
    }
    results.push_back(*result);
  }
  if (!reader.finished()) {
    return std::nullopt;
  }
  return results;
}

std::optional<TxResult> stored_result(ByteView bytes, BlockIndex index) {
  ByteReader reader(bytes);
  const std::size_t count = reader.count32(kBlockTransactionsMax, kResultBytes);
  if (reader.failed() || index.value() >= count ||
      bytes.size() != sizeof(std::uint32_t) + count * kResultBytes) {
    return std::nullopt;
  }
  ByteReader one(bytes.subspan(sizeof(std::uint32_t) + index.value() * kResultBytes, kResultBytes));
  return read_result(one);
}

}  // namespace vitalstream::ledger
