// No exception leaves the RPC server: one allocation after the other fails on its thread, and each
// time at most the one connection that needed it ends.

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/integration/rpc_world.hpp"

namespace {

constexpr std::int64_t kNever = -1;

thread_local bool is_rpc_thread = false;
// So many more allocations of the RPC thread succeed; then one fails.
std::atomic<std::int64_t> allocations_left{kNever};

}  // namespace

void* operator new(std::size_t bytes) {
  if (is_rpc_thread && allocations_left.load() > kNever && allocations_left.fetch_sub(1) == 0) {
    throw std::bad_alloc();
  }
  void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace vitalstream::testing {
namespace {

const std::string kInfo = request("ledger_getInfo", "{}");
const std::string kSubmit = request("tx_submit", R"({"tx":"a.b.c"})");
// More places than any of these conversations allocates at.
constexpr std::int64_t kPlacesMax = 2'000;

class RpcMemoryTest : public ::testing::Test {
 protected:
  RpcMemoryTest() {
    world_.post([] { is_rpc_thread = true; });
  }

  // Repeats the conversation, with a failure one place later each time, until none is met.
  void fail_everywhere_in(const std::function<void(RawClient&)>& conversation) {
    std::int64_t place = 0;
    for (bool met = true; met; ++place) {
      ASSERT_LT(place, kPlacesMax);
      RawClient client(world_.port());
      ASSERT_EQ(client.ask(post(kInfo)).status, 200) << place;
      allocations_left = place;
      conversation(client);
      met = allocations_left.exchange(kNever) == kNever;
    }
    EXPECT_GT(place, 2);
  }

  void expect_nothing_left() {
    EXPECT_GT(world_.stats().faults(), 0U);
    EXPECT_EQ(RawClient(world_.port()).ask(post(kInfo)).status, 200);
    EXPECT_TRUE(eventually(
        [this] { return world_.stats().connections() == 0 && world_.stats().in_flight() == 0; }));
  }

  RpcWorld world_;
};

TEST_F(RpcMemoryTest, CutsOneConnectionWhereARequestFindsNoMemory) {
  fail_everywhere_in([](RawClient& client) { static_cast<void>(client.ask(post(kSubmit))); });
  expect_nothing_left();
}

TEST_F(RpcMemoryTest, CutsOneConnectionWhereABatchFindsNoMemory) {
  const std::string batch = "[" + kInfo + "," + kSubmit + "," + request("none", "{}") + "]";
  fail_everywhere_in([&](RawClient& client) { static_cast<void>(client.ask(post(batch))); });
  expect_nothing_left();
}

TEST_F(RpcMemoryTest, CutsOneConnectionWhereAWebSocketFindsNoMemory) {
  const std::string upgrade =
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  fail_everywhere_in([&](RawClient& client) { static_cast<void>(client.ask(upgrade)); });
  expect_nothing_left();
}

TEST_F(RpcMemoryTest, KeepsServingOthersMeanwhile) {
  RawClient other(world_.port());
  ASSERT_EQ(other.ask(post(kInfo)).status, 200);
  fail_everywhere_in([&](RawClient& client) { static_cast<void>(client.ask(post(kInfo))); });
  EXPECT_EQ(other.ask(post(kInfo)).status, 200);
}

}  // namespace
}  // namespace vitalstream::testing
