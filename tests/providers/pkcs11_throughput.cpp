// Signatures per second through SoftHSM2: bare Cryptoki calls, the session pool, and the provider
// with its check of every signature; and the processor time of each, which is true on a busy
// machine, too. A measurement, run by hand.
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

#include "crypto/provider/key_provider.hpp"
#include "crypto/provider/pkcs11/pkcs11_backend.hpp"
#include "crypto/provider/pkcs11/token_session.hpp"
#include "crypto/sha256.hpp"
#include "tests/providers/soft_token.hpp"

using namespace vitalstream;
using namespace vitalstream::crypto;
using namespace vitalstream::crypto::provider;

namespace {

constexpr std::chrono::seconds kLength{2};

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

void compare(const vitalstream::testing::SoftToken& token, const char* key, unsigned threads) {
  const Bytes message(200, 0x42);
  auto options = token.options(key);
  options.sessions_max = threads;
  Cryptoki& cryptoki = **Cryptoki::load(options.module);
  TokenDoor door(cryptoki, {*Pkcs11Uri::parse(options.key), std::nullopt, options.pin});
  const bool is_p256 = std::string_view(key) == "p256";
  const Rate bare = measure(threads, [&] { return bare_call(cryptoki, door, is_p256); });
  auto backend = *open_pkcs11_backend(options, Deadline::max());
  const Rate pooled = measure(threads, [&] {
    return [&] { static_cast<void>(backend->ask_signature(message, Deadline::max())); };
  });
  KeyProvider provider(std::move(backend));
  const Rate checked = measure(threads, [&] {
    return [&] {
      static_cast<void>(provider.sign(provider.public_key().algorithm, message, Deadline::max()));
    };
  });
  std::printf(
      "%-8s %u threads: bare %8.0f/s %6.1f us   pool %8.0f/s %6.1f us (%.1f %%)   verified %8.0f/s "
      "%6.1f us\n",
      key, threads, bare.per_second, bare.cpu_us, pooled.per_second, pooled.cpu_us,
      100 * pooled.per_second / bare.per_second, checked.per_second, checked.cpu_us);
}

}  // namespace

int main() {
  const vitalstream::testing::SoftToken token;
  for (const char* key : {"p256", "ed25519"}) {
    for (const unsigned threads : {1U, 8U}) {
      compare(token, key, threads);
    }
  }
}
