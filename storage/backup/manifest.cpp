#include "storage/backup/manifest.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "crypto/sha256.hpp"
#include "json/strict_json.hpp"
#include "storage/backup/limits.hpp"

namespace vitalstream::storage {
namespace {

namespace json = boost::json;

constexpr std::string_view kFormat = "vitalstream-backup-1";

bool is_plain(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
}

// "keyring" or a file right in "db": nothing with which a name could lead elsewhere.
bool is_allowed(std::string_view name) {
  constexpr std::string_view kFolder = "db/";
  if (name == "keyring") {
    return true;
  }
  if (!name.starts_with(kFolder)) {
    return false;
  }
  name.remove_prefix(kFolder.size());
  return !name.empty() && name != "." && name != ".." && std::ranges::all_of(name, is_plain);
}

const json::string* text_in(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_string();
}

std::optional<std::uint64_t> number_in(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  if (member == nullptr || !member->is_int64() || member->get_int64() < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(member->get_int64());
}

std::optional<Hash32> hash_in(const json::object& object, std::string_view name) {
  const json::string* text = text_in(object, name);
  const auto bytes = text == nullptr ? std::nullopt : from_hex(std::string_view(*text));
  if (!bytes || bytes->size() != Hash32{}.size()) {
    return std::nullopt;
  }
  Hash32 hash{};
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

std::optional<BackupFile> file_from(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr || object->size() != 3) {
    return std::nullopt;
  }
  const json::string* name = text_in(*object, "name");
  const auto bytes = number_in(*object, "bytes");
  const auto sha256 = hash_in(*object, "sha256");
  if (name == nullptr || !is_allowed(*name) || !bytes || !sha256) {
    return std::nullopt;
  }
  return BackupFile{std::string(*name), *bytes, *sha256};
}

}  // namespace

std::string describe(const Identity& identity) {
  return "validator " + identity.node.value() + " of chain " + identity.chain.value() +
         " (genesis " + to_hex(identity.genesis.view()) + ")";
}

std::string to_json(const BackupManifest& manifest) {
  json::array files;
  for (const BackupFile& file : manifest.files) {
    files.push_back(json::object{{"name", file.name},
                                 {"bytes", static_cast<std::int64_t>(file.bytes)},
                                 {"sha256", to_hex(file.sha256)}});
  }
  json::object object{{"format", kFormat},
                      {"identity", to_json(manifest.identity)},
                      {"taken", manifest.taken.value()},
                      {"height", static_cast<std::int64_t>(manifest.tip.height.value())},
                      {"block", to_hex(manifest.tip.digest.view())},
                      {"files", std::move(files)}};
  object["sha256"] = to_hex(crypto::sha256(as_bytes(json::serialize(object))));
  return json::serialize(object) + "\n";
}

std::optional<BackupManifest> manifest_from_json(std::string_view text) {
  const auto parsed = parse_strict_json(text, {.bytes_max = kManifestBytesMax});
  const json::object* object = parsed ? parsed->if_object() : nullptr;
  if (object == nullptr || object->size() != 7) {
    return std::nullopt;
  }
  const json::string* format = text_in(*object, "format");
  const json::string* identity_text = text_in(*object, "identity");
  const auto identity = identity_text == nullptr
                            ? std::nullopt
                            : identity_from_json(std::string_view(*identity_text));
  const auto taken = number_in(*object, "taken");
  const auto height = number_in(*object, "height");
  const auto block = hash_in(*object, "block");
  const json::value* files = object->if_contains("files");
  if (format == nullptr || *format != kFormat || !identity || !taken || !height || !block ||
      files == nullptr || !files->is_array() || files->get_array().size() > kManifestFilesMax) {
    return std::nullopt;
  }
  BackupManifest manifest{*identity,
                          UnixMs{static_cast<std::int64_t>(*taken)},
                          {Height{*height}, BlockDigest{*block}},
                          {}};
  for (const json::value& value : files->get_array()) {
    auto file = file_from(value);
    if (!file) {
      return std::nullopt;
    }
    manifest.files.push_back(std::move(*file));
  }
  // There is one way to write it down, and that has a checksum.
  return to_json(manifest) == text ? std::optional(std::move(manifest)) : std::nullopt;
}

}  // namespace vitalstream::storage
