// tx_submit: hands a signed transaction with its attachments to the node and, as asked, waits until
// it is accepted, ordered or committed.

#include <algorithm>

#include "base/base64url.hpp"
#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kTx, kAttachments, kMode, kTimeout, kReceipt };

constexpr JsonSchema kSaltSchema = text_of(43, 43, TextForm::Base64Url);
constexpr std::array kSentMembers{
    JsonMember{"salt", &kSaltSchema, Presence::Required, "32 random bytes, base64url."},
    JsonMember{"content", &kBase64UrlSchema, Presence::Required, "The content, base64url."}};
constexpr JsonSchema kSentSchema = object_of(kSentMembers);
constexpr JsonSchema kSentListSchema = list_of(kSentSchema, kTxAttachmentsMax);
// A transaction that is too large has its own error, so the schema lets it pass.
constexpr JsonSchema kAnyTxSchema = text_of(1, kRpcBodyBytesMax);
constexpr JsonSchema kWaitSchema = integer_of(1, kTxWaitMaxMs);

constexpr std::array kParams{
    JsonMember{"tx", &kAnyTxSchema, Presence::Required, "The transaction, a compact JWS."},
    JsonMember{"attachments", &kSentListSchema, Presence::Optional,
               "The attachments that it commits to, in the order of its att."},
    JsonMember{"mode", &kStageSchema, Presence::Optional,
               "What to wait for; committed unless given. accepted does not survive a crash."},
    JsonMember{"timeoutMs", &kWaitSchema, Presence::Optional,
               "How long to wait; 10,000 unless given. Then the answer is the error timeout."},
    JsonMember{"receipt", &kBooleanSchema, Presence::Optional,
               "With the receipt in the answer; only with mode committed."}};

constexpr std::array kResultMembers{
    kTxIdMember,
    kStatusMember,
    kHeightMember,
    kIndexMember,
    kResultMember,
    JsonMember{"receipt", &kDocumentSchema, Presence::Optional, "The receipt (docs/receipt.md)."}};
constexpr JsonSchema kResult = object_of(kResultMembers);

constexpr std::array kErrors{RpcCause::Busy,
                             RpcCause::ShuttingDown,
                             RpcCause::Syncing,
                             RpcCause::Timeout,
                             RpcCause::DiskSpaceLow,
                             RpcCause::TxTooLarge,
                             RpcCause::MalformedJws,
                             RpcCause::UnsupportedAlg,
                             RpcCause::UnknownKey,
                             RpcCause::KeyAlgMismatch,
                             RpcCause::KeyRevoked,
                             RpcCause::BadSignature,
                             RpcCause::MalformedPayload,
                             RpcCause::WrongChain,
                             RpcCause::Expired,
                             RpcCause::ExpTooFar,
                             RpcCause::UnknownOperation,
                             RpcCause::InvalidData,
                             RpcCause::RoleMissing,
                             RpcCause::JtiReused,
                             RpcCause::ReplayWindowFull,
                             RpcCause::QuotaExceeded,
                             RpcCause::AttachmentMissing,
                             RpcCause::AttachmentUnexpected,
                             RpcCause::AttachmentMismatch,
                             RpcCause::AttachmentTooLarge,
                             RpcCause::DataDamaged};

SubmitMode mode_of(std::string_view word) {
  if (word == kStages[0]) {
    return SubmitMode::Accepted;
  }
  return word == kStages[1] ? SubmitMode::Ordered : SubmitMode::Committed;
}

RpcError refusal(RpcCause cause, std::string detail) {
  return {.cause = cause, .detail = std::move(detail)};
}

Result<std::vector<SubmittedAttachment>, RpcError> read_attachments(const RpcParams& params) {
  std::vector<SubmittedAttachment> read;
  if (!params.has(kAttachments)) {
    return read;
  }
  const auto& list = params.value(kAttachments).get_array();
  read.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& sent = list[i].get_object();
    const auto salt = from_base64url(std::string_view(sent.at("salt").get_string()));
    auto content = from_base64url(std::string_view(sent.at("content").get_string()));
    SubmittedAttachment& attachment = read.emplace_back();
    const std::string place = "attachments[" + std::to_string(i) + "]";
    if (!salt || salt->size() != attachment.salt.size()) {
      return refusal(RpcCause::InvalidParams,
                     place + ".salt: must be 32 bytes in base64url without padding");
    }
    if (!content) {
      return refusal(RpcCause::InvalidParams,
                     place + ".content: must be base64url without padding, its last bits zero");
    }
    std::copy(salt->begin(), salt->end(), attachment.salt.begin());
    attachment.content = std::move(*content);
  }
  return read;
}

void write_submitted(JsonWriter& writer, const TxSubmitted& submitted) {
  writer.begin_object();
  write_tx_state(writer, submitted.state);
  if (submitted.receipt) {
    writer.name("receipt").raw(submitted.receipt->value());
  }
  writer.end_object();
}

// Refusals for load come first: they are the cheapest, and the most frequent when it matters.
void submit(const MethodContext& context, const RpcParams& params, CallStart start) {
  if (const std::uint32_t delay = context.node.busy_for_ms(); delay != 0) {
    start.refuse({.cause = RpcCause::Busy, .retry_after_ms = delay});
    return;
  }
  TxSubmission submission;
  submission.mode = mode_of(params.text(kMode));
  submission.receipt = params.flag(kReceipt);
  if (submission.receipt && submission.mode != SubmitMode::Committed) {
    start.refuse(refusal(RpcCause::InvalidParams, "receipt: only with mode committed"));
    return;
  }
  if (params.text(kTx).size() > kTxTextBytesMax) {
    start.refuse(refusal(RpcCause::TxTooLarge,
                         "at most " + std::to_string(kTxTextBytesMax) + " bytes of JWS"));
    return;
  }
  auto attachments = read_attachments(params);
  if (!attachments) {
    start.refuse(std::move(attachments.error()));
    return;
  }
  submission.tx = params.text(kTx);
  submission.origin = start.origin();
  submission.attachments = std::move(*attachments);
  submission.timeout_ms = static_cast<std::uint32_t>(params.integer(kTimeout, kTxWaitDefaultMs));
  context.node.tx_submit(std::move(submission), start.reply<TxSubmitted>(write_submitted));
}

}  // namespace

constexpr RpcMethod kTxSubmitMethod{
    .name = "tx_submit",
    .summary = "Submits a signed transaction and waits for the asked stage.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"tx":"eyJhbGciOiJFZERTQSJ9.eyJvcCI6InJlY29yZC5wdXQifQ.c2ln",
"attachments":[{"salt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","content":"e30"}],
"mode":"committed","timeoutMs":5000})",
    .example_result = R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"status":"committed","height":12,"index":345,"result":{"outcome":"applied"}})",
    .runs = RunsOn::Loop,
    .cost = ReadCost::Nothing,
    .call = submit};

}  // namespace vitalstream::net
