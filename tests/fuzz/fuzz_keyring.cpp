// The keyring file and, by the first byte, what is encrypted in it.
#include "fuzz_input.hpp"
#include "storage/keyring/keyring_contents.hpp"
#include "storage/keyring/keyring_file.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

static void fuzz_contents(ByteView input) {
  const auto contents = decode_contents(input);
  if (contents) {
    VS_ASSERT(equal(encode_contents(*contents).view(), input));
  }
}

static void fuzz_file(ByteView input) {
  const auto sections = read_keyring_file(input);
  if (!sections) {
    VS_ASSERT(!describe(sections.error()).empty());
    return;
  }
  Bytes rewritten = begin_keyring_file(sections->header);
  VS_ASSERT(equal(rewritten, sections->bound));
  append_encrypted_keys(rewritten, sections->nonce, sections->encrypted);
  VS_ASSERT(equal(rewritten, sections->signed_part));
  append_keyring_signature(rewritten, sections->signature);
  VS_ASSERT(equal(rewritten, input));
}

VS_FUZZ_TARGET(input) {
  const fuzz::Choice choice = fuzz::choice_of(input);
  if (choice.number % 2 == 0) {
    fuzz_file(choice.rest);
  } else {
    fuzz_contents(choice.rest);
  }
}
