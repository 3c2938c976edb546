#include "consensus/core/journal_record.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;

VS_FUZZ_TARGET(input) {
  ByteReader reader{input};
  const auto record = consensus::read_journal_record(reader);
  if (reader.finished()) {
    ByteWriter writer;
    consensus::write_journal_record(writer, record);
    VS_ASSERT(equal(writer.bytes(), input));
  }
}
