#pragma once
// What the program that is killed writes, and what its observer expects: everything follows from
// its number, so that both sides know it without talking.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "storage/consistency.hpp"
#include "storage/data_directory.hpp"
#include "storage/database.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "storage/journal.hpp"

namespace vitalstream::storage {

inline constexpr std::uint32_t kTxsPerStoryBlock = 5;

// A record of the story: the round, and the tip of the database when it was appended.
struct StoryRecord {
  std::uint64_t round = 0;
  CommitWitness witness;
};

[[nodiscard]] Identity story_identity();
[[nodiscard]] DatabaseOptions story_options();
[[nodiscard]] Bytes encode_story(const StoryRecord& record);
[[nodiscard]] std::optional<StoryRecord> decode_story(ByteView bytes);
[[nodiscard]] BatchDigest story_batch(std::uint64_t round);
[[nodiscard]] Bytes story_body(std::uint64_t round);
[[nodiscard]] TxId story_tx(std::uint64_t height, std::uint32_t index);
[[nodiscard]] Bytes height_text(std::uint64_t height);
[[nodiscard]] Tip story_tip(std::uint64_t height);
[[nodiscard]] CommitBatch story_block(Database& database, std::uint64_t height);

// A node's stores, opened in the order of storage/README.md.
struct StoryStores {
  std::unique_ptr<DataDirectory> directory;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Database> database;
  StoryRecord last;
};

// Nothing if a step fails or the record and the database are not of one history. The database lies
// on `file_system`, or on the plain one.
[[nodiscard]] std::optional<StoryStores> open_story(
    PosixFileOps& files, const std::filesystem::path& path,
    const std::shared_ptr<rocksdb::FileSystem>& file_system = nullptr);

// One round as a node lives it: a batch put, a block committed, both syncs at once. False if a step
// fails.
[[nodiscard]] bool play_round(StoryStores& stores, std::uint64_t round);

}  // namespace vitalstream::storage
