#include "crypto/provider/detached_backend.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using testing::error_of;
using testing::ScriptedBackend;

Deadline in(Milliseconds time) { return std::chrono::steady_clock::now() + time; }

// A backend that hangs while a test holds the door.
struct Hanging {
  explicit Hanging(std::size_t threads_max) {
    auto scripted = std::make_unique<ScriptedBackend>(SignatureAlgorithm::Ed25519);
    scripted->on_sign = [this](ByteView message) -> ProviderResult<Signature> {
      ++asked;
      {
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
      }
      if (message[0] == 'h') {
        door.wait();
      }
      return Signature(64);
    };
    auto opened = open_detached_backend(
        [made = std::make_shared<std::unique_ptr<KeyBackend>>(std::move(scripted))](
            Deadline) -> ProviderResult<std::unique_ptr<KeyBackend>> { return std::move(*made); },
        threads_max, in(10s));
    EXPECT_TRUE(opened.has_value());
    backend = *std::move(opened);
  }
  ProviderResult<Signature> sign(std::string_view message, Deadline deadline) const {
    return backend->ask_signature(as_bytes(message), deadline);
  }

  std::latch door{1};
  std::atomic<unsigned> asked = 0;
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::unique_ptr<KeyBackend> backend;
};

TEST(DetachedBackend, AnswersPassAsTheyAre) {
  Hanging hanging(2);
  EXPECT_EQ(hanging.backend->name(), "scripted");
  EXPECT_TRUE(hanging.backend->check_health(in(10s)).has_value());
  EXPECT_TRUE(hanging.sign("vote", in(10s)).has_value());
  const SecretBytes key = SecretBytes::copy_of(Bytes(32, 7));
  const auto blob = hanging.backend->ask_wrap(key, Hash32{}, in(10s));
  ASSERT_TRUE(blob.has_value());
  const auto back = hanging.backend->ask_unwrap(*blob, Hash32{}, in(10s));
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(equal_secrets(back->view(), key.view()));
  EXPECT_TRUE(hanging.sign("vote", Deadline::max()).has_value());
}

TEST(DetachedBackend, WhoeverAsksLeavesAtTheDeadline) {
  Hanging hanging(2);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(error_of(hanging.sign("hang", begun + 20ms)), ProviderError::Unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  EXPECT_TRUE(hanging.sign("vote", in(10s)).has_value()) << "the other thread is free";
  hanging.door.count_down();
}

TEST(DetachedBackend, WhatWasNotBegunInTimeIsNeverDone) {
  Hanging hanging(1);
  EXPECT_EQ(error_of(hanging.sign("hang", in(20ms))), ProviderError::Unavailable);
  EXPECT_EQ(error_of(hanging.sign("late", in(20ms))), ProviderError::Unavailable);
  hanging.door.count_down();
  EXPECT_TRUE(hanging.sign("vote", in(10s)).has_value());
  EXPECT_EQ(hanging.asked, 2U);
}

TEST(DetachedBackend, WhoeverAsksAloneIsAlwaysServedByTheSameThread) {
  Hanging hanging(4);
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(hanging.sign("vote", in(10s)).has_value());
  }
  EXPECT_EQ(hanging.threads.size(), 1U);
  EXPECT_FALSE(hanging.threads.contains(std::this_thread::get_id()));
}

TEST(DetachedBackend, MoreCallersThanThreadsAreAllServed) {
  Hanging hanging(2);
  std::atomic<int> good = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int k = 0; k < 50; ++k) {
        good += hanging.sign("vote", in(10s)).has_value() ? 1 : 0;
      }
    });
  }
  for (auto& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(good, 400);
  EXPECT_LE(hanging.threads.size(), 2U);
}

TEST(DetachedBackend, OneThatHangsWhileItOpensIsUnavailable) {
  const auto door = std::make_shared<std::latch>(1);
  const auto opened = open_detached_backend(
      [door](Deadline) -> ProviderResult<std::unique_ptr<KeyBackend>> {
        door->wait();
        return refused("too late");
      },
      1, in(20ms));
  EXPECT_EQ(error_of(opened), ProviderError::Unavailable);
  door->count_down();
}

TEST(DetachedBackend, AReasonNotToOpenIsPassedOn) {
  const auto opened = open_detached_backend(
      [](Deadline) -> ProviderResult<std::unique_ptr<KeyBackend>> { return refused("no key"); }, 1,
      in(10s));
  ASSERT_EQ(error_of(opened), ProviderError::Refused);
  EXPECT_EQ(opened.error().reason, "no key");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
