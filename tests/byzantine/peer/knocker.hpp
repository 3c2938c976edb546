#pragma once
// Knocker: a behaviour that opens connections of its own again and again, says the same wrong thing
// on each, keeps it for a while, and closes it. It has no session otherwise.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "tests/byzantine/peer/behaviour.hpp"
#include "tests/byzantine/peer/pace.hpp"

namespace vitalstream::byzantine {

struct Knock {
  // What is sent once TLS is up; nothing: silence.
  std::function<Bytes(Liar& liar, Liar::Victim victim)> say{};
  std::int64_t keep_ms = 1'000;
  // At one time, to each victim.
  std::size_t connections_max = 8;
  std::size_t bytes_per_second = 0;  // 0: as fast as it goes
  bool reads = true;
  bool keeps_sessions = false;  // the honest session goes on beside it
};

class Knocker final : public Behaviour {
 public:
  Knocker(double per_second, Knock knock) : pace_(per_second), knock_(std::move(knock)) {}

  [[nodiscard]] Manners manners() const override {
    return {knock_.keeps_sessions, knock_.keeps_sessions, knock_.keeps_sessions};
  }
  void on_turn(Liar& liar) override;

 private:
  struct Opened {
    std::unique_ptr<Connection> connection;
    Liar::Victim victim = 0;
    std::int64_t since_ms = 0;
    bool has_spoken = false;
  };

  [[nodiscard]] std::size_t count(Liar::Victim victim) const;
  void advance(Liar& liar, Opened& one) const;

  Pace pace_;
  Knock knock_;
  std::vector<Opened> opened_;
};

// `per_second`: connections to each victim.
[[nodiscard]] Row knock_row(std::string_view name, std::string_view does, double per_second,
                            Knock knock);

}  // namespace vitalstream::byzantine
