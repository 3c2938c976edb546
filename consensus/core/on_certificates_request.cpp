// C17: certificates by which views were left, from the floor upwards, a bounded number at once and
// to each asker within one retry.
#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const CertificatesRequested& input) {
  activity_.heard(input.from, clock_.now);
  const CertificatesRequest& request = input.request;
  if (request.epoch != epoch() || request.first > request.last) {
    return;
  }
  const std::size_t room =
      std::min(kCertificatesPerAnswerMax, answer_budget_.left(input.from, clock_.now));
  if (room == 0) {
    return;
  }
  std::size_t sent = 0;
  const View floor = certificates_.final_point().view;
  if (request.first <= floor && certificates_.finalization()) {
    send(input.from, *certificates_.finalization());
    ++sent;
  }
  const View first = std::max(request.first, next(floor));
  const View last = std::min(request.last, view_);
  for (View view = last; view >= first && sent < room; view = View{view.value() - 1}) {
    for (Certificate& exit : certificates_.exits(view)) {
      send(input.from, std::move(exit));
      ++sent;
    }
  }
  answer_budget_.spend(input.from, sent, clock_.now);
}

}  // namespace vitalstream::consensus
