// Deliberate bugs that no seed of the swarm meets, each found by the story that is told of it.
#include <gtest/gtest.h>

#include <cstdio>
#include <ostream>
#include <string>

#include "tests/sim/faults/faults.hpp"
#include "tests/sim/laws/foreign_votes.hpp"
#include "tests/sim/laws/invented_references.hpp"
#include "tests/sim/laws/pace.hpp"

namespace vitalstream::sim {
namespace {

struct Broken {
  const char* fault;
  std::string (*why)();  // empty if the story ends well
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.fault; }

class LawFaults : public ::testing::TestWithParam<Broken> {
 protected:
  void TearDown() override { activate_fault(""); }
};

TEST_P(LawFaults, AreFoundByTheirStory) {
  EXPECT_EQ(GetParam().why(), "") << "without the fault";
  activate_fault(GetParam().fault);
  const std::string why = GetParam().why();
  EXPECT_NE(why, "") << GetParam().fault << " is not found";
  std::printf("%s: %s\n", GetParam().fault, why.c_str());
}

const Broken kBroken[] = {
    {"does-not-halt-at-a-foreign-vote", [] { return why_it_signs_on(Shown::InACertificate, 1); }},
    {"takes-no-notice-of-shown-votes", [] { return why_it_signs_on(Shown::InARememberedView, 1); }},
    {"takes-no-notice-of-shown-votes", [] { return why_it_signs_on(Shown::BeyondTheRecord, 1); }},
    {"a-halt-ends-with-its-process", [] { return why_it_signs_on(Shown::InACertificate, 1); }},
    {"a-halt-ends-with-its-process", [] { return why_it_signs_on(Shown::BeyondTheRecord, 1); }},
    {"one-pool-for-all-proposals", [] { return why_the_honest_wait(4, 1); }},
    {"one-pool-for-all-proposals", [] { return why_the_honest_wait(7, 1); }},
    {"the-slowest-leader-sets-the-pace",
     [] { return why_liars_set_the_pace(Lie::ProposesAtTheLastMoment, 4, 1); }},
    {"the-slowest-leader-sets-the-pace",
     [] { return why_liars_set_the_pace(Lie::NeverProposes, 4, 1); }},
    {"the-slowest-leader-sets-the-pace",
     [] { return why_liars_set_the_pace(Lie::ProposesAtTheLastMoment, 7, 1); }},
    {"lost-views-teach-nothing", [] { return why_a_slow_network_stands(4, 1); }},
    {"no-leader-has-a-typical-time", [] { return why_a_slow_network_stands(4, 1); }},
};

INSTANTIATE_TEST_SUITE_P(Protocol, LawFaults, ::testing::ValuesIn(kBroken),
                         [](const auto& parameter) {
                           std::string name = parameter.param.fault;
                           std::erase(name, '-');
                           return name + std::to_string(parameter.index);
                         });

}  // namespace
}  // namespace vitalstream::sim
