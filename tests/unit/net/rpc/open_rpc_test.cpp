#include "net/rpc/open_rpc.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

namespace vitalstream::net {
namespace {

namespace json = boost::json;

class OpenRpcTest : public ::testing::Test {
 protected:
  json::value document_ = json::parse(open_rpc_document(rpc_methods(), "0.1.0"));
};

// What OpenRPC 1.3 demands of a schema object here: JSON Schema with a type or nothing.
void expect_schema(const json::value& schema) {
  ASSERT_TRUE(schema.is_object());
  const json::value* type = schema.as_object().if_contains("type");
  if (type == nullptr) {
    return;
  }
  static const std::set<std::string_view> kTypes{"string", "integer", "boolean", "array", "object"};
  EXPECT_TRUE(kTypes.contains(std::string_view(type->as_string())));
  if (type->as_string() == "array") {
    expect_schema(schema.at("items"));
  }
  if (type->as_string() == "object") {
    for (const auto& member : schema.at("properties").as_object()) {
      expect_schema(member.value());
    }
    for (const auto& name : schema.at("required").as_array()) {
      EXPECT_TRUE(schema.at("properties").as_object().contains(name.as_string()));
    }
  }
}

TEST_F(OpenRpcTest, SaysWhatItIs) {
  EXPECT_EQ(document_.at("openrpc").as_string(), "1.3.2");
  EXPECT_EQ(document_.at("info").at("title").as_string(), "VitalStream");
  EXPECT_EQ(document_.at("info").at("version").as_string(), "0.1.0");
}

TEST_F(OpenRpcTest, DescribesEveryMethodOfTheTable) {
  const auto& methods = document_.at("methods").as_array();
  ASSERT_EQ(methods.size(), rpc_methods().size());
  for (std::size_t i = 0; i < methods.size(); ++i) {
    EXPECT_EQ(std::string_view(methods[i].at("name").as_string()), rpc_methods()[i]->name);
  }
}

TEST_F(OpenRpcTest, GivesEachMethodParametersResultErrorsAndExample) {
  for (const auto& method : document_.at("methods").as_array()) {
    EXPECT_FALSE(method.at("summary").as_string().empty());
    const bool on_loop = method.at("x-runsOn").as_string() == "loop";
    EXPECT_EQ(on_loop, method.at("x-cost").as_string() == "nothing");
    for (const auto& param : method.at("params").as_array()) {
      EXPECT_FALSE(param.at("name").as_string().empty());
      EXPECT_FALSE(param.at("description").as_string().empty());
      EXPECT_TRUE(param.at("required").is_bool());
      expect_schema(param.at("schema"));
    }
    expect_schema(method.at("result").at("schema"));
    std::set<std::int64_t> codes;
    for (const auto& error : method.at("errors").as_array()) {
      EXPECT_TRUE(codes.insert(error.at("code").as_int64()).second);
      EXPECT_FALSE(error.at("message").as_string().empty());
    }
    EXPECT_FALSE(codes.empty());
    EXPECT_EQ(method.at("examples").as_array().size(), 1U);
  }
}

TEST_F(OpenRpcTest, PutsRequiredParametersBeforeOptionalOnes) {
  for (const auto& method : document_.at("methods").as_array()) {
    bool optional_seen = false;
    for (const auto& param : method.at("params").as_array()) {
      EXPECT_FALSE(optional_seen && param.at("required").as_bool())
          << method.at("name").as_string();
      optional_seen = optional_seen || !param.at("required").as_bool();
    }
  }
}

}  // namespace
}  // namespace vitalstream::net
