// The program that kill_test kills: puts batches, commits blocks, appends to the safety record and
// syncs both at once, as a validator does. It reports each round on its standard output only after
// the syncs: a report is an acknowledgement.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "tests/storage/kill_story.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::uint64_t kRoundsPerRotation = 7;

void report(std::uint64_t round, std::uint64_t height) {
  const std::string line = std::to_string(round) + " " + std::to_string(height) + "\n";
  static_cast<void>(!::write(STDOUT_FILENO, line.data(), line.size()));
}

bool play(StoryStores& stores) {
  // The record may be ahead of the database by the round in which it was killed: again from there.
  for (std::uint64_t round = std::max<std::uint64_t>(stores.last.round, 1);; ++round) {
    if (!play_round(stores, round)) {
      return false;
    }
    report(round, stores.database->tip()->height.value());
    if (round % kRoundsPerRotation == 0 &&
        !stores.journal->rotate(std::array{encode_story(stores.last)})) {
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
