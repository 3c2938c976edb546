#include "node/cli/context.hpp"

#include <cstdio>

#include "net/rpc/json_writer.hpp"

namespace vitalstream::cli {

void Context::print(const std::string& text, const std::string& json) const {
  std::printf("%s\n", output == Output::Json ? json.c_str() : text.c_str());
}

void Context::fail(ExitCode code, const std::string& reason) {
  exit_code = code;
  if (output == Output::Json) {
    std::string line;
    net::JsonWriter(line).begin_object().name("error").text(reason).end_object();
    std::fprintf(stderr, "%s\n", line.c_str());
    return;
  }
  std::fprintf(stderr, "vitalstream: %s\n", reason.c_str());
}

}  // namespace vitalstream::cli
