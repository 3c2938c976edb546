#include "crypto/pki/pem_text.hpp"

#include <fstream>
#include <string>

namespace vitalstream::crypto {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
// A bundle of all public authorities has a quarter of it.
constexpr std::size_t kPemBytesMax = 1024 * 1024;

}  // namespace

bool begins_all_blocks(std::string_view pem) {
  for (std::size_t at = pem.find(kBegin); at != std::string_view::npos;
       at = pem.find(kBegin, at + kBegin.size())) {
    if (at != 0 && pem[at - 1] != '\n') {
      return false;
    }
  }
  return true;
}

bool file_begins_all_blocks(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kPemBytesMax, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return begins_all_blocks(text);
}

}  // namespace vitalstream::crypto
