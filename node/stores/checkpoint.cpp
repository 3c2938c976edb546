#include "node/stores/checkpoint.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/hex.hpp"
#include "base/result.hpp"

namespace vitalstream::node {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

SetupFailure failure(const fs::path& path, const std::string& reason) {
  return {"checkpoint " + path.string() + ": " + reason};
}

// A checkpoint holds what was committed before it was begun; the tip is read first, so that it is
// never ahead.
Result<void, SetupFailure> write_tip(const fs::path& path, const storage::Database& database) {
  const auto tip = database.latest().tip();
  if (!tip) {
    return failure(path, std::string(storage::to_string(tip.error())));
  }
  const storage::Tip at = tip->value_or(storage::Tip{});
  const json::object object{{"height", static_cast<std::int64_t>(at.height.value())},
                            {"block", to_hex(at.digest.view())}};
  std::ofstream file(path);
  file << json::serialize(object) << "\n";
  return file.flush() ? Result<void, SetupFailure>()
                      : Result<void, SetupFailure>(failure(path, "cannot be written"));
}

}  // namespace

fs::path checkpoint_path(const fs::path& data_dir) { return data_dir / "checkpoint"; }

Result<void, SetupFailure> make_checkpoint(const fs::path& data_dir,
                                           const storage::Database& database) {
  const fs::path place = checkpoint_path(data_dir);
  fs::path unfinished = place;
  unfinished += ".part";
  std::error_code error;
  fs::remove_all(unfinished, error);
  if (!error) {
    fs::remove_all(place, error);
  }
  if (!error) {
    fs::create_directory(unfinished, error);
  }
  if (error) {
    return failure(unfinished, error.message());
  }
  VS_RETURN_IF_ERROR(write_tip(unfinished / "tip.json", database));
  // The keyring last: a generation is in it before the first file that is written with it.
  if (const auto made = database.checkpoint(unfinished / "db"); !made) {
    return failure(unfinished, std::string(storage::to_string(made.error())));
  }
  fs::copy_file(data_dir / "keyring", unfinished / "keyring", error);
  if (!error) {
    fs::rename(unfinished, place, error);
  }
  return error ? Result<void, SetupFailure>(failure(place, error.message()))
               : Result<void, SetupFailure>();
}

std::optional<storage::Tip> read_checkpoint_tip(const fs::path& checkpoint) {
  std::ifstream file(checkpoint / "tip.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  json::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* object = error ? nullptr : value.if_object();
  const json::value* height = object == nullptr ? nullptr : object->if_contains("height");
  const json::value* block = object == nullptr ? nullptr : object->if_contains("block");
  if (height == nullptr || !height->is_int64() || block == nullptr || !block->is_string()) {
    return std::nullopt;
  }
  const auto bytes = from_hex(std::string_view(block->get_string()));
  const auto digest = bytes ? consensus::BlockDigest::from(*bytes) : std::nullopt;
  if (!digest) {
    return std::nullopt;
  }
  return storage::Tip{storage::Height{static_cast<std::uint64_t>(height->get_int64())}, *digest};
}

}  // namespace vitalstream::node
