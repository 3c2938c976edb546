// What stands between a halted validator and its next vote is read from a file in clear.
#include "fuzz_input.hpp"
#include "storage/halt_note.hpp"
#include "storage/limits.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const auto note = halt_note_from_json(as_text(input));
  if (note && note->halt.reason.size() <= kHaltReasonBytesMax) {
    VS_ASSERT(halt_note_from_json(to_json(*note)) == *note);
  }
}
