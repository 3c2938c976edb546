#include "net/rpc/method_table.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <set>

#include "net/rpc/open_rpc.hpp"
#include "net/rpc/rpc_dispatcher.hpp"
#include "tests/support/fake_node_api.hpp"

namespace vitalstream::net {
namespace {

namespace json = boost::json;

const std::set<std::string_view> kPromised{"tx_submit",
                                           "tx_getStatus",
                                           "tx_get",
                                           "tx_getReceipt",
                                           "ledger_getInfo",
                                           "ledger_getBlock",
                                           "ledger_getHeader",
                                           "ledger_getConsistencyProof",
                                           "record_get",
                                           "record_getHistory",
                                           "consent_getStatus",
                                           "audit_query",
                                           "member_list",
                                           "validator_list",
                                           "consensus_getStatus",
                                           "node_getInfo",
                                           "rpc.discover"};

json::value parse(std::string_view text) { return json::parse(json::string_view(text)); }

// Takes what the methods answer, in place of the server.
class Answers final : public CompletionReceiver {
 public:
  void on_completed(const RpcCall& call) noexcept override {
    text.clear();
    const RpcError* const refusal = call.write_result(text);
    cause = refusal == nullptr ? std::nullopt : std::optional(refusal->cause);
  }
  void on_drained() noexcept override {}

  std::string text;
  std::optional<RpcCause> cause;
};

class MethodTest : public ::testing::Test {
 protected:
  // Calls with these parameters; returns the refusal.
  std::optional<RpcCause> call(std::string_view name, std::string_view params) {
    const MethodTable table(rpc_methods());
    const RpcMethod& method = table[table.find(name).value()];
    const json::value given = parse(params);
    const auto bound = RpcParams::bind(method.params, &given);
    if (!bound) {
      return bound.error().cause;
    }
    method.call({node_, limits_, open_rpc_}, *bound, CallStart({}, queue_));
    context_.restart();
    context_.run();
    return answers_.cause;
  }

  testing::FakeNodeApi node_;
  RpcLimits limits_;
  std::string open_rpc_ = open_rpc_document(rpc_methods(), "0.1.0");
  boost::asio::io_context context_;
  Answers answers_;
  std::shared_ptr<CompletionQueue> queue_ =
      std::make_shared<CompletionQueue>(context_.get_executor(), answers_);
};

TEST(MethodTable, HasEveryPromisedMethodAndNoOther) {
  std::set<std::string_view> names;
  for (const RpcMethod* method : rpc_methods()) {
    EXPECT_TRUE(names.insert(method->name).second) << method->name;
  }
  EXPECT_EQ(names, kPromised);
}

TEST(MethodTable, FindsMethodsByTheirExactName) {
  const MethodTable table(rpc_methods());
  ASSERT_TRUE(table.find("tx_submit"));
  EXPECT_EQ(table[*table.find("tx_submit")].name, "tx_submit");
  EXPECT_FALSE(table.find("tx_Submit"));
  EXPECT_FALSE(table.find(""));
}

TEST(MethodTable, ShowsExamplesThatFitTheirSchemas) {
  for (const RpcMethod* method : rpc_methods()) {
    const json::value params = parse(method->example_params);
    EXPECT_TRUE(RpcParams::bind(method->params, &params)) << method->name;
    if (method->name == "rpc.discover") {
      continue;
    }
    EXPECT_EQ(mismatch(*method->result, parse(method->example_result)).value_or(""), "")
        << method->name;
  }
}

TEST(MethodTable, NamesAParameterThatIsNone) {
  const MethodTable table(rpc_methods());
  const RpcMethod& method = table[table.find("ledger_getBlock").value()];
  const json::value slip = parse(R"({"height":1,"transaction":true})");
  EXPECT_EQ(RpcParams::bind(method.params, &slip).error().detail,
            "transaction: the method has no such parameter");
  const json::value flood = parse(R"({"height":1,")" + std::string(1'000, 'x') + R"(":1})");
  EXPECT_LT(RpcParams::bind(method.params, &flood).error().detail.size(), 100U);
}

TEST_F(MethodTest, AnswersWithWhatTheSchemaSays) {
  for (const RpcMethod* method : rpc_methods()) {
    EXPECT_EQ(call(method->name, method->example_params), std::nullopt) << method->name;
    EXPECT_EQ(mismatch(*method->result, parse(answers_.text)).value_or(""), "") << method->name;
  }
}

TEST_F(MethodTest, SubmitHandsOverWhatWasSent) {
  const std::string salt(43, 'A');
  EXPECT_EQ(call("tx_submit", R"({"tx":"a.b.c","attachments":[{"salt":")" + salt +
                                  R"(","content":"e30"}],"mode":"ordered","timeoutMs":77})"),
            std::nullopt);
  const auto submissions = node_.submissions();
  ASSERT_EQ(submissions.size(), 1U);
  EXPECT_EQ(submissions[0].tx, "a.b.c");
  EXPECT_EQ(submissions[0].mode, SubmitMode::Ordered);
  EXPECT_EQ(submissions[0].timeout_ms, 77U);
  EXPECT_FALSE(submissions[0].receipt);
  ASSERT_EQ(submissions[0].attachments.size(), 1U);
  EXPECT_EQ(submissions[0].attachments[0].content, (Bytes{'{', '}'}));
}

TEST_F(MethodTest, SubmitWaitsForCommitmentUnlessTold) {
  EXPECT_EQ(call("tx_submit", R"({"tx":"a.b.c"})"), std::nullopt);
  EXPECT_EQ(node_.submissions()[0].mode, SubmitMode::Committed);
  EXPECT_EQ(node_.submissions()[0].timeout_ms, kTxWaitDefaultMs);
}

