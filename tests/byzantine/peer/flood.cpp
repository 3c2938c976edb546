#include "tests/byzantine/peer/flood.hpp"

#include <memory>

namespace vitalstream::byzantine {

void Flood::on_turn(Liar& liar) {
  while (has_room(liar) && pace_.take()) {
    const Bytes message = next_message_(liar);
    if (message.empty()) {
      return;
    }
    if (target_ == Target::All) {
      liar.send_bytes_to_all(message);
    } else {
      liar.send_bytes(0, message);
    }
  }
}

bool Flood::has_room(const Liar& liar) const {
  if (target_ == Target::One) {
    return liar.has_room(0);
  }
  bool anybody = false;
  for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
    if (liar.is_up(victim) && !liar.has_room(victim)) {
      return false;
    }
    anybody = anybody || liar.is_up(victim);
  }
  return anybody;
}

Row flood_row(std::string_view name, std::string_view does, double per_second, Target target,
              std::function<NextMessage()> make_next) {
  return {name, does, per_second, [target, make_next = std::move(make_next)](double rate) {
            return std::make_unique<Flood>(rate, target, make_next());
          }};
}

Row flood_row(std::string_view name, std::string_view does, double per_second, Target target,
              Bytes (*next_message)(Liar&)) {
  return flood_row(name, does, per_second, target,
                   [next_message] { return NextMessage(next_message); });
}

Bytes encode(const consensus::Message& message) { return net::encode_message(message, {}); }

}  // namespace vitalstream::byzantine
