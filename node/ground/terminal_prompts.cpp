#include "node/ground/terminal_prompts.hpp"

#include <openssl/ui.h>

#include "base/assert.hpp"

namespace vitalstream::node {

void refuse_terminal_prompts() {
  // Lives as long as the process: OpenSSL keeps the pointer.
  UI_METHOD* const refusing = UI_create_method("nobody is asked");
  VS_ASSERT(refusing != nullptr);
  VS_ASSERT(UI_method_set_opener(refusing, [](UI*) { return 0; }) == 0);
  UI_set_default_method(refusing);
}

}  // namespace vitalstream::node
