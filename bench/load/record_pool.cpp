#include "bench/load/record_pool.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "base/base64url.hpp"

namespace vitalstream::bench {
namespace {

// Together more than a block of the database compresses at once.
constexpr std::size_t kRandomRecords = 1024;
constexpr std::size_t kRandomBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kFhirRecordsMax = 4096;
// Beyond this a resource says more about the network's bandwidth than about its rate.
constexpr std::size_t kFhirBytesMax = 64 * 1024;

void add_resource(RecordPool& pool, const boost::json::value& resource) {
  const std::string text = boost::json::serialize(resource);
  if (text.size() <= kFhirBytesMax && pool.size() < kFhirRecordsMax) {
    pool.add(to_bytes(as_bytes(text)));
  }
}

void add_file(RecordPool& pool, const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  boost::json::error_code error;
  const boost::json::value document = boost::json::parse(text.str(), error);
  if (error || !document.is_object()) {
    return;
  }
  const boost::json::value* entries = document.get_object().if_contains("entry");
  if (entries == nullptr || !entries->is_array()) {
    add_resource(pool, document);
    return;
  }
  for (const boost::json::value& entry : entries->get_array()) {
    if (entry.is_object() && entry.get_object().contains("resource")) {
      add_resource(pool, entry.get_object().at("resource"));
    }
  }
}

}  // namespace

void RecordPool::add(Bytes bytes) {
  std::string text = to_base64url(bytes);
  contents_.push_back({std::move(bytes), std::move(text)});
}

const RecordContent& RecordPool::of(std::uint64_t number) const {
  return contents_[number % contents_.size()];
}

RecordPool random_records(std::size_t record_bytes, std::uint64_t seed) {
  RecordPool pool("application/octet-stream");
  std::mt19937_64 random(seed);
  const std::size_t count =
      std::clamp<std::size_t>(kRandomBytesMax / record_bytes, 1, kRandomRecords);
  for (std::size_t i = 0; i < count; ++i) {
    Bytes bytes(record_bytes);
    std::ranges::generate(bytes, [&random] { return static_cast<std::uint8_t>(random()); });
    pool.add(std::move(bytes));
  }
  return pool;
}

Result<RecordPool, std::string> fhir_records(const std::string& folder) {
  RecordPool pool("application/fhir+json");
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    add_file(pool, file);
  }
  if (pool.size() == 0) {
    // A text alone could also become a pool.
    return {boost::system::in_place_error, folder + " holds no FHIR resource in JSON"};
  }
  return pool;
}

}  // namespace vitalstream::bench
