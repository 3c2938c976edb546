#include "tests/storage/kill_story.hpp"

#include <cstdio>
#include <future>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kBodyBytes = 3'000;

Hash32 hash_of(std::uint8_t kind, std::uint64_t number, std::uint32_t index) {
  ByteWriter writer(kDigestBytes);
  writer.u8(kind);
  writer.u64(number * 0x9E3779B97F4A7C15U);
  writer.u64(number);
  writer.u32(index);
  Hash32 hash{};
  std::copy(writer.bytes().begin(), writer.bytes().end(), hash.begin());
  return hash;
}

bool sync_both(StoryStores& stores) {
  auto journal = std::async(std::launch::async, [&] { return stores.journal->sync(); });
  const bool is_database_synced = stores.database->sync().has_value();
  return journal.get().has_value() && is_database_synced;
}

bool put(StoryStores& stores, std::uint64_t round) {
  const Bytes body = story_body(round);
  const std::array<NewAttachment, 1> attachments{
      NewAttachment{.position = {.item = 0, .number = 1}, .salt = {}, .content = body}};
  return stores.database
      ->put_batch({.digest = story_batch(round), .encoded = body, .attachments = attachments})
      .has_value();
}

std::nullopt_t failed(std::string_view step, std::string_view reason) {
  std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(step.size()), step.data(),
               static_cast<int>(reason.size()), reason.data());
  return std::nullopt;
}

}  // namespace

Identity story_identity() {
  return {.chain = ChainId("story"), .genesis = GenesisHash(Hash32{5}), .node = NodeId("1")};
}

DatabaseOptions story_options() {
  DatabaseOptions options;
  options.missing = MissingDatabase::Create;
  // Small, so that flushes and merges are among the moments at which it is killed.
  options.write_buffer_bytes = 1024 * 1024;
  options.wal_bytes = 1024 * 1024;
  return options;
}

Bytes encode_story(const StoryRecord& record) {
  ByteWriter writer;
  writer.u64(record.round);
  writer.raw(encode_witness(record.witness));
  return writer.take();
}

std::optional<StoryRecord> decode_story(ByteView bytes) {
  ByteReader reader(bytes);
  StoryRecord record;
  record.round = reader.u64();
  const auto witness = decode_witness(reader.raw(reader.remaining()));
  if (!reader.finished() || !witness) {
    return std::nullopt;
  }
  record.witness = *witness;
  return record;
}

BatchDigest story_batch(std::uint64_t round) { return BatchDigest(hash_of(1, round, 0)); }

Bytes story_body(std::uint64_t round) {
  Bytes body(kBodyBytes);
  for (std::size_t at = 0; at < body.size(); ++at) {
    body[at] = static_cast<std::uint8_t>(round * 31 + at);
  }
  return body;
}

TxId story_tx(std::uint64_t height, std::uint32_t index) { return TxId(hash_of(2, height, index)); }

Tip story_tip(std::uint64_t height) {
  return {.height = Height(height), .digest = BlockDigest(hash_of(3, height, 0))};
}

CommitBatch story_block(Database& database, std::uint64_t height) {
  const Tip tip = story_tip(height);
  CommitBatch block = database.begin_commit(tip);
  block.set_block(encode_witness({tip}));
  block.set_results(story_body(height));
  block.set_executed({.executed_root = ExecutedRoot(tip.digest.value()),
                      .results_root = {},
                      .delta_digest = {},
                      .log_size = TreeSize(height * kTxsPerStoryBlock),
                      .log_root = {}});
  block.set_batches(std::array{CommittedBatch{story_batch(height), kTxsPerStoryBlock}});
  for (std::uint32_t index = 0; index < kTxsPerStoryBlock; ++index) {
    block.add_tx(story_tx(height, index),
                 {.height = tip.height, .index = BlockIndex(index), .leaf = LeafIndex(0)});
  }
  block.put_state(as_bytes("newest"), height_text(height));
  block.put_index(height_text(height), {});
  return block;
}

Bytes height_text(std::uint64_t height) {
  ByteWriter writer;
  writer.u64(height);
  return writer.take();
}

std::optional<StoryStores> open_story(PosixFileOps& files, const std::filesystem::path& path,
                                      const std::shared_ptr<rocksdb::FileSystem>& file_system) {
  StoryStores stores;
  auto directory = DataDirectory::open(files, path, story_identity(), MissingDirectory::Create);
  if (!directory) {
    return failed("directory", directory.error().detail);
  }
  stores.directory = std::make_unique<DataDirectory>(std::move(*directory));
  auto opened = stores.directory->is_new()
                    ? Journal::create(files, stores.directory->journal_place())
                    : Journal::open(files, stores.directory->journal_place());
  if (!opened) {
    return failed("journal", to_string(opened.error()));
  }
  stores.journal = std::move(opened->journal);
  RecordWitnesses witnesses;
  for (std::size_t index = 0; index < opened->replay.records.size(); ++index) {
    const auto record = decode_story(opened->replay.records[index]);
    if (!record) {
      return failed("journal", "a record that nobody wrote");
    }
    stores.last = *record;
    witnesses.newest = record->witness;
    if (index < opened->replay.settled) {
      witnesses.settled = record->witness;
    }
  }
  DatabaseOptions options = story_options();
  options.file_system = file_system;
  auto database = Database::open(stores.directory->database_path(), options);
  if (!database) {
    return failed("database", database.error().detail);
  }
  stores.database = std::move(*database);
  const auto consistency = compare(witnesses, stores.database->latest());
  if (!consistency || *consistency != Consistency::Consistent) {
    return failed("consistency", consistency ? to_string(*consistency) : "unreadable");
  }
  if (!stores.database->release_deletions() || !stores.directory->finish_creation(files)) {
    return failed("start", "cannot finish");
  }
  return stores;
}

bool play_round(StoryStores& stores, std::uint64_t round) {
  if (!put(stores, round)) {
    return false;
  }
  const std::optional<Tip> before = stores.database->tip();
  if (!stores.database->commit(
          story_block(*stores.database, before ? before->height.value() + 1 : 1))) {
    return false;
  }
  const StoryRecord record{.round = round, .witness = {*stores.database->tip()}};
  stores.journal->append(encode_story(record));
  if (!sync_both(stores)) {
    return false;
  }
  stores.last = record;
  return true;
}

}  // namespace vitalstream::storage
