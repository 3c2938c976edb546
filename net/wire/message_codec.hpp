#pragma once
// Each alternative of consensus::Message, field by field. The kind of an alternative is its
// position in the variant plus one; reordering the variant changes the wire (tests/golden/wire).

#include <cstdint>
#include <optional>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/message.hpp"

namespace vitalstream::net {

void write_message(ByteWriter& writer, const consensus::Message& message);

// Nothing for an unknown kind; otherwise the reader tells whether it failed.
[[nodiscard]] std::optional<consensus::Message> read_message(ByteReader& reader, std::uint8_t kind);

}  // namespace vitalstream::net
