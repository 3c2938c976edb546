#pragma once
// What one step of load is to be: the command line of vitalstream-load.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "bench/load/send_schedule.hpp"

namespace vitalstream::bench {

// How long after signing began the first transactions expire; the chain allows ten minutes.
inline constexpr std::int64_t kExpirySeconds = 570;
// What remains is enough to be sent and answered, also in a second phase that is slower.
inline constexpr double kSigningSecondsMax = 480;
inline constexpr unsigned kInFlightPerConnection = 64;  // the server's limit (net/rpc/limits.hpp)

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

struct LoadOptions {
  std::vector<Endpoint> validators;
  std::string clients_file;
  std::string chain;
  double rate = 500;
  double warmup_seconds = 5;
  double duration_seconds = 60;
  // What is offered once the measured part is over, to see how the network recovers.
  double after_rate = 0;
  double after_seconds = 0;
  ArrivalKind kind = ArrivalKind::Poisson;
  std::size_t record_bytes = 256;
  std::string fhir_folder;  // empty: random records of `record_bytes`
  std::size_t keys = 1000;
  unsigned connections = 64;  // per validator
  std::string mode = "committed";
  bool receipt = false;
  double drain_seconds = 15;
  std::size_t verify_max = 20'000;
  std::uint64_t seed = 1;

  [[nodiscard]] double measured_until() const { return warmup_seconds + duration_seconds; }
};

// The options, or the exit status of a program that has nothing to do (help, wrong usage).
[[nodiscard]] std::variant<LoadOptions, int> parse_options(int argc, const char* const* argv);

}  // namespace vitalstream::bench
