#pragma once
// What goes through the NodeApi port: questions as the methods have checked them, answers as the
// methods render them. Plain values of base types, so that net/rpc knows neither ledger nor
// consensus; node translates. Numbers are as the wire shows them: times in Unix milliseconds
// of block time, sizes in bytes.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "json/json_writer.hpp"
#include "net/rpc/limits.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

// What the caller of tx_submit waits for.
enum class SubmitMode : std::uint8_t { Accepted, Ordered, Committed };

struct SubmittedAttachment {
  std::array<std::uint8_t, 32> salt{};
  Bytes content;
};

// Who sent a call, as far as quotas tell senders apart (rpc_origin.hpp).
using RpcOrigin = Digest<struct RpcOriginTag>;

struct TxSubmission {
  std::string tx;  // compact JWS, not yet parsed
  std::vector<SubmittedAttachment> attachments;
  SubmitMode mode = SubmitMode::Committed;
  // From the moment of the call. At its end the node answers Timeout with the id.
  std::uint32_t timeout_ms = kTxWaitDefaultMs;
  bool receipt = false;  // only with Committed
  RpcOrigin origin;
};

// What execution said: applied, duplicate, expired or refused, and why.
struct TxOutcome {
  std::string outcome;
  std::string code;  // empty unless refused
};

enum class TxStage : std::uint8_t { Accepted, Ordered, Committed };

struct TxState {
  RpcTxId tx_id;
  TxStage stage = TxStage::Accepted;
  std::optional<std::uint64_t> height;  // from Ordered on
  std::optional<std::uint64_t> index;   // the leaf's position in the ledger-wide log
  std::optional<TxOutcome> result;      // from Committed on
};

struct TxSubmitted {
  TxState state;
  std::optional<RawJson> receipt;
};

struct AttachmentContent {
  std::array<std::uint8_t, 32> salt{};
  Bytes content;
};

struct TxQuery {
  RpcTxId tx_id;
  bool attachments = false;
};

struct TxDocument {
  TxState state;
  std::string tx;  // compact JWS
  std::int64_t time_ms = 0;
  std::optional<std::vector<AttachmentContent>> attachments;  // in the order of its `att`
};

struct LedgerInfo {
  std::string chain;
  Hash32 genesis_hash{};
  std::uint64_t height = 0;  // last committed block
  Hash32 block_hash{};
  std::int64_t time_ms = 0;
  std::uint64_t tree_size = 0;
  Hash32 tree_root{};
  Hash32 executed_root{};
  std::uint64_t executed_height = 0;  // the height whose state executed_root commits to
};

struct BlockQuery {
  std::uint64_t height = 0;
  bool transactions = false;  // the compact JWS of each, beside the ids
};

struct ConsistencyQuery {
  std::uint64_t from_size = 0;
  std::uint64_t to_size = 0;  // from_size <= to_size is checked by the method
};

struct ConsistencyProof {
  std::uint64_t from_size = 0;
  std::uint64_t to_size = 0;
  Hash32 from_root{};
  Hash32 to_root{};
  std::vector<Hash32> path;
};

struct RecordQuery {
  std::string collection;
  std::string id;
  std::optional<std::uint64_t> version;  // at most one of version and at_ms
  std::optional<std::int64_t> at_ms;
  bool content = false;  // with the attachment's salt and bytes
};

// An opaque position in a list, given out by the node and handed back unread.
struct PageQuery {
  std::string cursor;  // empty: from the beginning
  std::uint32_t limit = kPageItemsDefault;
};

template <class Item>
struct Page {
  std::vector<Item> items;
  std::string cursor;  // empty: that was all
};

struct RecordHistoryQuery {
  std::string collection;
  std::string id;
  PageQuery page;
};

// Who did it and where it stands in the log.
struct EntryOrigin {
  RpcTxId tx_id;
  std::uint64_t height = 0;
  std::uint64_t index = 0;
  std::int64_t time_ms = 0;
  std::string key_id;  // RFC 7638 thumbprint, base64url
};

struct AttachmentInfo {
  Hash32 commitment{};
  std::uint64_t bytes = 0;
  std::string media_type;
};

struct RecordVersion {
  std::string collection;
  std::string id;
  std::uint64_t version = 0;
  std::string subject;  // empty: none
  EntryOrigin origin;
  std::optional<AttachmentInfo> attachment;  // or
  std::optional<Hash32> external_hash;       // content that is kept elsewhere
  std::optional<AttachmentContent> content;  // if asked for
};

struct ConsentQuery {
  std::string subject;
  std::string grantee;
  std::string purpose;
  std::string scope;                  // empty: any
  std::optional<std::int64_t> at_ms;  // nothing: now, by block time
};

struct ConsentStatus {
  bool permitted = false;
  std::int64_t at_ms = 0;
  std::vector<std::string> scopes;  // empty while permitted: everything
  std::optional<std::int64_t> from_ms;
  std::optional<std::int64_t> until_ms;
  std::optional<EntryOrigin> decided_by;  // the grant or revocation; nothing: never decided
};

struct AuditQuery {
  std::string type;  // an empty filter matches everything
  std::string source;
  std::string actor;
  std::string subject;
  std::optional<std::int64_t> from_ms;  // inclusive
  std::optional<std::int64_t> to_ms;    // exclusive
  PageQuery page;
};

struct AuditEntry {
  std::string type;
  std::string source;
  std::string actor;
  std::string subject;  // empty: none
  std::string outcome;
  EntryOrigin origin;
  std::optional<AttachmentInfo> detail;
};

struct MemberInfo {
  std::string key_id;
  std::string organisation;
  std::string name;
  std::vector<std::string> roles;
  RawJson key;  // public JWK
};

struct ValidatorInfo {
  std::uint64_t id = 0;
  std::string name;
  std::string host;
  RawJson key;  // public JWK
  bool connected = false;
};

struct ConsensusStatus {
  std::uint64_t epoch = 0;
  std::uint64_t view = 0;
  std::string leader;
  std::uint64_t final_height = 0;
  std::uint64_t committed_height = 0;
  std::int64_t last_block_ms = 0;
  std::uint64_t validators = 0;
  std::uint64_t quorum = 0;
  std::uint64_t peers = 0;
  std::string phase;  // one word: following, syncing, stalled, ...
  std::string why;    // in words, why no block is being made; empty while all is well
  std::vector<std::string> missing_votes;  // validators not heard in this view
  std::uint64_t contents_wanted = 0;       // final batches whose content is not here yet
};

struct NodeInfo {
  std::string version;
  std::string chain;
  Hash32 genesis_hash{};
  std::string node_id;
  std::string validator;  // empty for an observer
  std::int64_t started_ms = 0;
};

struct NodeHealth {
  bool healthy = false;
  std::string why;  // empty while healthy
};

}  // namespace vitalstream::net
