#pragma once
// What a library would ask on the terminal (OpenSSL: the passphrase of a key) is refused instead:
// a process that nobody sits at would wait for ever. Called once, before anything is read.

namespace vitalstream::node {

void refuse_terminal_prompts();

}  // namespace vitalstream::node
