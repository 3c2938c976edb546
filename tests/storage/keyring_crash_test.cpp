// Every crash point of the keyring: before and after each file operation of its making, rotations,
// re-wrapping, retirement and opening, with every loss mode. Afterwards it opens with the old keys
// or the new ones, with the provider that belongs to them, and no generation that anyone could
// have used is ever lost.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "tests/unit/storage/keyring/keyring_fixture.hpp"

namespace vitalstream::storage {
namespace {

using crypto::provider::KeyProvider;

// What chance decides differs from seed to seed; these two lose all or nothing.
std::uint64_t seeds_of(Loss loss) {
  return loss == Loss::Nothing || loss == Loss::Everything ? 1 : 12;
}

struct State {
  std::vector<GenerationInfo> generations;
  KeyProvider* provider = nullptr;  // null: there is no keyring
  friend bool operator==(const State&, const State&) = default;
};

// One life of a keyring; stops at the first failure, as the process would.
class Workload {
 public:
  explicit Workload(CrashDisk& disk) : disk_(disk) {}

  bool run() {
    after_.generations = {{KeyGeneration(1), kNow, KeyState::Active}};
    after_.provider = &some_provider();
    if (!disk_.make_directory(kPlace.directory)) {
      return false;
    }
    auto made = Keyring::create(disk_, kPlace, some_provider(), kNow);
    if (!made) {
      return false;
    }
    keyring_ = std::move(*made);
    before_ = after_;
    return rotate() && rewrap(other_provider()) && reopen() && retire() && rotate() &&
           rewrap(some_provider());
  }

  [[nodiscard]] const State& before() const { return before_; }
  [[nodiscard]] const State& after() const { return after_; }
  // Every key that was ever handed out for writing, by its generation.
  [[nodiscard]] const std::vector<ActiveKey>& used() const { return used_; }

 private:
  bool settle(const Keyring::Changed& changed) {
    if (changed) {
      before_ = after_;
      used_.push_back(keyring_->active());
    }
    return changed.has_value();
  }
  bool rotate() {
    after_.generations.back().state = KeyState::ReadOnly;
    after_.generations.push_back(
        {next(after_.generations.back().generation), kNow, KeyState::Active});
    return settle(keyring_->add_generation(*before_.provider, kNow));
  }
  bool rewrap(KeyProvider& provider) {
    after_.provider = &provider;
    return settle(keyring_->rewrap(provider));
  }
  bool retire() {
    after_.generations.front().state = KeyState::Retired;
    return settle(keyring_->retire(*before_.provider, KeyGeneration(1), RemainingBytes(0)));
  }
  bool reopen() {
    auto opened = Keyring::open(disk_, kPlace, *before_.provider);
    if (opened) {
      keyring_ = std::move(*opened);
    }
    return opened.has_value();
  }

