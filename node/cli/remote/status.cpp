// vitalstream status
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "node/cli/context.hpp"
#include "node/cli/remote/remote.hpp"

namespace vitalstream::cli {
namespace {

namespace json = boost::json;

std::string text(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) {
    return {};
  }
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

std::string names(const json::object& object, const char* name) {
  std::string all;
  const json::value* value = object.if_contains(name);
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    all += (all.empty() ? "" : ", ") + std::string((*array)[i].as_string());
  }
  return all;
}

// One line on what it is, one on how far it is, one on what it does, one on why it does not; one on
// what it cannot show yet.
std::string story(const json::object& node, const json::object& consensus,
                  const json::object& ledger) {
  std::string story = text(node, "validator") + " of chain " + text(node, "chain") + ", version " +
                      text(node, "version") + "\nheight " + text(consensus, "committedHeight") +
                      " committed (" + text(ledger, "treeSize") + " transactions), " +
                      text(consensus, "finalHeight") + " final\nview " + text(consensus, "view") +
                      " of epoch " + text(consensus, "epoch") + ", leader " +
                      text(consensus, "leader") + ", " + text(consensus, "peers") +
                      " peers connected, quorum " + text(consensus, "quorum") + " of " +
                      text(consensus, "validators") + "\n" + text(consensus, "phase");
  if (const std::string why = text(consensus, "why"); !why.empty()) {
    story += ": " + why;
  }
  const std::string missing = names(consensus, "missingVotes");
  if (!missing.empty()) {
    story += "\nno vote in this view from " + missing;
  }
  // An older node says nothing of it.
  const std::string wanted = text(consensus, "contentsWanted");
  if (!wanted.empty() && wanted != "0") {
    story += "\nthe contents of " + wanted + (wanted == "1" ? " batch" : " batches") +
             " are not here yet and are asked for";
  }
  return story;
}

void run(const RemoteOptions& options, Context& context) {
  const auto node = ask(options, "node_getInfo", json::object(), context);
  const auto consensus =
      node ? ask(options, "consensus_getStatus", json::object(), context) : std::nullopt;
  const auto ledger =
      consensus ? ask(options, "ledger_getInfo", json::object(), context) : std::nullopt;
  if (!ledger) {
    return;
  }
  const json::object all{{"node", *node}, {"consensus", *consensus}, {"ledger", *ledger}};
  context.print(story(node->as_object(), consensus->as_object(), ledger->as_object()),
                json::serialize(all));
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "status", "What a node is doing and, when no block is made, why: whose votes are missing");
  const auto options = std::make_shared<RemoteOptions>();
  add_remote_options(*command, *options);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
