#include <algorithm>

#include "encrypted_file.hpp"
#include "fuzz_input.hpp"
#include "storage/encrypted_fs/file_header.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const ByteView beginning = input.first(std::min(input.size(), kFileHeaderBytes));
  const bool is_unfinished = is_unfinished_header(beginning, input.size());
  const auto header = decode_file_header(input);
  if (!header) {
    static_cast<void>(to_string(header.error()));
    return;
  }
  VS_ASSERT(!is_unfinished);
  const DataKey key = fuzz::encrypted_file_key();
  if (authenticate_file_header(input, *header, *key)) {
    VS_ASSERT(equal(encode_file_header(*header, *key), beginning));
  }
}
