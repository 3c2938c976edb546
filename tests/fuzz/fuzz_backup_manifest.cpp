// The one file of a backup that is not authenticated before it is read.
#include <algorithm>

#include "fuzz_input.hpp"
#include "storage/backup/manifest.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const auto manifest = manifest_from_json(as_text(input));
  if (!manifest) {
    return;
  }
  for (const BackupFile& file : manifest->files) {
    VS_ASSERT(file.name.find("..") == std::string::npos || file.name.find('/') == 2);
    VS_ASSERT(file.name.front() != '/' && std::ranges::count(file.name, '/') <= 1);
  }
  VS_ASSERT(manifest_from_json(to_json(*manifest)) == *manifest);
}
