#include "node/ground/build_info.hpp"

#include <boost/version.hpp>

#include "json/json_writer.hpp"

#ifndef VS_VERSION
#error "VS_VERSION is defined by node/ground/CMakeLists.txt"
#endif

namespace vitalstream::node {

std::string_view version() { return VS_VERSION; }

std::string build_info_json() {
  std::string text;
  JsonWriter(text)
      .begin_object()
      .name("version")
      .text(version())
      .name("compiler")
      .text("GCC " __VERSION__)
      .name("boost")
      .text(BOOST_LIB_VERSION)
      .end_object();
  return text;
}

}  // namespace vitalstream::node
