#include "node/config/own_variables.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using Environment = std::map<std::string, std::string>;

TEST(OwnVariables, LinksOfServicesAreNotOurs) {
  for (const std::string service : {"VITALSTREAM", "VITALSTREAM_RPC", "VITALSTREAM_OPS",
                                    "VITALSTREAM_LOG", "VITALSTREAM_KEYS", "VITALSTREAM_0"}) {
    const Environment links{{service + "_SERVICE_HOST", "10.0.0.1"},
                            {service + "_SERVICE_PORT", "8545"},
                            {service + "_SERVICE_PORT_RPC", "8545"},
                            {service + "_PORT", "tcp://10.0.0.1:8545"},
                            {service + "_PORT_8545_TCP", "tcp://10.0.0.1:8545"},
                            {service + "_PORT_8545_TCP_PROTO", "tcp"},
                            {service + "_PORT_53_UDP_PORT", "53"},
                            {service + "_PORT_8545_TCP_ADDR", "10.0.0.1"}};
    EXPECT_TRUE(misspelt_variables(links, {}).empty()) << service;
  }
}

TEST(OwnVariables, WhatOnlyLooksLikeALinkIsNone) {
  EXPECT_FALSE(is_service_link("VITALSTREAM_RPC_PORT", "8545"));
  EXPECT_FALSE(is_service_link("VITALSTREAM_RPC_PORT_8545", "x"));
  EXPECT_FALSE(is_service_link("VITALSTREAM_RPC_PORT_TCP", "x"));
  EXPECT_FALSE(is_service_link("VITALSTREAM_RPC_PORT_1_TCP_NAME", "x"));
  EXPECT_FALSE(is_service_link("VITALSTREAM_RPC_LISTEN", "127.0.0.1:1"));
}

TEST(OwnVariables, ASlipIsToldWithTheNearestName) {
  const Problems problems = misspelt_variables({{"VITALSTREAM_RPC_LISTN", "127.0.0.1:1"}}, {});
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(to_string(problems[0]),
            "environment variable VITALSTREAM_RPC_LISTN: unknown variable; the nearest known one "
            "is VITALSTREAM_RPC_LISTEN: correct or unset it");
}

TEST(OwnVariables, AnUnknownNameWithinASectionIsToldHoweverFarItIs) {
  EXPECT_EQ(misspelt_variables({{"VITALSTREAM_RPC_PORT", "8545"}}, {}).size(), 1U);
  EXPECT_EQ(misspelt_variables({{"VITALSTREAM_RPC_BODY_BYTES", "1"}}, {}).size(), 1U);
  EXPECT_EQ(misspelt_variables({{"VITALSTREAM_KEYS_WHATEVER_IT_IS", "1"}}, {}).size(), 1U);
}

TEST(OwnVariables, OthersAndThoseThatSecretsPointToAreLeftAlone) {
  EXPECT_TRUE(misspelt_variables({{"VITALSTREAM_RPC_LISTEN", "x"},
                                  {"VITALSTREAM_SIM_SEEDS", "5"},
                                  {"VITALSTREAM_IMAGE", "x"},
                                  {"RPC_LISTN", "x"},
                                  {"VITALSTREAM_KEYS_PIN", "1234"}},
                                 {"VITALSTREAM_KEYS_PIN"})
                  .empty());
}

}  // namespace
}  // namespace vitalstream::node
