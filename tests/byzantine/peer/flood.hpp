#pragma once
// Flood: a behaviour that says one kind of message again and again at a rate, to one victim or to
// all, and is otherwise honest.

#include <functional>
#include <utility>

#include "tests/byzantine/peer/behaviour.hpp"
#include "tests/byzantine/peer/pace.hpp"

namespace vitalstream::byzantine {

enum class Target { One, All };

// The next message, as bytes; empty: there is nothing to say yet.
using NextMessage = std::function<Bytes(Liar& liar)>;

class Flood final : public Behaviour {
 public:
  Flood(double per_second, Target target, NextMessage next_message)
      : pace_(per_second), target_(target), next_message_(std::move(next_message)) {}

  void on_turn(Liar& liar) override;

 private:
  [[nodiscard]] bool has_room(const Liar& liar) const;

  Pace pace_;
  Target target_;
  NextMessage next_message_;
};

// A row whose behaviour is a flood. `make_next` makes the maker of messages anew for each run.
[[nodiscard]] Row flood_row(std::string_view name, std::string_view does, double per_second,
                            Target target, std::function<NextMessage()> make_next);

// Where the maker keeps nothing from one message to the next.
[[nodiscard]] Row flood_row(std::string_view name, std::string_view does, double per_second,
                            Target target, Bytes (*next_message)(Liar&));

[[nodiscard]] Bytes encode(const consensus::Message& message);

}  // namespace vitalstream::byzantine
