// C17: certificates by which views were left, from the floor upwards, a bounded number at once.
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
  const View floor = certificates_.final_point().view;
  if (request.first <= floor && certificates_.finalization()) {
    send(input.from, *certificates_.finalization());
  }
  const View first = std::max(request.first, next(floor));
  const View last = std::min(request.last, view_);
  std::size_t sent = 0;
  for (View view = last; view >= first && sent < kCertificatesPerAnswerMax;
       view = View{view.value() - 1}) {
    for (Certificate& exit : certificates_.exits(view)) {
      send(input.from, std::move(exit));
      ++sent;
    }
  }
}

}  // namespace vitalstream::consensus
