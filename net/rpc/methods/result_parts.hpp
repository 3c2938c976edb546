#pragma once
// Parts of results that several methods share: their schemas and how they are written. Used by the
// files of this folder only.

#include <array>

#include "net/rpc/api_types.hpp"
#include "net/rpc/json_schema.hpp"
#include "net/rpc/rpc_method.hpp"

namespace vitalstream::net {

// Identifiers of the application: collections, record ids, subjects, actors, purposes, ...
inline constexpr JsonSchema kIdentifierSchema = text_of(1, 128);
inline constexpr JsonSchema kBase64UrlSchema = text_of(0, kRpcBodyBytesMax, TextForm::Base64Url);
inline constexpr JsonSchema kTimeSchema = integer_of(0, kJsonIntegerMax);
inline constexpr JsonSchema kDocumentSchema = any_object();
inline constexpr JsonSchema kCursorSchema = text_of(0, kCursorBytesMax);
inline constexpr JsonSchema kPageLimitSchema = integer_of(1, kPageItemsMax);
inline constexpr JsonSchema kTxTextSchema = text_of(1, kTxTextBytesMax);
inline constexpr JsonSchema kFreeTextSchema = text_of(0, 4 * kRpcKiB);

inline constexpr std::array<std::string_view, 3> kStages{"accepted", "ordered", "committed"};
inline constexpr JsonSchema kStageSchema = choice_of(kStages);

inline constexpr std::array<std::string_view, 4> kOutcomes{"applied", "duplicate", "expired",
                                                           "refused"};
inline constexpr JsonSchema kOutcomeWordSchema = choice_of(kOutcomes);
inline constexpr std::array kOutcomeMembers{
    JsonMember{"outcome", &kOutcomeWordSchema, Presence::Required, "What execution decided."},
    JsonMember{"code", &kNameSchema, Presence::Optional, "Why it was refused."}};
inline constexpr JsonSchema kOutcomeSchema = object_of(kOutcomeMembers);

inline constexpr JsonMember kTxIdMember{"txId", &kHex32Schema, Presence::Required,
                                        "SHA-256 of the JWS signing input."};
inline constexpr JsonMember kStatusMember{"status", &kStageSchema, Presence::Required,
                                          "How far the transaction has come."};
inline constexpr JsonMember kHeightMember{"height", &kCountSchema, Presence::Optional,
                                          "The block's height, once ordered."};
inline constexpr JsonMember kIndexMember{"index", &kCountSchema, Presence::Optional,
                                         "The leaf's position in the ledger-wide log."};
inline constexpr JsonMember kResultMember{"result", &kOutcomeSchema, Presence::Optional,
                                          "What execution decided, once committed."};

inline constexpr std::array kOriginMembers{
    kTxIdMember, JsonMember{"height", &kCountSchema, Presence::Required, "The block's height."},
    JsonMember{"index", &kCountSchema, Presence::Required, "Its position in the log."},
    JsonMember{"time", &kTimeSchema, Presence::Required, "Block time, Unix milliseconds."},
    JsonMember{"kid", &kNameSchema, Presence::Required, "Thumbprint of the signer's key."}};
inline constexpr JsonSchema kOriginSchema = object_of(kOriginMembers);
inline constexpr JsonMember kOriginMember{"origin", &kOriginSchema, Presence::Required,
                                          "The transaction that did it."};

inline constexpr std::array kAttachmentMembers{
    JsonMember{"commitment", &kHex32Schema, Presence::Required, "SHA-256(salt || content)."},
    JsonMember{"bytes", &kCountSchema, Presence::Required, "Length of the content."},
    JsonMember{"mediaType", &kFreeTextSchema, Presence::Required, "As the signer states it."}};
inline constexpr JsonSchema kAttachmentSchema = object_of(kAttachmentMembers);

inline constexpr std::array kContentMembers{
    JsonMember{"salt", &kBase64UrlSchema, Presence::Required, "32 bytes, base64url."},
    JsonMember{"content", &kBase64UrlSchema, Presence::Required, "The bytes, base64url."}};
inline constexpr JsonSchema kContentSchema = object_of(kContentMembers);

inline constexpr std::array kRecordMembers{
    JsonMember{"collection", &kIdentifierSchema, Presence::Required, "The record's collection."},
    JsonMember{"id", &kIdentifierSchema, Presence::Required, "Its name in the collection."},
    JsonMember{"version", &kCountSchema, Presence::Required, "Counts from 1."},
    JsonMember{"subject", &kIdentifierSchema, Presence::Optional, "Pseudonym of the subject."},
    kOriginMember,
    JsonMember{"attachment", &kAttachmentSchema, Presence::Optional, "The committed content."},
    JsonMember{"externalHash", &kHex32Schema, Presence::Optional,
               "SHA-256 of content that is kept elsewhere."},
    JsonMember{"content", &kContentSchema, Presence::Optional, "Salt and bytes, if asked for."}};
inline constexpr JsonSchema kRecordSchema = object_of(kRecordMembers);

inline constexpr JsonMember kCursorParam{"cursor", &kCursorSchema, Presence::Optional,
                                         "Where the page before ended, as it was returned."};
inline constexpr JsonMember kLimitParam{"limit", &kPageLimitSchema, Presence::Optional,
                                        "The most items to return; 100 unless given."};
inline constexpr JsonMember kCursorResult{"cursor", &kCursorSchema, Presence::Optional,
                                          "Give it back for the next page; absent at the end."};

[[nodiscard]] PageQuery page_of(const RpcParams& params, std::size_t cursor, std::size_t limit);

// Writes the members of a state into an object that is open.
void write_tx_state(JsonWriter& writer, const TxState& state);
void write_origin(JsonWriter& writer, const EntryOrigin& origin);
void write_attachment(JsonWriter& writer, const AttachmentInfo& attachment);
void write_content(JsonWriter& writer, const AttachmentContent& content);
void write_record(JsonWriter& writer, const RecordVersion& record);
void write_consensus_status(JsonWriter& writer, const ConsensusStatus& status);
void write_texts(JsonWriter& writer, const std::vector<std::string>& texts);

// Writes {"<list>": [...], "cursor": ...}.
template <class Item, class WriteItem>
void write_page(JsonWriter& writer, std::string_view list, const Page<Item>& page,
                WriteItem write_item) {
  writer.begin_object().name(list).begin_array();
  for (const Item& item : page.items) {
    write_item(writer, item);
  }
  writer.end_array();
  if (!page.cursor.empty()) {
    writer.name("cursor").text(page.cursor);
  }
  writer.end_object();
}

}  // namespace vitalstream::net
