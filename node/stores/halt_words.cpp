#include "node/stores/halt_words.hpp"

namespace vitalstream::node {
namespace {

constexpr const char* kNewRecord = "`vitalstream init --new-safety-record`";

}  // namespace

std::string way_out(const consensus::Halt& halt) {
  if (halt.kind == consensus::HaltKind::Revoked) {
    return std::string("make sure that no other process has this key, then run ") + kNewRecord +
           " on the stopped node, and start it again";
  }
  // What the others hold stays, so that its end is no matter of the note alone.
  if (halt.reason.find(kNewRecord) != std::string::npos) {
    return std::string("nothing is signed until ") + kNewRecord +
           " has been run on the stopped node; clearing the halt alone does not end it";
  }
  return "nothing is signed until the cause is gone (docs/recovery.md, \"Halted\"), `vitalstream "
         "halt clear` has been run, and the node has been started again after that";
}

}  // namespace vitalstream::node
