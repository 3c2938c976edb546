// node_getInfo: what this node is, and the limits that its clients meet.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr JsonMember limit(std::string_view name, std::string_view about) {
  return {name, &kCountSchema, Presence::Required, about};
}

constexpr std::array kLimitMembers{
    limit("headBytes", "Request line and header fields."),
    limit("bodyBytes", "HTTP body or WebSocket message."),
    limit("responseBytes", "One answer."),
    limit("batchMembers", "Members of a batch."),
    limit("jsonDepth", "Nesting of JSON."),
    limit("inFlight", "Requests under way per connection."),
    limit("connections", "Connections of all clients."),
    limit("outboundBytes", "Unread answers per connection; a slower reader is cut."),
    limit("inputBytesTotal", "Requests being received, all connections."),
    limit("inFlightBytesTotal", "Requests under way, all connections."),
    limit("outboundBytesTotal", "Unread answers, all connections."),
    limit("handshakeMs", "Deadline of the TLS handshake."),
    limit("headMs", "Deadline of a request's head."),
    limit("bodyMs", "Deadline of a request's body."),
    limit("idleMs", "A connection without a request is closed."),
    limit("writeMs", "A client that takes nothing of its answer is cut."),
    limit("pieceMs", "A client that takes its answers by drops is cut."),
    limit("timeoutMs", "The longest wait of tx_submit."),
    limit("txBytes", "A compact JWS."),
    limit("txAttachments", "Attachments of a transaction."),
    limit("pageItems", "Items of a page.")};
constexpr JsonSchema kLimitsSchema = object_of(kLimitMembers);
constexpr std::array kResultMembers{
    JsonMember{"version", &kNameSchema, Presence::Required, "Of the program."},
    JsonMember{"chain", &kNameSchema, Presence::Required, "The chain id."},
    JsonMember{"genesisHash", &kHex32Schema, Presence::Required, "SHA-256 of the genesis file."},
    JsonMember{"nodeId", &kNameSchema, Presence::Required, "Names this node."},
    JsonMember{"validator", &kNameSchema, Presence::Optional, "Its name in the validator set."},
    JsonMember{"started", &kTimeSchema, Presence::Required, "Unix milliseconds."},
    JsonMember{"limits", &kLimitsSchema, Presence::Required, "What its clients meet."}};
constexpr JsonSchema kResult = object_of(kResultMembers);

std::uint64_t in_ms(std::chrono::milliseconds length) {
  return static_cast<std::uint64_t>(length.count());
}

void write_limits(JsonWriter& writer, const RpcLimits& limits) {
  writer.begin_object().name("headBytes").number(limits.head_bytes_max);
  writer.name("bodyBytes").number(limits.body_bytes_max);
  writer.name("responseBytes").number(limits.response_bytes_max);
  writer.name("batchMembers").number(limits.batch_max);
  writer.name("jsonDepth").number(limits.json_depth_max);
  writer.name("inFlight").number(limits.in_flight_max);
  writer.name("connections").number(limits.connections_max);
  writer.name("outboundBytes").number(limits.outbound_bytes_max);
  writer.name("inputBytesTotal").number(limits.input_bytes_total);
  writer.name("inFlightBytesTotal").number(limits.in_flight_bytes_total);
  writer.name("outboundBytesTotal").number(limits.outbound_bytes_total);
  writer.name("handshakeMs").number(in_ms(limits.handshake_deadline));
  writer.name("headMs").number(in_ms(limits.head_deadline));
  writer.name("bodyMs").number(in_ms(limits.body_deadline));
  writer.name("idleMs").number(in_ms(limits.idle_deadline));
  writer.name("writeMs").number(in_ms(limits.write_deadline));
  writer.name("pieceMs").number(in_ms(limits.piece_deadline));
  writer.name("timeoutMs").number(kTxWaitMaxMs).name("txBytes").number(kTxTextBytesMax);
  writer.name("txAttachments").number(kTxAttachmentsMax).name("pageItems").number(kPageItemsMax);
  writer.end_object();
}

void get_info(const MethodContext& context, const RpcParams&, CallStart start) {
  // The limits belong to the server, which outlives its calls.
  const auto write_info = [limits = &context.limits](JsonWriter& writer, const NodeInfo& info) {
    writer.begin_object().name("version").text(info.version).name("chain").text(info.chain);
    writer.name("genesisHash").hex(info.genesis_hash).name("nodeId").text(info.node_id);
    if (!info.validator.empty()) {
      writer.name("validator").text(info.validator);
    }
    writer.name("started").signed_number(info.started_ms).name("limits");
    write_limits(writer, *limits);
    writer.end_object();
  };
  context.node.node_get_info(start.reply<NodeInfo>(write_info));
}

}  // namespace

constexpr RpcMethod kNodeGetInfoMethod{
    .name = "node_getInfo",
    .summary = "Tells what this node is and the limits that its clients meet.",
    .params = {},
    .result = &kResult,
    .errors = {},
    .example_params = "{}",
    .example_result = R"({"version":"0.1.0","chain":"consortium-1",
"genesisHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"nodeId":"north-1","validator":"north","started":1790000000000,
"limits":{"headBytes":8192,"bodyBytes":2097152,"responseBytes":8388608,"batchMembers":50,
"jsonDepth":32,"inFlight":64,"connections":900,"outboundBytes":16777216,
"inputBytesTotal":134217728,"inFlightBytesTotal":134217728,"outboundBytesTotal":134217728,
"handshakeMs":5000,"headMs":5000,"bodyMs":10000,"idleMs":60000,"writeMs":10000,"pieceMs":120000,
"timeoutMs":60000,"txBytes":24576,"txAttachments":16,"pageItems":1000}})",
    .runs = RunsOn::Loop,
    .cost = ReadCost::Nothing,
    .call = get_info};

}  // namespace vitalstream::net
