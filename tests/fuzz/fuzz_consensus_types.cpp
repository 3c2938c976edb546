#include "consensus/types/codec.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;
using namespace vitalstream::consensus;

namespace {

template <class T>
void check(T (*read)(ByteReader&), void (*write)(ByteWriter&, const T&), ByteView bytes) {
  ByteReader reader{bytes};
  const T value = read(reader);
  if (reader.finished()) {
    ByteWriter writer;
    write(writer, value);
    VS_ASSERT(equal(writer.bytes(), bytes));
  }
}

}  // namespace

VS_FUZZ_TARGET(input) {
  const auto [number, bytes] = fuzz::choice_of(input);
  switch (number % 11) {
    case 0:
      return check(read_block, write_block, bytes);
    case 1:
      return check(read_vote, write_vote, bytes);
    case 2:
      return check(read_certificate, write_certificate, bytes);
    case 3:
      return check(read_signed_batch_header, write_signed_batch_header, bytes);
    case 4:
      return check(read_evidence, write_evidence, bytes);
    case 5:
      return check(read_public_key, write_public_key, bytes);
    case 6:
      return check(read_subject, write_subject, bytes);
    case 7:
      return check(read_question, write_question, bytes);
    case 8:
      return check(read_answer, write_answer, bytes);
    case 9:
      return check(read_over, write_over, bytes);
    default:
      return check(read_batch_ref, write_batch_ref, bytes);
  }
}
