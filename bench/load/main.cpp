// vitalstream-load: offers one step of load to running validators and prints what became of it.
// Exit status: 0 measured (whatever the figures), 1 it could not be measured, 2 wrong usage.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <thread>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "bench/load/ledger_check.hpp"
#include "bench/load/load_run.hpp"
#include "bench/load/step_report.hpp"

namespace {

using namespace vitalstream::bench;

// Connections that are not open after this long do not take part until they are.
constexpr std::chrono::seconds kOpenMax{10};
constexpr std::chrono::milliseconds kOpenTick{20};

int fail(const std::string& message) {
  std::fprintf(stderr, "vitalstream-load: error: %s\n", message.c_str());
  return 1;
}

std::string random_name() {
  std::random_device device;
  vitalstream::Bytes bytes(8);
  std::ranges::generate(bytes, [&device] { return static_cast<std::uint8_t>(device()); });
  return vitalstream::to_hex(bytes);
}

std::int64_t unix_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

vitalstream::Result<RecordPool, std::string> records_of(const LoadOptions& options) {
  if (options.fhir_folder.empty()) {
    return random_records(options.record_bytes, options.seed);
  }
  return fhir_records(options.fhir_folder);
}

vitalstream::Result<TransactionMaker, std::string> make_transactions(const LoadOptions& options) {
  VS_TRY(keys, load_client_keys(options.clients_file, options.keys));
  VS_TRY(records, records_of(options));
  RunIdentity identity{.chain = options.chain,
                       .run = random_name(),
                       .exp = unix_now() + kExpirySeconds,
                       .per_second = options.rate,
                       .mode = options.mode,
                       .receipt = options.receipt};
  return TransactionMaker(std::move(identity), std::move(keys), std::move(records));
}

std::size_t open_connections(boost::asio::io_context& context, ConnectionPool& pool,
                             AnswerSink& sink) {
  pool.open_all(sink);
  const auto deadline = std::chrono::steady_clock::now() + kOpenMax;
  while (pool.open_connections() < pool.connections() &&
         std::chrono::steady_clock::now() < deadline) {
    context.restart();
    context.run_for(kOpenTick);
  }
  return pool.open_connections();
}

int run(const LoadOptions& options) {
  const std::vector<LoadPhase> phases{{options.rate, options.measured_until()},
                                      {options.after_rate, options.after_seconds}};
  const auto due = due_times(phases, options.kind, options.seed);
  const auto started = unix_now();
  const auto maker = make_transactions(options);
  if (!maker) {
    return fail(maker.error());
  }
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const auto records = maker->sign_all(due.size(), cores);
  const double signing = static_cast<double>(unix_now() - started);
  if (signing > kSigningSecondsMax) {
    return fail("signing took so long that transactions would expire early: a shorter step");
  }
  boost::asio::io_context context(1);
  ConnectionPool pool(context, options);
  LoadRun load(context, pool, options);
  const std::size_t open = open_connections(context, pool, load);
  if (open == 0) {
    return fail("no validator accepts connections");
  }
  std::fprintf(stderr, "vitalstream-load: %zu transactions signed in %.0f s, %zu connections\n",
               records.size(), signing, open);
  load.run(*maker, records, due);
  LedgerCheck check(context, pool, *maker, records);
  const LedgerVerdict verdict = check.run(load.sent(), {.lookups_max = options.verify_max});
  std::printf("%s\n", step_report(options, load, verdict).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse_options(argc, argv);
  if (const int* status = std::get_if<int>(&options); status != nullptr) {
    return *status;
  }
  try {
    return run(std::get<LoadOptions>(options));
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
