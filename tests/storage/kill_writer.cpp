// The program that kill_test kills: puts batches, commits blocks, appends to the safety record and
// syncs both at once, as a validator does. It reports each round on its standard output only after
// the syncs: a report is an acknowledgement.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <future>
#include <string>

#include "tests/storage/kill_story.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::uint64_t kRoundsPerRotation = 7;

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

void report(std::uint64_t round, std::uint64_t height) {
  const std::string line = std::to_string(round) + " " + std::to_string(height) + "\n";
  static_cast<void>(!::write(STDOUT_FILENO, line.data(), line.size()));
}

bool play(StoryStores& stores) {
  // The record may be ahead of the database by the round in which it was killed: again from there.
  for (std::uint64_t round = std::max<std::uint64_t>(stores.last.round, 1);; ++round) {
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
    report(round, stores.database->tip()->height.value());
    if (round % kRoundsPerRotation == 0 &&
        !stores.journal->rotate(std::array{encode_story(record)})) {
      return false;
    }
  }
}

}  // namespace
}  // namespace vitalstream::storage

int main(int count, char** values) {
  if (count != 2) {
    return 2;
  }
  vitalstream::storage::PosixFileOps files;
  auto stores = vitalstream::storage::open_story(files, values[1]);
  return stores && vitalstream::storage::play(*stores) ? 0 : 1;
}
