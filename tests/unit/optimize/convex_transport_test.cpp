#include "evenload/optimize/convex_transport.hpp"

#include <limits>
#include <algorithm>
#include <string>

#include "evenload/core/errors.hpp"
#include "support/catch.hpp"
#include "solve_options.hpp"
#include "transport_builder.hpp"

namespace {

using evenload::Outcome;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::test::random_transport;
using evenload::test::TransportArrays;
using evenload::test::TransportShape;
namespace optimize = evenload::optimize;
using optimize::convex_transport;

void check_proven(const optimize::ConvexTransportProblem& p, const optimize::ConvexTransportResult& r) {
  CHECK(r.outcome == Outcome::optimal);
  CHECK(r.stop == StopReason::done);
  CHECK(r.unassigned_bound == r.unassigned);
  CHECK(r.cost_bound == r.cost);
  const auto proof = optimize::check_duals(p, r.assignment, r.row_price, r.column_price, r.outside_price);
  CHECK(proof.reason == "");
  CHECK(proof.optimal);
}

}  // namespace

TEST_CASE("rising slot costs spread rows that would all like one column", "[optimize][convex_transport]") {
  TransportArrays arrays;
  for (int i = 0; i < 4; ++i) arrays.row({{0, 0}, {1, 2}});
  arrays.column({0, 3, 6, 9}).column({0, 1, 2});
  const auto r = convex_transport(arrays.problem());
  check_proven(arrays.problem(), r);
  // Slots 0 and 3 of the one, 2 + 0 and 2 + 1 of the other.
  CHECK(r.load == std::vector<std::int64_t>{2, 2});
  CHECK(r.cost == 8);
  CHECK(r.work > 0);
}

