#include "consensus/core/commitments.hpp"

#include <algorithm>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::consensus {

Commitments::Commitments(std::size_t validators, const Hash32& secret, Duration hold)
    : secret_(secret), hold_(hold), about_(validators) {}

void Commitments::restore(ValidatorIndex validator, const ProcessDigest& process, bool is_over) {
  about_[validator.value()].given = Given{process, is_over, Instant{}};
}

void Commitments::start(Instant now, Memory memory) {
  started_ = now;
  memory_ = memory;
  for (About& about : about_) {
    if (about.given) {
      about.given->at = now;
    }
  }
}

Mark Commitments::mark(ValidatorIndex validator) const {
  ByteWriter writer;
  writer.raw(secret_);
  writer.u16(validator.value());
  writer.u64(about_[validator.value()].count);
  const Hash32 hash = crypto::sha256(writer.bytes());
  ByteReader reader(hash);
  return Mark{std::max<std::uint64_t>(reader.u64(), 1)};
}

bool Commitments::may_commit(ValidatorIndex validator, const ProcessDigest& process, Mark named,
                             Instant now) const {
  if (named != mark(validator)) {
    return false;
  }
  const auto& given = about_[validator.value()].given;
  if (!given) {
    return memory_ == Memory::Whole || now - started_ >= hold_;
  }
  if (given->process == process) {
    return !given->is_over;
  }
  return given->is_over || now - given->at >= hold_;
}

bool Commitments::commit(ValidatorIndex validator, const ProcessDigest& process, Instant now) {
  About& about = about_[validator.value()];
  const bool is_another = !about.given || about.given->process != process;
  about.given = Given{process, false, now};
  about.count += 1;
  return is_another;
}

bool Commitments::end(ValidatorIndex validator, const ProcessDigest& process) {
  auto& given = about_[validator.value()].given;
  if (!given || given->process != process || given->is_over) {
    return false;
  }
  given->is_over = true;
  return true;
}

const std::optional<Commitments::Given>& Commitments::given(ValidatorIndex validator) const {
  return about_[validator.value()].given;
}

bool Commitments::is_to(ValidatorIndex validator, const ProcessDigest& process) const {
  const auto& given = about_[validator.value()].given;
  return given && given->process == process && !given->is_over;
}

}  // namespace vitalstream::consensus
