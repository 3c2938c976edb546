#pragma once
// What libarchive gives, freed when it goes. A reader or a writer; one thread.

#include <memory>

struct archive;

namespace vitalstream::storage {

struct ArchiveCloser {
  void operator()(archive* handle) const;
};
using ArchiveHandle = std::unique_ptr<archive, ArchiveCloser>;

}  // namespace vitalstream::storage
