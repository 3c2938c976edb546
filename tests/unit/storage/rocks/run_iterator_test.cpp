#include "storage/rocks/run_iterator.hpp"

#include <gtest/gtest.h>

#include <new>

namespace vitalstream::storage {
namespace {

RunIterator* made_in(IteratorPlace& place) {
  return new (place.storage.data()) RunIterator({}, &place);
}

TEST(RunIterator, GivesItsPlaceBackWhenItIsDestroyed) {
  IteratorPlaces places;
  IteratorPlace& place = places.take();
  rocksdb::MemTableRep::Iterator* iterator = made_in(place);
  EXPECT_NE(&places.take(), &place);
  iterator->~Iterator();
  EXPECT_EQ(&places.take(), &place);
}

TEST(RunIterator, AsManyPlacesAsWereInUseAtOnceServeForEver) {
  IteratorPlaces places;
  for (int count = 0; count < 1'000; ++count) {
    IteratorPlace& one = places.take();
    IteratorPlace& other = places.take();
    rocksdb::MemTableRep::Iterator* first = made_in(one);
    rocksdb::MemTableRep::Iterator* second = made_in(other);
    first->~Iterator();
    second->~Iterator();
  }
  EXPECT_EQ(places.size(), 2U);
}

TEST(RunIterator, NeedsNoPlace) {
  const RunIterator iterator({}, nullptr);
  EXPECT_FALSE(iterator.Valid());
}

}  // namespace
}  // namespace vitalstream::storage
