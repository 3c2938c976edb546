#pragma once
// One sample of every peer message, with no field at its default, for the codec's tests.

#include <vector>

#include "consensus/types/message.hpp"

namespace vitalstream::net::samples {

[[nodiscard]] consensus::SignedBatchHeader batch_header(std::uint32_t body_bytes);
[[nodiscard]] std::vector<consensus::Message> every_message();

}  // namespace vitalstream::net::samples
