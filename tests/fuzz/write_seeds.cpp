// Writes the seeds that no person would type: one sample of each binary format, in the corpus of
// its target. usage: fuzz_write_seeds tests/fuzz/corpus
//
// Seeds that are texts (JSON, YAML, JWS) are kept by hand beside them.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "consensus/core/journal_record.hpp"
#include "consensus/types/codec.hpp"
#include "crypto/jwk.hpp"
#include "encrypted_file.hpp"
#include "ledger/execution/state_values.hpp"
#include "ledger/genesis/genesis.hpp"
#include "ledger/query/cursor.hpp"
#include "ledger/types/attachment.hpp"
#include "ledger/types/result.hpp"
#include "net/p2p/frame.hpp"
#include "net/p2p/hello.hpp"
#include "net/wire/peer_message.hpp"
#include "storage/encrypted_fs/frame_encryptor.hpp"
#include "storage/encrypted_fs/page_encryptor.hpp"
#include "storage/journal_frame.hpp"
#include "storage/journal_header.hpp"
#include "storage/keyring/keyring_contents.hpp"
#include "storage/keyring/keyring_file.hpp"
#include "storage/keys.hpp"
#include "tests/unit/consensus/types/commitment_samples.hpp"
#include "tests/unit/consensus/types/samples.hpp"
#include "tests/unit/ledger/support/transaction_builder.hpp"
#include "tests/unit/net/wire/wire_samples.hpp"

