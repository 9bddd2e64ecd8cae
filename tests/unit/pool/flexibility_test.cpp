#include "evenload/pool/flexibility.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

namespace {

using namespace evenload;
using namespace evenload::pool;

/// n groups and units; each group does its own unit, and those up to `reach` further on.
std::vector<Skill> ring(std::int32_t n, std::int32_t reach, std::int32_t links) {
  std::vector<Skill> skills;
  for (std::int32_t g = 0; g < n; ++g) skills.push_back({g, g});
  for (std::int32_t step = 1; step <= reach; ++step) {
    for (std::int32_t g = 0; g < links; ++g) skills.push_back({g, (g + step) % n});
  }
  return skills;
}

FlexibilityStructure looks(std::int32_t groups, std::int32_t units,
                           const std::vector<Skill>& skills) {
  return flexibility_structure({groups, units, skills});
}

}  // namespace

TEST_CASE("flexibility: chains are recognised") {
  CHECK(looks(4, 4, ring(4, 0, 4)).shape == FlexibilityShape::none);
  CHECK(looks(4, 4, ring(4, 1, 3)).shape == FlexibilityShape::open_chain);
  CHECK(looks(4, 4, ring(4, 1, 4)).shape == FlexibilityShape::closed_chain);
  CHECK(looks(4, 4, ring(4, 1, 2)).shape == FlexibilityShape::chains);
  CHECK(looks(4, 4, ring(4, 3, 4)).shape == FlexibilityShape::full);
  CHECK(looks(4, 4, ring(4, 2, 4)).shape == FlexibilityShape::other);
  CHECK(looks(2, 2, ring(2, 1, 2)).shape == FlexibilityShape::closed_chain);
  CHECK(looks(1, 1, {{0, 0}}).shape == FlexibilityShape::none);

  const std::vector<Skill> two_rings = {{0, 0}, {0, 1}, {1, 1}, {1, 0},
                                        {2, 2}, {2, 3}, {3, 3}, {3, 2}};
  const FlexibilityStructure rings = looks(4, 4, two_rings);
  CHECK(rings.shape == FlexibilityShape::closed_chains);
  REQUIRE(rings.components.size() == 2);
  CHECK(rings.cycles == 2);
  CHECK(rings.components[1].groups == std::vector<std::int32_t>{2, 3});
  CHECK(rings.components[1].units == std::vector<std::int32_t>{2, 3});
  CHECK(rings.components[1].shape == ComponentShape::closed_chain);
}

TEST_CASE("flexibility: components, cycles and the order along a chain") {
  const FlexibilityStructure closed = looks(3, 3, ring(3, 1, 3));
  REQUIRE(closed.components.size() == 1);
  CHECK(closed.cycles == 1);
  // From the first group: own unit, who else serves it, that one's own unit, …
  const std::vector<Skill> skills = ring(3, 1, 3);
  const std::vector<std::int32_t>& chain = closed.components[0].chain;
  REQUIRE(chain.size() == 6);
  for (std::size_t k = 0; k < 6; ++k) {
    const Skill a = skills[static_cast<std::size_t>(chain[k])];
    const Skill b = skills[static_cast<std::size_t>(chain[(k + 1) % 6])];
    CHECK((k % 2 == 0 ? a.unit == b.unit : a.group == b.group));
    CHECK_FALSE(a == b);
  }

  const FlexibilityStructure mixed =
      looks(5, 6, {{0, 0}, {0, 1}, {0, 2}, {1, 3}, {2, 4}, {2, 3}, {4, 0}});
  REQUIRE(mixed.components.size() == 4);
  CHECK(mixed.components[0].shape == ComponentShape::tree);
  CHECK(mixed.components[1].shape == ComponentShape::open_chain);
  CHECK(mixed.components[1].chain == std::vector<std::int32_t>{3, 5, 4});
  CHECK(mixed.components[2].shape == ComponentShape::lone);
  CHECK(mixed.components[2].groups == std::vector<std::int32_t>{3});
  CHECK(mixed.components[3].units == std::vector<std::int32_t>{5});
  CHECK(mixed.shape == FlexibilityShape::other);
  CHECK(looks(2, 3, {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}}).components[0].shape ==
        ComponentShape::complete);
}

TEST_CASE("flexibility: what a skill would close") {
  const std::vector<Skill> open = ring(5, 1, 4);
  const FlexibilityGraph graph{5, 5, open};
  CHECK(closed_by(graph, {4, 0}) == 5);
  CHECK(closed_by(graph, {1, 0}) == 2);
  CHECK(closed_by({5, 5, std::span(open).first(5)}, {4, 0}) == 0);
  CHECK(test::error_of([&] { closed_by(graph, {5, 0}); }).code == ErrorCode::unknown_id);
}

TEST_CASE("flexibility: throughput and its proof") {
  const std::vector<Skill> skills = ring(3, 1, 2);  // 0 -> {0, 1}, 1 -> {1, 2}, 2 -> {2}
  const std::vector<std::int64_t> capacity = {10, 10, 10}, demand = {2, 12, 15};
  const Throughput found = throughput({3, 3, skills}, capacity, demand);
  CHECK(found.value == 29);
  CHECK(found.cut_units.empty());
  const Throughput tight =
      throughput({3, 3, skills}, capacity, std::vector<std::int64_t>{9, 1, 40});
  CHECK(tight.value == 30);
  CHECK(tight.cut_units == std::vector<std::int32_t>{2});
  CHECK(tight.cut_groups == std::vector<std::int32_t>{1, 2});
  CHECK(throughput({1, 1, {}}, std::vector<std::int64_t>{5}, std::vector<std::int64_t>{5}).value ==
        0);
}

TEST_CASE("flexibility: bad graphs and amounts are refused") {
  const auto place = [](auto&& call) { return test::place(test::error_of(call)); };
  CHECK(place([] { looks(0, 1, {}); }) == "flexibility.groups out_of_range");
  CHECK(place([] { looks(1, 100001, {}); }) == "flexibility.units out_of_range");
  CHECK(place([] { looks(2, 2, {{0, 0}, {2, 0}}); }) == "flexibility.skills[1] out_of_range");
  CHECK(place([] { looks(2, 2, {{0, 0}, {0, -1}}); }) == "flexibility.skills[1] out_of_range");
  CHECK(place([] { looks(2, 2, {{0, 0}, {1, 1}, {0, 0}}); }) ==
        "flexibility.skills[2] duplicate_id");
  const std::vector<Skill> one = {{0, 0}};
  const FlexibilityGraph graph{1, 1, one};
  using Amounts = std::vector<std::int64_t>;
  CHECK(place([&] { throughput(graph, Amounts{1, 2}, Amounts{1}); }) ==
        "flexibility.capacity length_mismatch");
  CHECK(place([&] { throughput(graph, Amounts{1}, Amounts{-1}); }) ==
        "flexibility.demand[0] negative_value");
  const FlexibilityGraph two{2, 1, one};
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max() / 2;
  CHECK(test::error_of<OverflowError>([&] {
          throughput(two, Amounts{huge, huge}, Amounts{1});
        }).column == "capacity");
}
