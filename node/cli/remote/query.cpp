// vitalstream query
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "node/cli/context.hpp"
#include "node/cli/remote/remote.hpp"

namespace vitalstream::cli {
namespace {

namespace json = boost::json;

// The options of one query become the members of its params.
struct Query {
  RemoteOptions remote;
  json::object params;
};

struct Option {
  const char* name;    // as the command line spells it
  const char* member;  // as the method does
  const char* help;
};

enum class Kind { Text, Number, Flag };

void add_member(CLI::App& command, const std::shared_ptr<Query>& query, const Option& option,
                Kind kind, bool required) {
  CLI::Option* added = nullptr;
  switch (kind) {
    case Kind::Text:
      added = command.add_option_function<std::string>(
          option.name,
          [query, option](const std::string& value) { query->params[option.member] = value; },
          option.help);
      break;
    case Kind::Number:
      added = command.add_option_function<std::int64_t>(
          option.name,
          [query, option](std::int64_t value) { query->params[option.member] = value; },
          option.help);
      break;
    case Kind::Flag:
      command.add_flag_callback(
          option.name, [query, option] { query->params[option.member] = true; }, option.help);
      return;
  }
  if (required) {
    added->required();
  }
}

struct Definition {
  const char* name;
  const char* method;
  const char* help;
};

std::shared_ptr<Query> add_one(CLI::App& group, Context& context, const Definition& definition,
                               CLI::App*& command) {
  command = group.add_subcommand(definition.name, definition.help);
  const auto query = std::make_shared<Query>();
  add_remote_options(*command, query->remote);
  command->callback([query, method = definition.method, &context] {
    const auto answer = ask(query->remote, method, query->params, context);
    if (answer) {
      context.print(readable(*answer), json::serialize(*answer));
    }
  });
  return query;
}

void add_page(CLI::App& command, const std::shared_ptr<Query>& query) {
  add_member(command, query, {"--limit", "limit", "At most so many"}, Kind::Number, false);
  add_member(command, query, {"--cursor", "cursor", "Go on after a page"}, Kind::Text, false);
}

void add_ledger_queries(CLI::App& group, Context& context) {
  CLI::App* command = nullptr;
  add_one(group, context, {"info", "ledger_getInfo", "Height, roots and size of the ledger"},
          command);
  auto query =
      add_one(group, context, {"tx", "tx_get", "A committed transaction by its id"}, command);
  add_member(*command, query, {"id", "txId", "The transaction's id"}, Kind::Text, true);
  add_member(*command, query, {"--attachments", "attachments", "With its attachments"}, Kind::Flag,
             false);
  query = add_one(group, context, {"block", "ledger_getBlock", "A block by its height"}, command);
  add_member(*command, query, {"height", "height", "The height"}, Kind::Number, true);
  add_member(*command, query, {"--transactions", "transactions", "With the transactions' JWS"},
             Kind::Flag, false);
  query = add_one(group, context, {"members", "member_list", "Who may sign transactions"}, command);
  add_page(*command, query);
  add_one(group, context, {"validators", "validator_list", "Who makes blocks"}, command);
}

void add_record_queries(CLI::App& group, Context& context) {
  CLI::App* command = nullptr;
  auto query = add_one(group, context, {"record", "record_get", "A version of a record"}, command);
  add_member(*command, query, {"collection", "collection", "The collection"}, Kind::Text, true);
  add_member(*command, query, {"id", "id", "The record's id"}, Kind::Text, true);
  add_member(*command, query, {"--version", "version", "This version instead of the current one"},
             Kind::Number, false);
  add_member(*command, query, {"--at", "at", "As of this block time, Unix milliseconds"},
             Kind::Number, false);
  add_member(*command, query, {"--content", "content", "With content and salt"}, Kind::Flag, false);
  query = add_one(group, context, {"history", "record_getHistory", "All versions of a record"},
                  command);
  add_member(*command, query, {"collection", "collection", "The collection"}, Kind::Text, true);
  add_member(*command, query, {"id", "id", "The record's id"}, Kind::Text, true);
  add_page(*command, query);
}

void add_consent_query(CLI::App& group, Context& context) {
  CLI::App* command = nullptr;
  auto query = add_one(group, context,
                       {"consent", "consent_getStatus", "May this grantee use the subject's data?"},
                       command);
  add_member(*command, query, {"subject", "subject", "Whose data"}, Kind::Text, true);
  add_member(*command, query, {"grantee", "grantee", "Who asks"}, Kind::Text, true);
  add_member(*command, query, {"purpose", "purpose", "What for"}, Kind::Text, true);
  add_member(*command, query, {"--scope", "scope", "Which part of the data; all unless given"},
             Kind::Text, false);
  add_member(*command, query, {"--at", "at", "As of this time, Unix milliseconds"}, Kind::Number,
             false);
}

void add_audit_query(CLI::App& group, Context& context) {
  CLI::App* command = nullptr;
  auto query =
      add_one(group, context, {"audit", "audit_query", "Entries of the audit trail"}, command);
  add_member(*command, query, {"--type", "type", "Only of this type"}, Kind::Text, false);
  add_member(*command, query, {"--source", "source", "Only from this source"}, Kind::Text, false);
  add_member(*command, query, {"--actor", "actor", "Only of this actor"}, Kind::Text, false);
  add_member(*command, query, {"--subject", "subject", "Only about this subject"}, Kind::Text,
             false);
  add_member(*command, query, {"--from", "from", "Block time, Unix milliseconds, inclusive"},
             Kind::Number, false);
  add_member(*command, query, {"--to", "to", "Block time, Unix milliseconds, exclusive"},
             Kind::Number, false);
  add_page(*command, query);
}

}  // namespace

void add_query(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("query", "Ask a node about the ledger");
  group->require_subcommand(1);
  add_ledger_queries(*group, context);
  add_record_queries(*group, context);
  add_consent_query(*group, context);
  add_audit_query(*group, context);
}

}  // namespace vitalstream::cli
