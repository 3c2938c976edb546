#include "ledger/receipt/document_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/base64url.hpp"

namespace vitalstream::ledger {
namespace {

namespace json = boost::json;
using Code = ReceiptErrorCode;

std::optional<Hash32> hash_from(const json::value& value) {
  const json::string* text = value.if_string();
  const auto bytes = text == nullptr ? std::nullopt : from_base64url({text->data(), text->size()});
  if (!bytes || bytes->size() != kDigestBytes) {
    return std::nullopt;
  }
  Hash32 hash;
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

}  // namespace

DocumentReader::DocumentReader(const json::value& value, std::string path,
                               std::optional<ReceiptError>& error,
                               std::initializer_list<std::string_view> names,
                               std::string_view optional)
    : object_(value.if_object()), path_(std::move(path)), error_(&error) {
  if (object_ == nullptr) {
    refuse(Code::BadMember, "");
    return;
  }
  for (const json::key_value_pair& pair : *object_) {
    const std::string_view name(pair.key().data(), pair.key().size());
    if (std::ranges::find(names, name) == names.end() && (optional.empty() || name != optional)) {
      refuse(Code::MemberUnknown, name);
    }
  }
  for (const std::string_view name : names) {
    if (!object_->contains({name.data(), name.size()})) {
      refuse(Code::MemberMissing, name);
    }
  }
}

std::string DocumentReader::path_of(std::string_view name) const {
  if (path_.empty() || name.empty()) {
    return path_ + std::string(name);
  }
  return path_ + "." + std::string(name);
}

void DocumentReader::refuse(ReceiptErrorCode code, std::string_view name) {
  if (!*error_) {
    *error_ = ReceiptError{code, path_of(name)};
  }
}

const json::value* DocumentReader::member(std::string_view name) const {
  return object_ == nullptr ? nullptr : object_->if_contains({name.data(), name.size()});
}

std::string_view DocumentReader::text(std::string_view name) {
  const json::value* value = member(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr) {
    refuse(Code::BadMember, name);
    return {};
  }
  return {text->data(), text->size()};
}

std::uint64_t DocumentReader::number(std::string_view name, std::uint64_t most) {
  const json::value* value = member(name);
  const std::int64_t* number = value == nullptr ? nullptr : value->if_int64();
  if (number == nullptr || *number < 0 || static_cast<std::uint64_t>(*number) > most) {
    refuse(Code::BadMember, name);
    return 0;
  }
  return static_cast<std::uint64_t>(*number);
}

Bytes DocumentReader::bytes(std::string_view name) {
  auto bytes = from_base64url(text(name));
  if (!bytes) {
    refuse(Code::BadMember, name);
    return {};
  }
  return std::move(*bytes);
}

Hash32 DocumentReader::hash(std::string_view name) {
  const json::value* value = member(name);
  const auto hash = value == nullptr ? std::nullopt : hash_from(*value);
  if (!hash) {
    refuse(Code::BadMember, name);
  }
  return hash.value_or(Hash32{});
}

std::vector<Hash32> DocumentReader::hashes(std::string_view name, std::size_t most) {
  std::vector<Hash32> hashes;
  const json::array* elements = array(name, most);
  if (elements == nullptr) {
    return hashes;
  }
  for (const json::value& element : *elements) {
    const auto hash = hash_from(element);
    if (!hash) {
      refuse(Code::BadMember, name);
      return hashes;
    }
    hashes.push_back(*hash);
  }
  return hashes;
}

const json::array* DocumentReader::array(std::string_view name, std::size_t most) {
  const json::value* value = member(name);
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  if (array == nullptr || array->size() > most) {
    refuse(Code::BadMember, name);
    return nullptr;
  }
  return array;
}

}  // namespace vitalstream::ledger
