// Signatures per second through SoftHSM2: bare Cryptoki calls, the session pool, the pool with
// deadlines as the node has it, and that with the check of every signature; and the processor time
// of each, which is true on a busy machine, too. A measurement, run by hand.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

#include "crypto/provider/detached_backend.hpp"
#include "crypto/provider/key_provider.hpp"
#include "crypto/provider/pkcs11/pkcs11_backend.hpp"
#include "crypto/provider/pkcs11/token_session.hpp"
#include "crypto/sha256.hpp"
#include "tests/providers/soft_token.hpp"

using namespace vitalstream;
using namespace vitalstream::crypto;
using namespace vitalstream::crypto::provider;

namespace {

constexpr std::chrono::milliseconds kLength{100};
constexpr unsigned kRounds = 21;
constexpr std::chrono::seconds kDeadline{2};

struct Rate {
  double per_second = 0;
  double cpu_us = 0;
};

double cpu_us_so_far() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

// `make()` gives each thread what it calls over and over.
Rate measure(unsigned threads, const std::function<std::function<void()>()>& make) {
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> running;
  const auto begun = std::chrono::steady_clock::now();
  const double cpu_begun = cpu_us_so_far();
  for (unsigned i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      const auto call = make();
      while (!stop) {
        call();
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(kLength);
  stop = true;
  for (auto& thread : running) {
    thread.join();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const auto count = static_cast<double>(done);
  return {count / took.count(), (cpu_us_so_far() - cpu_begun) / count};
}

std::function<void()> bare_call(Cryptoki& cryptoki, TokenDoor& door, bool is_p256) {
  auto opened = door.open(Deadline::max());
  if (!opened) {
    std::abort();
  }
  std::shared_ptr<TokenSession> session(std::move(*opened));
  CK_FUNCTION_LIST* functions = cryptoki.use(Deadline::max())->operator->();
  return [session, functions, is_p256] {
    Bytes input(200, 0x42);
    if (is_p256) {
      input = to_bytes(sha256(input));
    }
    CK_MECHANISM mechanism{is_p256 ? CKM_ECDSA : CKM_EDDSA, nullptr, 0};
    Bytes signature(64);
    CK_ULONG size = 64;
    if (functions->C_SignInit(session->handle(), &mechanism, session->signing) != CKR_OK ||
        functions->C_Sign(session->handle(), input.data(), input.size(), signature.data(), &size) !=
            CKR_OK) {
      std::abort();
    }
  };
}

// Bare, pooled, detached, verified: one of each, one after the other, so that a machine that is
// faster at times is so to all of them.
struct Round {
  Rate bare;
  Rate pool;
  Rate detached;
  Rate verified;
};

std::unique_ptr<KeyBackend> open_detached(const Pkcs11Options& options) {
  return *open_detached_backend(
      [options](Deadline until) { return open_pkcs11_backend(options, until); },
      options.sessions_max, Deadline::max());
}

Rate measure_backend(unsigned threads, KeyBackend& backend) {
  const Bytes message(200, 0x42);
  return measure(threads, [&] {
    return [&] {
      if (!backend.ask_signature(message, system_call_clock().now() + kDeadline)) {
        std::abort();
      }
    };
  });
}

Rate measure_verified(unsigned threads, std::unique_ptr<KeyBackend> backend) {
  const Bytes message(200, 0x42);
  KeyProvider provider(std::move(backend));
  const auto algorithm = provider.public_key().algorithm;
  return measure(threads, [&] {
    return [&] {
      if (!provider.sign(algorithm, message, system_call_clock().now() + kDeadline)) {
        std::abort();
      }
    };
  });
}

Round measure_round(const Pkcs11Options& options, bool is_p256) {
  const auto threads = static_cast<unsigned>(options.sessions_max);
  Cryptoki& cryptoki = **Cryptoki::load(options.module);
  TokenDoor door(cryptoki, {*Pkcs11Uri::parse(options.key), std::nullopt, options.pin});
  Round round;
  round.bare = measure(threads, [&] { return bare_call(cryptoki, door, is_p256); });
  round.pool = measure_backend(threads, **open_pkcs11_backend(options, Deadline::max()));
  round.detached = measure_backend(threads, *open_detached(options));
  round.verified = measure_verified(threads, open_detached(options));
  return round;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void print(const char* what, const std::vector<Round>& rounds, Rate Round::*kind) {
  std::vector<double> rates;
  std::vector<double> shares;
  std::vector<double> cpu;
  for (const Round& round : rounds) {
    rates.push_back((round.*kind).per_second);
    shares.push_back(100 * (round.*kind).per_second / round.bare.per_second);
    cpu.push_back((round.*kind).cpu_us);
  }
  const auto [low, high] = std::ranges::minmax(shares);
  std::printf("  %-9s %7.0f/s  %6.1f us of processor time  %5.1f %% of bare (%.1f to %.1f)\n", what,
              median(rates), median(cpu), median(shares), low, high);
}

void compare(const vitalstream::testing::SoftToken& token, const char* key, unsigned threads) {
  auto options = token.options(key);
  options.sessions_max = threads;
  std::vector<Round> rounds;
  for (unsigned i = 0; i < kRounds; ++i) {
    rounds.push_back(measure_round(options, std::string_view(key) == "p256"));
  }
  std::printf("%s, %u at once; medians of %u\n", key, threads, kRounds);
  print("bare", rounds, &Round::bare);
  print("pool", rounds, &Round::pool);
  print("detached", rounds, &Round::detached);
  print("verified", rounds, &Round::verified);
}

}  // namespace

int main() {
  const vitalstream::testing::SoftToken token;
  for (const char* key : {"p256", "ed25519"}) {
    for (const unsigned threads : {1U, 2U, 8U}) {
      compare(token, key, threads);
    }
  }
}