TEST_CASE("as many rows as possible come before any cost", "[optimize][convex_transport]") {
  TransportArrays arrays;
  arrays.row({{0, 0}}).row({{0, 0}, {1, 1'000'000}}).row({{1, 5}});
  arrays.column({0}).column({0, 900'000});
  const auto r = convex_transport(arrays.problem());
  check_proven(arrays.problem(), r);
  CHECK(r.assignment == std::vector<std::int32_t>{0, 1, 1});
  CHECK(r.cost == 1'900'005);
  CHECK(r.unassigned == 0);
}

TEST_CASE("rows that find no slot are left out at the outside's price", "[optimize][convex_transport]") {
  TransportArrays arrays;
  arrays.row({{0, 7}}).row({{0, 3}}).row({}).row({{1, 1}});
  arrays.column({2}).column({});
  const auto r = convex_transport(arrays.problem());
  check_proven(arrays.problem(), r);
  CHECK(r.assignment == std::vector<std::int32_t>{-1, 0, -1, -1});
  CHECK(r.unassigned == 3);
  CHECK(r.cost == 5);
  CHECK(r.row_price[2] == r.outside_price);
}

TEST_CASE("negative costs and slot costs are costs like others", "[optimize][convex_transport]") {
  TransportArrays arrays;
  arrays.row({{0, -7}, {1, 4}}).row({{0, -9}, {1, -8}});
  arrays.column({-5, 20}).column({-1, 0});
  const auto r = convex_transport(arrays.problem());
  check_proven(arrays.problem(), r);
  CHECK(r.assignment == std::vector<std::int32_t>{0, 1});
  CHECK(r.cost == -21);
}

TEST_CASE("degenerate transport problems have answers", "[optimize][convex_transport]") {
  const auto solved = [](const TransportArrays& arrays) {
    const auto r = convex_transport(arrays.problem());
    check_proven(arrays.problem(), r);
    return r;
  };
  CHECK(solved(TransportArrays()).cost == 0);                      // nothing at all
  CHECK(solved(TransportArrays().row({}).row({})).unassigned == 2);  // rows, no columns
  CHECK(solved(TransportArrays().column({1, 2})).load[0] == 0);    // columns, no rows
  CHECK(solved(TransportArrays().row({{0, 4}}).column({})).unassigned == 1);
  TransportArrays many;
  for (int i = 0; i < 20'000; ++i) many.row({{0, 1}});
  many.column(std::vector<std::int64_t>(20'000, 0));
  CHECK(solved(many).cost == 20'000);
}

TEST_CASE("equal columns of slots need no slot_indptr", "[optimize][convex_transport]") {
  TransportArrays arrays;
  arrays.row({{0, 1}, {1, 1}}).row({{0, 1}, {1, 1}}).column({0, 5}).column({0, 5});
  auto p = arrays.problem();
  p.slot_indptr = {};
  CHECK(convex_transport(p).load == std::vector<std::int64_t>{1, 1});
  p.columns = 3;
  CHECK_THROWS_AS(convex_transport(p), evenload::InvalidDataError);
}

TEST_CASE("prices prove transport plans of every shape", "[optimize][convex_transport]") {
  const TransportShape shapes[] = {
      {.rows = 3000, .columns = 60},
      {.rows = 3000, .columns = 60, .slots_per_row = 1.0},
      {.rows = 3000, .columns = 60, .slots_per_row = 0.8},
      {.rows = 3000, .columns = 60, .slope = 40},
      {.rows = 3000, .columns = 60, .most_cost = 0},
      {.rows = 3000, .columns = 60, .most_cost = 1'000'000, .slope = 20'000},
      {.rows = 3000, .columns = 60, .most_cost = 1'000'000'000'000, .slope = 9'000'000'000},
      {.rows = 3000, .columns = 60, .most_cost = 1'000'000, .slots_per_row = 1.1, .slope = 0, .skewed = true},
      {.rows = 3000, .columns = 60, .degree = 2},
      {.rows = 1000, .columns = 200, .degree = 100, .slots_per_row = 1.0},
      {.rows = 500, .columns = 500, .degree = 20, .most_cost = 1000, .slots_per_row = 1.0, .slope = 0},
  };
  std::uint64_t seed = 0;
  for (const auto& shape : shapes) {
    const auto arrays = random_transport(shape, ++seed);
    check_proven(arrays.problem(), convex_transport(arrays.problem()));
  }
}

TEST_CASE("the same answer on any number of threads and from any seed", "[optimize][convex_transport]") {
  const auto arrays = random_transport({.rows = 4000, .columns = 80}, 3);
  SolveOptions options = evenload::test::patient();
  options.threads = 1;
  const auto one = convex_transport(arrays.problem(), options);
  for (const int threads : {1, 2, 4}) {
    options.threads = threads;
    options.seed = static_cast<std::uint64_t>(threads);
    const auto again = convex_transport(arrays.problem(), options);
    CHECK(again.assignment == one.assignment);
    CHECK(again.column_price == one.column_price);
    CHECK(again.work == one.work);
  }
}

TEST_CASE("an earlier plan and its prices are proven again at once", "[optimize][convex_transport]") {
  auto arrays = random_transport({.rows = 4000, .columns = 80}, 4);
  const auto first = convex_transport(arrays.problem());
  arrays.start = first.assignment;
  arrays.prices = first.column_price;
  const auto again = convex_transport(arrays.problem());
  check_proven(arrays.problem(), again);
  CHECK(again.assignment == first.assignment);
  CHECK(again.work < first.work / 10);
  // Absurd prices only take time.
  arrays.prices.assign(80, std::numeric_limits<std::int64_t>::max());
  arrays.prices[3] = std::numeric_limits<std::int64_t>::min();
  const auto late = convex_transport(arrays.problem());
  check_proven(arrays.problem(), late);
  CHECK(late.cost == first.cost);
}

TEST_CASE("the checker of duals finds every kind of fault", "[optimize][convex_transport]") {
  TransportArrays arrays;
  arrays.row({{0, 0}, {1, 2}}).row({{0, 1}, {1, 2}}).row({{0, 5}}).column({0, 3}).column({0, 1});
  const auto p = arrays.problem();
  const auto good = convex_transport(p);
  check_proven(p, good);
  const auto reason = [&](auto change) {
    auto bad = good;
    change(bad);
    const auto proof = optimize::check_duals(p, bad.assignment, bad.row_price, bad.column_price, bad.outside_price);
    CHECK(proof.optimal == proof.reason.empty());
    return proof.reason;
  };
  using R = optimize::ConvexTransportResult;
  using Catch::Matchers::Contains;
  CHECK_THAT(reason([](R& r) { r.outside_price = 1; }), Contains("equation 3"));
  CHECK_THAT(reason([](R& r) { r.row_price[0] += 1; }), Contains("equation 4"));
  CHECK_THAT(reason([](R& r) { r.row_price[0] -= 1; }), Contains("equation 4"));
  CHECK_THAT(reason([](R& r) { r.assignment[2] = -1; }), Contains("left out"));
  CHECK_THAT(reason([](R& r) { r.assignment[2] = 1; }), Contains("equation 1"));
  CHECK_THAT(reason([](R& r) { r.row_price[0] = r.outside_price + 1; }), Contains("equation 4"));
  CHECK_THAT(reason([](R& r) {
               for (auto& price : r.column_price) price += 1000;
               for (auto& price : r.row_price) price = std::min(price + 1000, r.outside_price);
               r.outside_price += 5000;
               r.row_price = {1000, 1001, 1005};
               r.column_price = {1000, 998};
             }),
             !Contains("equation 3"));
}

TEST_CASE("an interrupted transport keeps a plan and honest bounds", "[optimize][convex_transport]") {
  auto arrays = random_transport({.rows = 4000, .columns = 80, .slots_per_row = 1.02}, 5);
  const auto best = convex_transport(arrays.problem());
  SolveOptions options = evenload::test::patient();
  for (std::int64_t work = 0; work < best.work; work += 1 + best.work / 40) {
    options.work_limit = work;
    const auto r = convex_transport(arrays.problem(), options);
    CHECK(r.stop == StopReason::work);
    CHECK(r.unassigned >= best.unassigned);
    CHECK(r.unassigned_bound <= best.unassigned);
    if (r.unassigned == best.unassigned) {
      CHECK(r.cost >= best.cost);
      CHECK(r.cost_bound <= best.cost);
    }
    for (std::size_t j = 0; j < r.load.size(); ++j) CHECK(r.load[j] <= arrays.slot_indptr[j + 1] - arrays.slot_indptr[j]);
  }
  arrays.start = best.assignment;
  options.work_limit = 0;
  const auto kept = convex_transport(arrays.problem(), options);
  CHECK(kept.unassigned == best.unassigned);
  CHECK(kept.cost == best.cost);
}

TEST_CASE("transport stops for token, callback and clock", "[optimize][convex_transport]") {
  const auto arrays = random_transport({.rows = 4000, .columns = 80}, 6);
  SolveOptions options = evenload::test::patient();
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  CHECK(convex_transport(arrays.problem(), options).stop == StopReason::cancelled);
  options = {};
  options.progress = [](const evenload::Progress&) { return false; };
  CHECK(convex_transport(arrays.problem(), options).stop == StopReason::cancelled);
  options = {};
  options.time_limit = 1e-9;
  CHECK(convex_transport(arrays.problem(), options).stop == StopReason::time);
  options.time_limit = 0;
  CHECK_THROWS_AS(convex_transport(arrays.problem(), options), evenload::InvalidDataError);
}

TEST_CASE("wrong transport problems name field and position", "[optimize][convex_transport]") {
  TransportArrays good;
  good.row({{0, 1}, {1, 2}}).row({{1, 3}}).column({0, 1}).column({2});
  struct Fault {
    const char* column;
    std::optional<std::int64_t> row;
    void (*change)(TransportArrays&);
  };
  const Fault faults[] = {
      {"indptr", 0, [](TransportArrays& a) { a.indptr[0] = 1; }},
      {"indptr", 2, [](TransportArrays& a) { a.indptr = {0, 2, 1, 3}; }},
      {"indptr", 2, [](TransportArrays& a) { a.indptr[2] = 4; }},
      {"indptr", std::nullopt, [](TransportArrays& a) { a.indptr = {}; }},
      {"indices", 1, [](TransportArrays& a) { a.indices[1] = 2; }},
      {"indices", 0, [](TransportArrays& a) { a.indices[0] = -1; }},
      {"indices", 1, [](TransportArrays& a) { a.indices[1] = 0; }},
      {"cost", std::nullopt, [](TransportArrays& a) { a.cost.pop_back(); }},
      {"slot_cost", 1, [](TransportArrays& a) { a.slot_cost[1] = -1; }},
      {"slot_indptr", 2, [](TransportArrays& a) { a.slot_indptr = {0, 4, 3}; }},
      {"start", 0, [](TransportArrays& a) { a.start = {2, 0}; }},
      {"start", std::nullopt, [](TransportArrays& a) { a.start = {0}; }},
      {"prices", std::nullopt, [](TransportArrays& a) { a.prices = {0}; }},
  };
  CHECK_NOTHROW(optimize::check(good.problem()));
  for (const Fault& fault : faults) {
    TransportArrays bad = good;
    fault.change(bad);
    try {
      (void)convex_transport(bad.problem());
      FAIL_CHECK("no error for " << fault.column);
    } catch (const evenload::InvalidDataError& error) {
      CHECK(error.info().table == "problem");
      CHECK(error.info().column == fault.column);
      if (fault.row) CHECK(error.info().row == fault.row);
    }
  }
}

TEST_CASE("transport numbers at the edge of their range are refused, not wrapped", "[optimize][convex_transport]") {
  constexpr std::int64_t edge = std::int64_t{1} << 58;
  TransportArrays arrays;
  arrays.row({{0, edge + 1}}).column({0});
  CHECK_THROWS_AS(convex_transport(arrays.problem()), evenload::OverflowError);
  arrays.cost[0] = std::numeric_limits<std::int64_t>::min();
  CHECK_THROWS_AS(convex_transport(arrays.problem()), evenload::OverflowError);
  arrays.cost[0] = edge;  // the outside would cost 2^58 + 1
  CHECK_THROWS_AS(convex_transport(arrays.problem()), evenload::OverflowError);
  arrays.cost[0] = edge - 1;
  check_proven(arrays.problem(), convex_transport(arrays.problem()));
  arrays.slot_cost[0] = std::numeric_limits<std::int64_t>::max();
  CHECK_THROWS_AS(convex_transport(arrays.problem()), evenload::OverflowError);
  TransportArrays wide;
  for (int i = 0; i < 40; ++i) wide.row({{0, edge / 50}, {1, -edge / 50}});
  wide.column(std::vector<std::int64_t>(10, -edge / 50)).column(std::vector<std::int64_t>(10, edge / 50));
  check_proven(wide.problem(), convex_transport(wide.problem()));
  // Sizes past 2^31 are refused before anything is read.
  optimize::ConvexTransportProblem huge;
  const std::int64_t zero = 0;
  huge.indptr = {&zero, 1};
  huge.columns = std::int64_t{1} << 31;
  CHECK_THROWS_AS(convex_transport(huge), evenload::OverflowError);
  huge.columns = 0;
  huge.indptr = {&zero, (std::size_t{1} << 31) + 1};
  CHECK_THROWS_AS(convex_transport(huge), evenload::OverflowError);
}
