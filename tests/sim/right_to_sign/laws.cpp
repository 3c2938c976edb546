#include "tests/sim/right_to_sign/laws.hpp"

namespace vitalstream::sim {
namespace {

constexpr Duration kPatience = seconds(30);
constexpr Duration kStep = milliseconds(20);

// How long until it holds the right; the patience if it never does.
Duration time_until_held(RightModel& model, std::size_t process) {
  const Instant begun = model.now();
  while (!model.holds(process) && model.now() - begun < kPatience) {
    model.run_for(kStep);
  }
  return model.now() - begun;
}

}  // namespace

bool is_held_twice(const ModelOptions& options, Duration length) {
  RightModel model(options);
  Prng prng = Prng(options.seed).fork("operator");
  std::vector<std::size_t> alive{model.start_process()};
  const Instant end = model.now() + length;
  while (model.now() < end && !model.was_held_twice()) {
    model.run_for(prng.between(milliseconds(50), seconds(5)));
    if (alive.size() < 2 || prng.chance(0.2)) {
      alive.push_back(model.start_process());
    }
    if (alive.size() > 2 || prng.chance(0.4)) {
      const std::size_t victim = prng.below(alive.size());
      if (prng.chance(0.5)) {
        model.kill(alive[victim]);
      } else {
        model.say_over(alive[victim]);
      }
      alive.erase(alive.begin() + static_cast<std::ptrdiff_t>(victim));
    }
  }
  return model.was_held_twice();
}

std::string why_it_does_not_last(ModelOptions options) {
  const std::size_t faulty_max = (options.validators - 1) / 3;
  options.flaps = false;
  options.hoards = false;
  options.has_good_links = true;
  options.dead = faulty_max;
  RightModel model(options);
  const std::size_t process = model.start_process();
  for (std::size_t answerer = 0; answerer < faulty_max; ++answerer) {
    model.set_link(process, answerer, /*is_up=*/false);
  }
  if (const Duration waited = time_until_held(model, process); waited > seconds(3)) {
    return "it has to wait for " + std::to_string(waited.value() / 1'000) + " ms";
  }
  for (const Instant end = model.now() + seconds(20); model.now() < end;) {
    model.run_for(kStep);
    if (!model.holds(process)) {
      return "it is lost after a while";
    }
  }
  return {};
}

Duration handed_over_within(ModelOptions options, Ending ending) {
  options.flaps = false;
  options.hoards = ending == Ending::KilledAndRepeated;
  options.has_good_links = true;
  RightModel model(options);
  const std::size_t first = model.start_process();
  model.run_for(seconds(10));
  if (ending == Ending::Over) {
    model.say_over(first);
  } else {
    model.kill(first);
  }
  // Who is asked remembers what it has heard, unless it was killed as well.
  if (ending == Ending::KilledAndRepeated) {
    for (std::size_t answerer = 0; answerer < model.answerers(); ++answerer) {
      model.restart_answerer(answerer);
    }
  }
  model.run_for(milliseconds(100));
  return time_until_held(model, model.start_process());
}

}  // namespace vitalstream::sim
