// C17: certificates by which views were left, from the floor upwards, a bounded number at once and
// to each asker within one retry.
#include "consensus/core/on_certificates_request.hpp"

#include <algorithm>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void OnCertificatesRequest::on(const CertificatesRequested& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  const CertificatesRequest& request = input.request;
  if (request.epoch != sees_.options.epoch() || request.first > request.last) {
    return;
  }
  const std::size_t room =
      std::min(kCertificatesPerAnswerMax, sees_.peers.answers_left(input.from, sees_.step.now()));
  if (room == 0) {
    return;
  }
  std::size_t sent = 0;
  const View floor = sees_.certificates.final_point().view;
  if (request.first <= floor && sees_.certificates.finalization()) {
    sees_.step.send(input.from, *sees_.certificates.finalization());
    ++sent;
  }
  const View first = std::max(request.first, next(floor));
  const View last = std::min(request.last, sees_.view.number());
  for (View view = last; view >= first && sent < room; view = View{view.value() - 1}) {
    for (Certificate& exit : sees_.certificates.exits(view)) {
      sees_.step.send(input.from, std::move(exit));
      ++sent;
    }
  }
  sees_.peers.spend_answers(input.from, sent, sees_.step.now());
}

}  // namespace vitalstream::consensus