  CrashDisk& disk_;
  std::unique_ptr<Keyring> keyring_;
  State before_;
  State after_;
  std::vector<ActiveKey> used_;
};

std::unique_ptr<Keyring> open_with(CrashDisk& disk, const State& state) {
  if (state.provider == nullptr) {
    return nullptr;
  }
  auto opened = Keyring::open(disk, kPlace, *state.provider);
  return opened && (*opened)->generations() == state.generations ? std::move(*opened) : nullptr;
}

bool holds_all(const Keyring& keyring, const std::vector<ActiveKey>& used) {
  return std::ranges::all_of(used, [&](const ActiveKey& one) {
    const DataKey found = keyring.find(one.generation);
    const bool is_retired = !found && keyring.generations().front().generation == one.generation;
    return is_retired || (found && equal(found->view(), one.key->view()));
  });
}

::testing::AssertionResult recovers(CrashDisk& disk, const Workload& workload) {
  const bool was_made = workload.before().provider != nullptr;
  const State* state = &workload.before();
  auto keyring = open_with(disk, *state);
  if (!keyring) {
    state = &workload.after();
    keyring = open_with(disk, *state);
  }
  if (!keyring) {
    const auto names = disk.list(kPlace.directory);
    const bool is_missing = !names || std::ranges::find(*names, "keyring") == names->end();
    return !was_made && is_missing ? ::testing::AssertionSuccess()
                                   : ::testing::AssertionFailure() << "neither old nor new";
  }
  if (!holds_all(*keyring, workload.used())) {
    return ::testing::AssertionFailure() << "a generation in use was lost";
  }
  // What was opened may be used at once, so it must last, whatever comes.
  disk.restart(Loss::Everything);
  keyring = open_with(disk, *state);
  if (!keyring) {
    return ::testing::AssertionFailure() << "lost after it was opened";
  }
  if (!keyring->add_generation(*state->provider, kNow)) {
    return ::testing::AssertionFailure() << "cannot go on";
  }
  const auto generations = keyring->generations();
  disk.restart(Loss::Everything);
  return open_with(disk, {generations, state->provider})
             ? ::testing::AssertionSuccess()
             : ::testing::AssertionFailure() << "lost what was added after the recovery";
}

std::uint64_t operations_of_workload() {
  CrashDisk disk(1);
  Workload workload(disk);
  EXPECT_TRUE(workload.run());
  return disk.operations();
}

class KeyringCrash : public ::testing::TestWithParam<Loss> {};

TEST_P(KeyringCrash, LeavesTheOldKeyringOrTheNewOneAtAnyPoint) {
  const std::uint64_t operations = operations_of_workload();
  ASSERT_GE(operations, 33U);
  std::cout << operations << " operations\n";
  for (std::uint64_t operation = 0; operation < operations; ++operation) {
    for (const bool is_after : {false, true}) {
      for (std::uint64_t seed = 0; seed < seeds_of(GetParam()); ++seed) {
        CrashDisk disk(seed);
        disk.crash_at({.operation = operation, .is_after = is_after});
        Workload workload(disk);
        ASSERT_FALSE(workload.run());
        disk.restart(GetParam());
        EXPECT_TRUE(recovers(disk, workload))
            << (is_after ? "after" : "before") << " operation " << operation << ", seed " << seed;
      }
    }
  }
}

TEST_P(KeyringCrash, SurvivesACrashWhileItIsOpened) {
  const std::uint64_t operations = operations_of_workload();
  constexpr std::uint64_t kOpeningOperations = 2;
  for (std::uint64_t operation = 0; operation < operations; ++operation) {
    for (std::uint64_t inner = 0; inner < 2 * kOpeningOperations; ++inner) {
      CrashDisk disk(operation * 100 + inner);
      disk.crash_at({.operation = operation, .is_after = true});
      Workload workload(disk);
      ASSERT_FALSE(workload.run());
      disk.restart(GetParam());
      disk.crash_at({.operation = inner / 2, .is_after = inner % 2 == 1});
      for (KeyProvider* provider : {&some_provider(), &other_provider()}) {
        EXPECT_FALSE(Keyring::open(disk, kPlace, *provider).has_value());
      }
      disk.restart(GetParam());
      EXPECT_TRUE(recovers(disk, workload)) << "operation " << operation << ", then " << inner;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryLoss, KeyringCrash, ::testing::ValuesIn(kLosses));

TEST(KeyringCrashControl, ADiskThatLiesAboutSyncsIsNoticed) {
  CrashDisk disk(1);
  disk.lie_about_syncs(true);
  Workload workload(disk);
  ASSERT_TRUE(workload.run());
  disk.restart(Loss::Everything);
  EXPECT_FALSE(recovers(disk, workload));
}

TEST(KeyringCrashControl, EveryFailedOperationLeavesAKeyring) {
  const std::uint64_t operations = operations_of_workload();
  for (const FileError error : {FileError::Full, FileError::Io}) {
    for (std::uint64_t operation = 0; operation < operations; ++operation) {
      CrashDisk disk(operation);
      disk.fail_at(operation, error);
      Workload workload(disk);
      EXPECT_FALSE(workload.run());
      disk.restart(Loss::Everything);
      EXPECT_TRUE(recovers(disk, workload)) << operation;
    }
  }
}

}  // namespace
}  // namespace vitalstream::storage
