#include "net/rpc/rpc_call.hpp"

namespace vitalstream::net {

void CallStart::refuse(RpcError error) {
  reply<bool>([](JsonWriter& writer, bool value) {
    writer.boolean(value);
  }).refuse(std::move(error));
}

}  // namespace vitalstream::net
