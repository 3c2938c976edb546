// byzantine_peer --list
// byzantine_peer BEHAVIOUR --network DIR --as NUMBER --ports P,P,... --seconds S [--rate R]
//
// Pretends to be validator NUMBER of the network that `vitalstream testnet` wrote into DIR towards
// those before it, which listen on these ports of the loopback, and behaves as it is told for S
// seconds. Then prints one JSON object: what it sent, and how it was shut out.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "tests/byzantine/peer/behaviour.hpp"

namespace {

using namespace vitalstream;  // NOLINT(google-build-using-namespace): a program's main

struct Options {
  bool list = false;
  std::string behaviour;
  std::string network;
  std::uint32_t number = 4;
  std::vector<std::uint16_t> ports;
  double seconds = 5;
  double rate = 0;
};

void print_table() {
  for (const byzantine::Row& row : byzantine::table()) {
    std::printf("%s\t%g\t%s\n", std::string(row.name).c_str(), row.per_second,
                std::string(row.does).c_str());
  }
}

void print_tally(const byzantine::Tally& tally) {
  std::string goodbyes;
  for (const auto& [reason, count] : tally.goodbyes) {
    goodbyes += (goodbyes.empty() ? "\"" : ",\"") + reason + "\":" + std::to_string(count);
  }
  std::printf(
      "{\"messages\":%llu,\"bytes\":%llu,\"sessions\":%llu,\"connections\":%llu,"
      "\"answers\":%llu,\"goodbyes\":{%s}}\n",
      static_cast<unsigned long long>(tally.messages), static_cast<unsigned long long>(tally.bytes),
      static_cast<unsigned long long>(tally.sessions),
      static_cast<unsigned long long>(tally.connections),
      static_cast<unsigned long long>(tally.answers), goodbyes.c_str());
}

int run(const Options& options) {
  const auto rows = byzantine::table();
  const auto row = std::ranges::find(rows, options.behaviour, &byzantine::Row::name);
  if (row == rows.end()) {
    std::fprintf(stderr, "byzantine_peer: no behaviour '%s'\n", options.behaviour.c_str());
    return 2;
  }
  auto identity = byzantine::load_identity(options.network, options.number);
  if (!identity) {
    std::fprintf(stderr, "byzantine_peer: %s\n", identity.error().c_str());
    return 2;
  }
  const auto behaviour = row->make(options.rate > 0 ? options.rate : row->per_second);
  byzantine::Liar liar(std::move(*identity), options.ports, *behaviour);
  liar.run(options.seconds);
  print_tally(liar.tally());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // OpenSSL writes to sockets that a victim has closed.
  std::signal(SIGPIPE, SIG_IGN);
  Options options;
  CLI::App app("A Byzantine validator for tests (tests/byzantine/README.md)");
  app.add_flag("--list", options.list, "Print the behaviours: name, rate, what it does");
  app.add_option("behaviour", options.behaviour, "Its name");
  app.add_option("--network", options.network, "The folder that `vitalstream testnet` has written");
  app.add_option("--as", options.number, "The validator to be");
  app.add_option("--ports", options.ports, "Peer ports of validators 1, 2, ...")->delimiter(',');
  app.add_option("--seconds", options.seconds, "How long")->check(CLI::Range(0.1, 600.0));
  app.add_option("--rate", options.rate, "So many a second instead of the table's rate")
      ->check(CLI::Range(0.0, 50'000.0));
  CLI11_PARSE(app, argc, argv);
  if (options.list) {
    print_table();
    return 0;
  }
  return run(options);
}
