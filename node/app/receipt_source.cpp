#include "node/app/receipt_source.hpp"

namespace vitalstream::node {

net::RpcResult<net::RawJson> make_receipt(const LedgerReader&, const LoadedGenesis&,
                                          const ledger::TxId&) {
  return net::RpcError{.cause = net::RpcCause::ReceiptNotReady};
}

}  // namespace vitalstream::node