namespace vitalstream::fuzz {
namespace {

namespace samples = consensus::testing;

std::filesystem::path corpus;

void write_seed(const std::string& target, const std::string& name, ByteView bytes) {
  std::filesystem::create_directories(corpus / target);
  std::ofstream file{corpus / target / name, std::ios::binary};
  file << as_text(bytes);
}

Bytes chosen(std::uint8_t number, ByteView rest) {
  Bytes bytes{number};
  append(bytes, rest);
  return bytes;
}

// The numbers are those of fuzz_consensus_types.cpp.
void write_consensus_types() {
  using namespace consensus;
  const std::string target = "consensus_types";
  const auto header = samples::sample_batch_header();
  const Evidence evidence = InvalidBatch{header};
  write_seed(target, "block", chosen(0, samples::encoded(write_block, samples::sample_block())));
  write_seed(target, "vote", chosen(1, samples::encoded(write_vote, samples::sample_vote())));
  write_seed(target, "question",
             chosen(7, samples::encoded(write_question, samples::sample_question())));
  write_seed(target, "answer", chosen(8, samples::encoded(write_answer, samples::sample_answer())));
  write_seed(target, "over", chosen(9, samples::encoded(write_over, samples::sample_over())));
  write_seed(target, "certificate",
             chosen(2, samples::encoded(write_certificate, samples::sample_certificate())));
  write_seed(target, "batch", chosen(3, samples::encoded(write_signed_batch_header, header)));
  write_seed(target, "evidence", chosen(4, samples::encoded(write_evidence, evidence)));
  write_seed(target, "key", chosen(5, samples::encoded(write_public_key, samples::sample_key(1))));
}

void write_journal_records() {
  using namespace consensus;
  const std::vector<JournalRecord> records = {
      CastVote{samples::sample_notarize()},
      HeldCertificate{samples::sample_certificate()},
      CertifiedView{Epoch{1}, View{9}},
      HeldBlock{samples::sample_block()},
      WitnessedCommit{Height{7}, samples::sample_digest<BlockDigest>(1), ExecutedRoot{}},
      NewRecord{Epoch{1}, View{9}},
      GivenCommitment{ValidatorId{30}, samples::sample_digest<ProcessDigest>(3), true}};
  for (const JournalRecord& record : records) {
    ByteWriter writer;
    write_journal_record(writer, record);
    write_seed("journal_record", "record_" + std::to_string(record.index()), writer.bytes());
  }
}

void write_network() {
  std::size_t number = 0;
  for (const consensus::Message& message : net::samples::every_message()) {
    write_seed("peer_message", "message_" + std::to_string(number++),
               net::encode_message(message, {}));
  }
  const Bytes body(200, 0x5A);
  const Bytes stored = net::encode_stored_batch(net::samples::batch_header(200), body);
  write_seed("peer_message", "batch", net::encode_batch(stored, Bytes(20, 1)));
  write_seed("peer_message", "stored_batch", stored);
  const net::Hello hello{ChainId{"consortium-1"}, samples::sample_genesis(), net::PeerId{1},
                         net::PeerId{2}, net::InstanceId{}};
  const Bytes hello_bytes = net::encode_hello(hello);
  write_seed("hello", "hello", hello_bytes);
  Bytes stream = chosen(6, net::encode_frame(net::FrameType::Hello, hello_bytes));
  append(stream, net::encode_frame(net::FrameType::Message, Bytes(300, 7)));
  append(stream, net::encode_frame(net::FrameType::Message, Bytes(3, 8)));
  write_seed("frame_reader", "three_frames", stream);
}

void write_ledger() {
  using namespace ledger;
  using namespace ledger::testing;
  TransactionBuilder builder;
  const OwnedTransaction transaction = builder.build();
  const std::vector<BatchItem> items{item_of(builder.signer(), transaction)};
  write_seed("transaction", "record_put", as_bytes(builder.compact()));
  write_seed("payload", "record_put", as_bytes(builder.payload_text()));
  write_seed("batch_body", "one_item", build_batch_body(items));
  const std::vector<AttachmentList> lists{{{Salt{1}, Bytes(30, 2)}}, {}, {{Salt{3}, Bytes(9, 4)}}};
  write_seed("attachments", "two_of_three", chosen(3, encode_attachments(lists)));
}

// The numbers are those of fuzz_state_values.cpp.
void write_results_and_state() {
  using namespace ledger;
  const std::vector<TxResult> results(3);
  write_seed("results", "three", encode_results(results));
  write_seed("cursor", "position", as_bytes(to_cursor(Hash32{1, 2, 3}, 1'000)));
  const AttachmentRef attachment{
      .index = {}, .commitment = {}, .content_bytes = 7, .media_type = "application/fhir+json"};
  const RecordVersion version{.origin = {}, .version = 2, .subject = "s", .content = attachment};
  const AuditEntry entry{.origin = {},
                         .type = "login",
                         .source = "ehr",
                         .actor = "a",
                         .subject = "s",
                         .detail = attachment};
  const ConsentDecision decision{.origin = {},
                                 .grantee = "g",
                                 .purpose = "p",
                                 .scopes = {"x"},
                                 .from = {},
                                 .until = UnixSeconds{9},
                                 .document = attachment};
  const Posting posting{BlockIndex{1}, BlockIndex{5}};
  write_seed("state_values", "version", chosen(0, encode(version)));
  write_seed("state_values", "entry", chosen(1, encode(entry)));
  write_seed("state_values", "decision", chosen(2, encode(decision)));
  write_seed("state_values", "posting", chosen(3, encode(posting)));
}

void write_genesis() {
  // A public key of RFC 8032 section 7.1.
  const crypto::PublicKey key{crypto::SignatureAlgorithm::Ed25519,
                              *from_base64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")};
  ledger::GenesisDocument document;
  document.chain = ChainId{"consortium-1"};
  document.time = UnixMs{1'789'990'000'000};
  document.validators = {
      {consensus::ValidatorId{1}, "clinic", "Clinic", "validator-1.example", key, {}}};
  ledger::Member member;
  member.key = key;
  member.key_id = ledger::KeyId{crypto::thumbprint(key).value()};
  member.organisation = "Clinic";
  member.name = "ehr";
  member.roles = {ledger::Role::Submitter};
  document.members = {member};
  write_seed("genesis", "one_validator", as_bytes(ledger::print_document(document)));
  write_seed("jwk", "ed25519", as_bytes(crypto::to_jwk(key)));
}

void write_keyring() {
  using namespace storage;
  Bytes file = begin_keyring_file({ChainId("test-1"), "3", 7, "local", "key", Bytes(104, 1)});
  append_encrypted_keys(file, Bytes(12, 2), Bytes(80, 3));
  append_keyring_signature(file, Bytes(64, 4));
  write_seed("keyring", "file", chosen(0, file));
  KeyringContents contents;
  contents.entries = {
      {{KeyGeneration(1), UnixMs(5), KeyState::Retired}, nullptr},
      {{KeyGeneration(2), UnixMs(6), KeyState::Active},
       std::make_shared<crypto::SecretBytes>(crypto::SecretBytes::copy_of(Bytes(32, 5)))}};
  write_seed("keyring", "two_generations", chosen(1, encode_contents(contents).view()));
}

void write_storage() {
  using namespace storage;
  const JournalHeader header{7, RecordOrigin::Restarted, Bytes(40, 3)};
  Bytes file = encode_journal_header(header);
  const auto decoded = decode_journal_header(file);
  append_frame(file, Bytes(50, 1), kFirstFrameSequence, decoded->seed);
  append_frame(file, Bytes(5, 2), kFirstFrameSequence + 1, decoded->seed);
  write_seed("journal_file", "two_frames", file);
  write_seed("stored_values", "tip", encode_tip({}));
  write_seed("stored_values", "location", encode_location({}));
  write_seed("stored_values", "executed", encode_executed({}));
  const std::vector<CommittedBatch> batches(2);
  write_seed("stored_values", "committed", encode_committed(batches));
}

void write_encrypted_files() {
  using namespace storage;
  const FileCipher table = encrypted_file(FileKind::Table);
  write_seed("file_header", "table", table.encoded_header());
  write_seed("file_header", "log", encrypted_file(FileKind::Wal).encoded_header());
  Bytes pages;
  PageEncryptor page_encryptor(table);
  page_encryptor.append(Bytes(9'000, 3), pages);
  page_encryptor.finish(pages);
  write_seed("encrypted_pages", "three", pages);
  Bytes frames;
  FrameEncryptor frame_encryptor(encrypted_file(FileKind::Wal), first_frame());
  for (std::uint8_t number = 1; number <= 5; ++number) {
    VS_ASSERT(frame_encryptor.append(Bytes(200U * number, number), frames));
    frame_encryptor.set_durable(number / 2U);
  }
  write_seed("encrypted_frames", "five", frames);
  frames.resize(frames.size() - 300);
  write_seed("encrypted_frames", "torn", frames);
}

}  // namespace
}  // namespace vitalstream::fuzz

int main(int argc, char** argv) {
  using namespace vitalstream::fuzz;
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
    return 2;
  }
  corpus = argv[1];
  write_consensus_types();
  write_journal_records();
  write_network();
  write_ledger();
  write_results_and_state();
  write_genesis();
  write_keyring();
  write_storage();
  write_encrypted_files();
  return 0;
}
