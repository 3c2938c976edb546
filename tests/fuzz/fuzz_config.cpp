#include "fuzz_input.hpp"
#include "node/config/print.hpp"

using namespace vitalstream;
using namespace vitalstream::node;

VS_FUZZ_TARGET(input) {
  Sources sources;
  sources.file = "/etc/vitalstream/node.yaml";
  sources.file_text = as_text(input);
  const auto loaded = load(sources);
  if (!loaded) {
    VS_ASSERT(!loaded.error().empty());
    return;
  }
  LoadedConfig bare{loaded->config, {}};
  Sources printed = sources;
  printed.file_text = print_config(bare);
  const auto again = load(printed);
  VS_ASSERT(again.has_value());
  VS_ASSERT(print_config({again->config, {}}) == printed.file_text);
}
