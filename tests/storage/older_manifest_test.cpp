// An older manifest of the same database, put back with the CURRENT that names it: every byte of it
// is authentic, and it names fewer tables than there are. It is noticed when the database is opened
// or compared with itself and with the safety record, or it lacks nothing.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <tuple>
#include <vector>

#include "storage/encrypted_fs/encrypted_file_system.hpp"
#include "storage/encrypted_fs/fault_register.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"
#include "tests/storage/kill_story.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

// Each day opens the database anew, which begins a new manifest.
constexpr std::uint64_t kDays = 4;
// Enough to flush every day; an odd day stops before.
constexpr std::uint64_t kRoundsPerDay = 120;
constexpr std::uint64_t kRoundsPerShortDay = 15;

// The files of the database at some time: name -> contents.
using Image = std::map<std::filesystem::path, std::string>;

enum class Files { Plain, Encrypted };
// With it come back only CURRENT, or also the tables and logs that have been deleted since.
enum class PutBack { Manifest, AllThatIsGone };

class OlderManifest : public ::testing::TestWithParam<std::tuple<Files, PutBack>> {
 protected:
  // Of its own for each opening, as each process has.
  std::optional<StoryStores> open(const std::filesystem::path& path) {
    std::shared_ptr<rocksdb::FileSystem> beneath;
    if (std::get<Files>(GetParam()) == Files::Encrypted) {
      beneath = make_encrypted_file_system({.keys = keys_,
                                            .faults = std::make_shared<FaultRegister>(),
                                            .page_bytes = kSmallPageBytes,
                                            .beneath = nullptr});
    }
    return open_story(files_, path, beneath);
  }

  static bool is_manifest(const std::filesystem::path& name) {
    return name == "CURRENT" || name.string().starts_with("MANIFEST-");
  }

  Image image() const {
    Image found;
    for (const auto& entry : std::filesystem::directory_iterator(path_ / database_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      found[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return found;
  }

  // What there was at noon and at the end of each day.
  void live_through(std::uint64_t days) {
    for (std::uint64_t day = 0; day < days; ++day) {
      auto stores = open(path_);
      ASSERT_TRUE(stores.has_value());
      database_ = std::filesystem::relative(stores->directory->database_path(), path_);
      const std::uint64_t rounds = day % 2 == 0 ? kRoundsPerDay : kRoundsPerShortDay;
      for (std::uint64_t round = 0; round < rounds; ++round) {
        ASSERT_TRUE(play_round(*stores, stores->last.round + 1));
        if (round == rounds / 2) {
          older_.push_back(image());
        }
      }
      newest_ = stores->last.round;
      stores.reset();
      older_.push_back(image());
    }
  }

  std::filesystem::path copy_with_older_manifest(std::size_t number) const {
    const auto copy = directory_.path() / ("copy-" + std::to_string(number));
    std::filesystem::copy(path_, copy, std::filesystem::copy_options::recursive);
    put_manifest(older_[number], copy);
    for (const auto& [name, contents] : older_[number]) {
      if (std::get<PutBack>(GetParam()) == PutBack::AllThatIsGone &&
          !std::filesystem::exists(copy / database_ / name)) {
        write(copy / database_ / name, contents);
      }
    }
    return copy;
  }

  void put_manifest(const Image& image, const std::filesystem::path& copy) const {
    for (const auto& [name, contents] : image) {
      if (is_manifest(name)) {
        write(copy / database_ / name, contents);
      }
    }
  }

  static void write(const std::filesystem::path& path, const std::string& contents) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << contents;
  }

  void expect_everything(const StoryStores& stores) const {
    const ReadView view = stores.database->latest();
    const auto tip = view.tip();
    ASSERT_TRUE(tip.has_value() && tip->has_value());
    EXPECT_EQ((*tip)->height, Height(newest_));
    for (std::uint64_t round = 1; round <= newest_; ++round) {
      const auto body = view.batch(story_batch(round));
      ASSERT_TRUE(body.has_value() && body->has_value()) << round;
      EXPECT_EQ(**body, story_body(round)) << round;
      const auto results = view.results(Height(round));
      ASSERT_TRUE(results.has_value() && results->has_value()) << round;
      const auto found = view.location_of(story_tx(round, 0));
      ASSERT_TRUE(found.has_value() && found->has_value()) << round;
    }
  }

  const TempDirectory directory_;
  const std::filesystem::path path_ = directory_.path() / "node";
  PosixFileOps files_;
  std::shared_ptr<FixedKeys> keys_ = std::make_shared<FixedKeys>();
  std::filesystem::path database_;
  std::vector<Image> older_;
  std::uint64_t newest_ = 0;
};

// And what it hides is there again when the newest manifest comes back.
TEST_P(OlderManifest, IsNoticedOrLacksNothing) {
  ASSERT_NO_FATAL_FAILURE(live_through(kDays));
  std::size_t noticed = 0;
  for (std::size_t number = 0; number < older_.size(); ++number) {
    SCOPED_TRACE("manifest " + std::to_string(number) + " of " + std::to_string(older_.size()));
    const auto copy = copy_with_older_manifest(number);
    auto stores = open(copy);
    if (!stores) {
      ++noticed;
      put_manifest(older_.back(), copy);
      stores = open(copy);
    }
    ASSERT_TRUE(stores.has_value());
    expect_everything(*stores);
  }
  std::printf("%zu of %zu older manifests were noticed\n", noticed, older_.size());
  // All of the days before the last flush.
  EXPECT_GE(noticed, older_.size() / 2);
}

INSTANTIATE_TEST_SUITE_P(All, OlderManifest,
                         ::testing::Combine(::testing::Values(Files::Plain, Files::Encrypted),
                                            ::testing::Values(PutBack::Manifest,
                                                              PutBack::AllThatIsGone)));

}  // namespace
}  // namespace vitalstream::storage
