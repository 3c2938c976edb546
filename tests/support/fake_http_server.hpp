#pragma once
// FakeHttpServer: an HTTP server on loopback that answers as a test's handler says, and misbehaves
// as it says: late, slowly, too much, not at all. One thread per connection; the handler is called
// on them, one call at a time.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "tests/support/test_pki.hpp"

namespace vitalstream::testing {

struct FakeRequest {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct FakeReply {
  int status = 200;
  std::string body = {};
  std::map<std::string, std::string> headers = {};
  // Sent as it is, in place of all the above.
  std::optional<std::string> raw = {};
  std::chrono::milliseconds delay{0};
  // Before each byte of the body.
  std::chrono::milliseconds drip{0};
  // The connection is closed without (or after) the answer.
  bool cut = false;
  bool close_after = false;
};

// What a fake service answers in place of what it would: set by a test while the server's threads
// ask it, one of whom may still be answering a client that has gone.
class Interceptor {
 public:
  using Function = std::function<std::optional<FakeReply>(const FakeRequest&)>;

  Interceptor& operator=(Function function);
  [[nodiscard]] std::optional<FakeReply> operator()(const FakeRequest& request);

 private:
  std::mutex mutex_;
  Function function_;
};

class FakeHttpServer {
 public:
  using Handler = std::function<FakeReply(const FakeRequest&)>;

  // With a certificate: TLS. Port 0: any that is free.
  explicit FakeHttpServer(Handler handler, const std::optional<PemPair>& tls = std::nullopt,
                          std::uint16_t port = 0);
  ~FakeHttpServer();

  // "https://localhost:40123"
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] unsigned connections() const;
  [[nodiscard]] unsigned requests() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vitalstream::testing
