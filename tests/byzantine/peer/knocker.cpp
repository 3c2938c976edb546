#include "tests/byzantine/peer/knocker.hpp"

#include <algorithm>

namespace vitalstream::byzantine {

std::size_t Knocker::count(Liar::Victim victim) const {
  return static_cast<std::size_t>(
      std::ranges::count(opened_, victim, [](const Opened& one) { return one.victim; }));
}

void Knocker::on_turn(Liar& liar) {
  while (pace_.take()) {
    for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
      if (count(victim) < knock_.connections_max) {
        opened_.push_back({liar.dial(victim), victim, steady_ms(), false});
      }
    }
  }
  for (Opened& one : opened_) {
    advance(liar, one);
  }
  std::erase_if(opened_, [&](const Opened& one) {
    return one.connection->state() == Connection::State::Closed ||
           steady_ms() - one.since_ms > knock_.keep_ms;
  });
}

void Knocker::advance(Liar& liar, Opened& one) const {
  one.connection->advance();
  if (one.connection->is_open() && !one.has_spoken) {
    one.has_spoken = true;
    one.connection->throttle(knock_.bytes_per_second);
    if (knock_.say) {
      one.connection->send(knock_.say(liar, one.victim));
    }
    if (!knock_.reads) {
      one.connection->stop_reading();
    }
  }
  static_cast<void>(liar.take_messages(*one.connection));
}

Row knock_row(std::string_view name, std::string_view does, double per_second, Knock knock) {
  return {name, does, per_second, [knock = std::move(knock)](double rate) {
            return std::make_unique<Knocker>(rate, knock);
          }};
}

}  // namespace vitalstream::byzantine
