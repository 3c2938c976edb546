#include "ledger/genesis/member_reader.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <utility>

#include "base/hex.hpp"
#include "crypto/jwk.hpp"

namespace vitalstream::ledger {

ObjectReader::ObjectReader(const boost::json::value& value, std::string path)
    : object_(value.if_object()), path_(std::move(path)) {
  if (object_ == nullptr) {
    error_ = GenesisError{GenesisErrorCode::NotAnObject, path_};
  }
}

std::string ObjectReader::text(std::string_view name, std::size_t chars_max) {
  const boost::json::value* value = take(name);
  if (value == nullptr) {
    return {};
  }
  const boost::json::string* text = value->if_string();
  if (text == nullptr) {
    fail(GenesisErrorCode::WrongType, name);
    return {};
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (text->empty() || text->size() > chars_max || std::ranges::any_of(*text, is_control)) {
    fail(GenesisErrorCode::BadText, name);
  }
  return std::string(*text);
}

std::int64_t ObjectReader::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const boost::json::value* value = take(name);
  if (value == nullptr) {
    return least;
  }
  const std::int64_t* number = value->if_int64();
  if (number == nullptr) {
    fail(GenesisErrorCode::WrongType, name);
    return least;
  }
  if (*number < least || *number > most) {
    fail(GenesisErrorCode::OutOfRange, name);
    return least;
  }
  return *number;
}

crypto::PublicKey ObjectReader::key(std::string_view name) {
  const boost::json::value* value = take(name);
  if (value == nullptr) {
    return {};
  }
  const boost::json::object* jwk = value->if_object();
  if (jwk == nullptr) {
    fail(GenesisErrorCode::WrongType, name);
    return {};
  }
  auto key = crypto::parse_jwk(*jwk);
  if (!key) {
    fail(GenesisErrorCode::BadKey, name);
    return {};
  }
  return std::move(*key);
}

IssuerKeyHash ObjectReader::hash(std::string_view name) {
  const std::string spelled = text(name, kDigestBytes * 2);
  const auto bytes = from_hex(spelled);
  const auto hash = bytes ? IssuerKeyHash::from(*bytes) : std::nullopt;
  if (!hash && !error_) {
    fail(GenesisErrorCode::BadHash, name);
  }
  return hash.value_or(IssuerKeyHash{});
}

RoleSet ObjectReader::roles(std::string_view name) {
  RoleSet roles;
  const boost::json::array* names = array(name);
  if (names == nullptr) {
    return roles;
  }
  for (const boost::json::value& one : *names) {
    const boost::json::string* spelled = one.if_string();
    const auto role = spelled == nullptr ? std::nullopt : role_named(*spelled);
    if (!role) {
      fail(GenesisErrorCode::UnknownRole, name);
    } else if (roles.has(*role)) {
      fail(GenesisErrorCode::Duplicate, name);
    } else {
      roles.add(*role);
    }
  }
  return roles;
}

const boost::json::array* ObjectReader::array(std::string_view name) {
  const boost::json::value* value = take(name);
  if (value == nullptr) {
    return nullptr;
  }
  if (value->if_array() == nullptr) {
    fail(GenesisErrorCode::WrongType, name);
  }
  return value->if_array();
}

const boost::json::value* ObjectReader::object(std::string_view name) {
  const boost::json::value* value = take(name);
  if (value != nullptr && !value->is_object()) {
    fail(GenesisErrorCode::WrongType, name);
    return nullptr;
  }
  return value;
}

void ObjectReader::finish() {
  if (error_) {
    return;
  }
  for (const auto& member : *object_) {
    if (std::ranges::find(names_, std::string_view(member.key())) == names_.end()) {
      fail(GenesisErrorCode::UnknownMember, member.key());
      return;
    }
  }
}

void ObjectReader::fail(GenesisErrorCode code, std::string_view name) {
  if (!error_) {
    error_ = GenesisError{code, path_of(name)};
  }
}

std::string ObjectReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const boost::json::value* ObjectReader::take(std::string_view name) {
  if (error_) {
    return nullptr;
  }
  names_.push_back(name);
  const boost::json::value* value = object_->if_contains(name);
  if (value == nullptr) {
    fail(GenesisErrorCode::MissingMember, name);
  }
  return value;
}

}  // namespace vitalstream::ledger
