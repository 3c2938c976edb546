#pragma once
// The result of a transaction: what execution decided, with one code per cause. Results are
// committed to by the block's results root and shown in receipts, so the numbers of the codes are
// for ever and the encodings are specified in docs/receipt.md.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

enum class TxStatus : std::uint8_t { Applied = 1, Duplicate = 2, Expired = 3, Refused = 4 };

// In the order in which execution tests them.
enum class ResultCode : std::uint16_t {
  None = 0,  // applied, duplicate, expired
  // Rules of every transaction.
  WrongChain = 1,
  ExpTooFar = 2,   // does not consume its jti
  JtiReused = 3,   // another transaction of this key has it
  WindowFull = 4,  // does not consume its jti: submit again later
  UnknownKey = 5,
  UnknownOp = 6,
  // The members of `data`.
  DataNotObject = 16,
  DataMemberUnknown = 17,
  DataMemberMissing = 18,
  DataMemberType = 19,
  DataTextInvalid = 20,
  DataDigestInvalid = 21,
  DataNumberInvalid = 22,
  DataAttachmentUnknown = 23,
  DataContentAmbiguous = 24,
  DataPeriodEmpty = 25,
  DataListLength = 26,
  // Who may, and what the state allows.
  RoleMissing = 32,
  VersionConflict = 33,
};

inline constexpr std::array kResultCodes = {
    ResultCode::None,
    ResultCode::WrongChain,
    ResultCode::ExpTooFar,
    ResultCode::JtiReused,
    ResultCode::WindowFull,
    ResultCode::UnknownKey,
    ResultCode::UnknownOp,
    ResultCode::DataNotObject,
    ResultCode::DataMemberUnknown,
    ResultCode::DataMemberMissing,
    ResultCode::DataMemberType,
    ResultCode::DataTextInvalid,
    ResultCode::DataDigestInvalid,
    ResultCode::DataNumberInvalid,
    ResultCode::DataAttachmentUnknown,
    ResultCode::DataContentAmbiguous,
    ResultCode::DataPeriodEmpty,
    ResultCode::DataListLength,
    ResultCode::RoleMissing,
    ResultCode::VersionConflict,
};

// "applied", "duplicate", "expired", "refused"; and a code as clients read it, e.g. "jti_reused".
[[nodiscard]] std::string_view to_string(TxStatus status);
[[nodiscard]] std::string_view to_string(ResultCode code);
[[nodiscard]] std::optional<TxStatus> tx_status_named(std::string_view name);
[[nodiscard]] std::optional<ResultCode> result_code_named(std::string_view name);
[[nodiscard]] std::optional<ResultCode> result_code_from(std::uint16_t number);

struct TxResult {
  TxId id;
  TxStatus status = TxStatus::Refused;
  ResultCode code = ResultCode::None;
  // record.put: the version that it made. Otherwise 0.
  std::uint64_t value = 0;
  friend bool operator==(const TxResult&, const TxResult&) = default;
};

// The data of a leaf of the results tree: index in the block u32 | id | status u8 | code u16 |
// value u64.
[[nodiscard]] Bytes result_leaf(BlockIndex index, const TxResult& result);

// The leaf hashes of a block's results, in order, and the root of their RFC 6962 tree.
[[nodiscard]] std::vector<Hash32> result_leaf_hashes(std::span<const TxResult> results);
[[nodiscard]] ResultsRoot results_root(std::span<const TxResult> results);

// A block's results as storage keeps them: count u32, then id | status | code | value for each.
[[nodiscard]] Bytes encode_results(std::span<const TxResult> results);
[[nodiscard]] std::optional<std::vector<TxResult>> decode_results(ByteView bytes);
// One of them, without a look at the others. Nothing if there is no such, or it is damaged.
[[nodiscard]] std::optional<TxResult> stored_result(ByteView bytes, BlockIndex index);

}  // namespace vitalstream::ledger
