// vitalstream version
#include "node/cli/context.hpp"
#include "node/ground/build_info.hpp"

namespace vitalstream::cli {

void add_version(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("version", "Show the version and how it was built");
  command->callback([&context] {
    context.print("vitalstream " + std::string(node::version()), node::build_info_json());
  });
}

}  // namespace vitalstream::cli
