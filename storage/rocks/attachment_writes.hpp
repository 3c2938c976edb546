#pragma once
// How attachments join the write of their batch; defined in attachment_store.cpp, beside reading.
// Within storage only.

#include <rocksdb/write_batch.h>

#include "storage/attachment_store.hpp"
#include "storage/rocks/handle.hpp"

namespace vitalstream::storage {

void add_attachment(rocksdb::WriteBatch& writes, const RocksHandle& rocks, const BatchDigest& batch,
                    const NewAttachment& attachment);
void remove_attachments(rocksdb::WriteBatch& writes, const RocksHandle& rocks,
                        const BatchDigest& batch);

}  // namespace vitalstream::storage