TEST_F(MethodTest, SubmitGivesAReceiptOnlyForWhatIsCommitted) {
  EXPECT_EQ(call("tx_submit", R"({"tx":"a.b.c","receipt":true})"), std::nullopt);
  EXPECT_NE(answers_.text.find(R"("receipt":{"version":1})"), std::string::npos);
  EXPECT_EQ(call("tx_submit", R"({"tx":"a.b.c","receipt":true,"mode":"ordered"})"),
            RpcCause::InvalidParams);
}

TEST_F(MethodTest, SubmitRefusesWhileTheNodeIsBusyWithoutAskingIt) {
  node_.busy_ms = 250;
  EXPECT_EQ(call("tx_submit", R"({"tx":"a.b.c"})"), RpcCause::Busy);
  EXPECT_TRUE(node_.submissions().empty());
}

TEST_F(MethodTest, SubmitRefusesATransactionThatIsTooLarge) {
  const auto with_length = [](std::size_t length) {
    return R"({"tx":")" + std::string(length, 'a') + "\"}";
  };
  EXPECT_EQ(call("tx_submit", with_length(kTxTextBytesMax)), std::nullopt);
  EXPECT_EQ(call("tx_submit", with_length(kTxTextBytesMax + 1)), RpcCause::TxTooLarge);
}

TEST_F(MethodTest, SubmitRefusesAttachmentsThatAreNotCanonicalBase64Url) {
  const auto with = [](const std::string& salt, const std::string& content) {
    return R"({"tx":"a","attachments":[{"salt":")" + salt + R"(","content":")" + content + "\"}]}";
  };
  const std::string salt(43, 'A');
  EXPECT_EQ(call("tx_submit", with(salt, "")), std::nullopt);
  EXPECT_EQ(call("tx_submit", with(salt, "e31")), RpcCause::InvalidParams);
  EXPECT_EQ(call("tx_submit", with(salt, "e30=")), RpcCause::InvalidParams);
  EXPECT_EQ(call("tx_submit", with(std::string(42, 'A') + "B", "")), RpcCause::InvalidParams);
  EXPECT_EQ(call("tx_submit", with(std::string(42, 'A'), "")), RpcCause::InvalidParams);
}

TEST_F(MethodTest, SubmitBoundsWaitAndAttachments) {
  EXPECT_EQ(call("tx_submit", R"({"tx":"a","timeoutMs":60000})"), std::nullopt);
  EXPECT_EQ(call("tx_submit", R"({"tx":"a","timeoutMs":60001})"), RpcCause::InvalidParams);
  EXPECT_EQ(call("tx_submit", R"({"tx":"a","timeoutMs":0})"), RpcCause::InvalidParams);
  std::string list;
  for (std::size_t i = 0; i <= kTxAttachmentsMax; ++i) {
    list += (i == 0 ? "" : ",") + (R"({"salt":")" + std::string(43, 'A') + R"(","content":""})");
  }
  EXPECT_EQ(call("tx_submit", R"({"tx":"a","attachments":[)" + list + "]}"),
            RpcCause::InvalidParams);
}

TEST_F(MethodTest, QueriesRefuseContradictions) {
  EXPECT_EQ(call("record_get", R"({"collection":"c","id":"i","version":1,"at":1790000000000})"),
            RpcCause::InvalidParams);
  EXPECT_EQ(call("ledger_getConsistencyProof", R"({"fromSize":3,"toSize":2})"),
            RpcCause::InvalidParams);
  EXPECT_EQ(call("ledger_getConsistencyProof", R"({"fromSize":2,"toSize":2})"), std::nullopt);
}

TEST_F(MethodTest, QueriesTakeIdsOnlyAsLowerCaseHex) {
  EXPECT_EQ(call("tx_get", R"({"txId":")" + std::string(64, 'a') + "\"}"), std::nullopt);
  EXPECT_EQ(call("tx_get", R"({"txId":")" + std::string(64, 'A') + "\"}"), RpcCause::InvalidParams);
  EXPECT_EQ(call("tx_get", R"({"txId":")" + std::string(63, 'a') + "\"}"), RpcCause::InvalidParams);
}

TEST_F(MethodTest, NodeInfoShowsEveryLimitAsItIsSet) {
  limits_.batch_max = 7;
  limits_.idle_deadline = std::chrono::milliseconds(1'234);
  EXPECT_EQ(call("node_getInfo", "{}"), std::nullopt);
  const json::value info = parse(answers_.text);
  EXPECT_EQ(info.at("limits").at("batchMembers").as_int64(), 7);
  EXPECT_EQ(info.at("limits").at("idleMs").as_int64(), 1'234);
}

TEST_F(MethodTest, TakesParametersByPosition) {
  EXPECT_EQ(call("ledger_getBlock", "[5]"), std::nullopt);
  EXPECT_EQ(call("ledger_getBlock", "[5,true]"), std::nullopt);
  EXPECT_EQ(call("ledger_getBlock", "[5,null]"), std::nullopt);
  EXPECT_EQ(call("ledger_getBlock", "[5,true,1]"), RpcCause::InvalidParams);
  EXPECT_EQ(call("ledger_getBlock", "[]"), RpcCause::InvalidParams);
  EXPECT_EQ(call("ledger_getBlock", R"({"height":5,"heigth":1})"), RpcCause::InvalidParams);
}

}  // namespace
}  // namespace vitalstream::net
