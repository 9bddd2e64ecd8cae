// Every kind of bad input: refused with table, column, row and code.
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "support/catch.hpp"

namespace {

using evenload::ErrorCode;
namespace optimize = evenload::optimize;

/// Owns two rows, two columns, three pairs; every array may be spoilt before the check.
struct Arrays {
  std::vector<std::int64_t> indptr{0, 2, 3}, weight{4, 5}, capacity{10, 20}, base{0, 0}, hard{12, 25}, priority{1, 2}, cost{0, 1, 2};
  std::vector<std::int32_t> indices{0, 1, 1}, row_class{0, 1}, group{0, 0}, fixed{-1, -1}, start{-1, 1};
  std::vector<std::uint8_t> marked{1, 0}, tied_alike{1};
  std::vector<std::int32_t> apart{0}, apart_other{1}, label{-1, 3}, tied{1}, tied_other{0};
  std::vector<std::int64_t> category_indptr{0, 1, 3}, category_amount{1, 1, 2}, limit_count{1, 2}, limit_weight{-1, 9};
  std::vector<std::int32_t> category_indices{0, 0, 1}, limit_column{0, 0}, limit_category{0, 1};
  evenload::Rational cost_weight = 1;
  optimize::Balance balance = optimize::Balance::squares;
  optimize::OverloadPlace place = optimize::OverloadPlace::after_must;
  bool weight_per_pair = false;

  optimize::BalancedAssignmentProblem problem() const {
    optimize::BalancedAssignmentProblem p;
    p.indptr = indptr;
    p.indices = indices;
    p.weight = weight;
    p.weight_per_pair = weight_per_pair;
    p.capacity = capacity;
    p.base_load = base;
    p.hard_limit = hard;
    p.priority = priority;
    p.row_class = row_class;
    p.cost = cost;
    p.cost_weight = cost_weight;
    p.balance = balance;
    p.overload_place = place;
    p.category_indptr = category_indptr;
    p.category_indices = category_indices;
    p.category_amount = category_amount;
    p.limit_column = limit_column;
    p.limit_category = limit_category;
    p.limit_count = limit_count;
    p.limit_weight = limit_weight;
    p.row_group = group;
    p.row_marked = marked;
    p.apart_column = apart;
    p.apart_other = apart_other;
    p.column_label = label;
    p.tied_row = tied;
    p.tied_other = tied_other;
    p.tied_alike = tied_alike;
    p.fixed = fixed;
    p.start = start;
    return p;
  }
};

struct Case {
  std::string column;
  std::optional<std::int64_t> row;
  ErrorCode code;
  std::function<void(Arrays&)> spoil;
};

std::vector<Case> bad_inputs() {
  constexpr auto none = std::nullopt;
  using A = Arrays;
  using E = ErrorCode;
  return {
      {"indptr", none, E::length_mismatch, [](A& a) { a.indptr.clear(); }},
      {"indptr", 0, E::out_of_range, [](A& a) { a.indptr[0] = 1; }},
      {"indptr", 2, E::out_of_range, [](A& a) { a.indptr[1] = 4; }},
      {"indptr", 2, E::length_mismatch, [](A& a) { a.indptr[2] = 2; }},
      {"indices", 2, E::out_of_range, [](A& a) { a.indices[2] = 2; }},
      {"indices", 0, E::out_of_range, [](A& a) { a.indices[0] = -1; }},
      {"indices", 1, E::duplicate_id, [](A& a) { a.indices[0] = 1; }},
      {"indices", 1, E::out_of_range, [](A& a) { a.indices = {1, 0, 1}; }},
      {"weight", none, E::length_mismatch, [](A& a) { a.weight.pop_back(); }},
      {"weight", none, E::length_mismatch, [](A& a) { a.weight_per_pair = true; }},
      {"weight", 1, E::negative_value, [](A& a) { a.weight[1] = -1; }},
      {"capacity", 0, E::negative_value, [](A& a) { a.capacity[0] = -1; }},
      {"base_load", none, E::length_mismatch, [](A& a) { a.base.push_back(1); }},
      {"base_load", 1, E::negative_value, [](A& a) { a.base[1] = -5; }},
      {"hard_limit", none, E::length_mismatch, [](A& a) { a.hard.pop_back(); }},
      {"hard_limit", 0, E::negative_value, [](A& a) { a.hard[0] = -1; }},
      {"priority", none, E::length_mismatch, [](A& a) { a.priority.pop_back(); }},
      {"priority", 0, E::negative_value, [](A& a) { a.priority[0] = -2; }},
      {"row_class", none, E::length_mismatch, [](A& a) { a.row_class.pop_back(); }},
      {"row_class", 1, E::out_of_range, [](A& a) { a.row_class[1] = 3; }},
      {"cost", none, E::length_mismatch, [](A& a) { a.cost.pop_back(); }},
      {"cost", 2, E::negative_value, [](A& a) { a.cost[2] = -1; }},
      {"cost_weight", none, E::negative_value, [](A& a) { a.cost_weight = evenload::Rational(-1, 20); }},
      {"balance", none, E::out_of_range, [](A& a) { a.balance = static_cast<optimize::Balance>(7); }},
      {"overload_place", none, E::out_of_range, [](A& a) { a.place = static_cast<optimize::OverloadPlace>(-1); }},
      {"category_indptr", none, E::length_mismatch, [](A& a) { a.category_indptr = {0, 3}; }},
      {"category_indices", none, E::length_mismatch, [](A& a) { a.category_indptr.clear(); }},
      {"category_indices", 2, E::duplicate_id, [](A& a) { a.category_indices[2] = 0; }},
      {"category_indices", 0, E::out_of_range, [](A& a) { a.category_indices[0] = -1; }},
      {"category_amount", none, E::length_mismatch, [](A& a) { a.category_amount.pop_back(); }},
      {"category_amount", 2, E::negative_value, [](A& a) { a.category_amount[2] = -1; }},
      {"limit_column", 1, E::out_of_range, [](A& a) { a.limit_column[1] = 2; }},
      {"limit_category", none, E::length_mismatch, [](A& a) { a.limit_category.pop_back(); }},
      {"limit_category", 1, E::duplicate_id, [](A& a) { a.limit_category[1] = 0; }},
      {"limit_category", 0, E::out_of_range, [](A& a) { a.limit_category[0] = -3; }},
      {"limit_count", none, E::length_mismatch, [](A& a) { a.limit_count.pop_back(); }},
      {"limit_count", 0, E::out_of_range, [](A& a) { a.limit_count[0] = -2; }},
      {"limit_weight", 1, E::out_of_range, [](A& a) { a.limit_weight[1] = -2; }},
      {"row_group", none, E::length_mismatch, [](A& a) { a.group.pop_back(); }},
      {"row_group", 0, E::out_of_range, [](A& a) { a.group[0] = -2; }},
      {"row_marked", 1, E::out_of_range, [](A& a) { a.marked[1] = 2; }},
      {"row_marked", 1, E::contradiction, [](A& a) { a.marked[1] = 1; }},
      {"apart_other", none, E::length_mismatch, [](A& a) { a.apart_other.pop_back(); }},
      {"apart_column", 0, E::out_of_range, [](A& a) { a.apart[0] = 2; }},
      {"apart_other", 0, E::contradiction, [](A& a) { a.apart_other[0] = 0; }},
      {"column_label", none, E::length_mismatch, [](A& a) { a.label.clear(); }},
      {"column_label", 0, E::out_of_range, [](A& a) { a.label[0] = -2; }},
      {"tied_other", none, E::length_mismatch, [](A& a) { a.tied_other.clear(); }},
      {"tied_alike", none, E::length_mismatch, [](A& a) { a.tied_alike.clear(); }},
      {"tied_alike", 0, E::out_of_range, [](A& a) { a.tied_alike[0] = 2; }},
      {"tied_row", 0, E::out_of_range, [](A& a) { a.tied[0] = 2; }},
      {"tied_other", 0, E::contradiction, [](A& a) { a.tied_other[0] = 1; }},
      {"tied_other", 0, E::contradiction, [](A& a) { a.group = {0, 1}; }},
      {"fixed", none, E::length_mismatch, [](A& a) { a.fixed.pop_back(); }},
      {"fixed", 0, E::out_of_range, [](A& a) { a.fixed[0] = 2; }},
      {"fixed", 1, E::contradiction, [](A& a) { a.fixed[1] = 0; }},
      {"start", none, E::length_mismatch, [](A& a) { a.start.pop_back(); }},
      {"start", 1, E::out_of_range, [](A& a) { a.start[1] = -2; }},
      {"weight", 1, E::overflow, [](A& a) { a.weight = {1, std::numeric_limits<std::int64_t>::max()}; }},
      {"weight", 1, E::overflow, [](A& a) { a.weight = {std::int64_t{1} << 62, 1}; }},
      {"base_load", 1, E::overflow, [](A& a) { a.base = {std::int64_t{1} << 62, 1}; }},
      {"capacity", 0, E::overflow, [](A& a) { a.capacity[0] = std::numeric_limits<std::int64_t>::max(); }},
      {"priority", 1, E::overflow, [](A& a) { a.priority = {std::int64_t{1} << 61, (std::int64_t{1} << 61) + 1}; }},
      {"cost", 0, E::overflow, [](A& a) { a.cost[1] = (std::int64_t{1} << 62) + 1; }},
      {"category_amount", 2, E::overflow, [](A& a) { a.category_amount = {1, std::int64_t{1} << 61, std::int64_t{1} << 62}; }},
  };
}

}  // namespace

TEST_CASE("bad input is refused with table, column, row and code", "[optimize][validate]") {
  REQUIRE_NOTHROW(optimize::check(Arrays().problem()));
  for (const Case& bad : bad_inputs()) {
    Arrays arrays;
    bad.spoil(arrays);
    INFO(bad.column << " row " << bad.row.value_or(-1) << " " << evenload::to_string(bad.code));
    try {
      optimize::balanced_assignment(arrays.problem());
      FAIL_CHECK("not refused");
    } catch (const evenload::Error& error) {
      CHECK(error.info().table == "problem");
      CHECK(error.info().column == bad.column);
      CHECK(error.info().row == bad.row);
      CHECK(error.info().code == bad.code);
      CHECK_FALSE(error.info().expected.empty());
      CHECK_FALSE(error.info().found.empty());
      CHECK((dynamic_cast<const evenload::OverflowError*>(&error) != nullptr) == (bad.code == ErrorCode::overflow));
    }
  }
}

TEST_CASE("sizes past 2^31 are refused before anything is read", "[optimize][validate]") {
  // The spans claim more than there is: touching them would be a fault.
  const std::int64_t zero = 0;
  const std::int32_t column = 0;
  const std::size_t too_many = (std::size_t{1} << 31) + 1;
  const auto refused = [](const optimize::BalancedAssignmentProblem& p, const char* name) {
    try {
      optimize::check(p);
      FAIL_CHECK("not refused");
    } catch (const evenload::OverflowError& error) {
      CHECK(error.info().column == name);
    }
  };
  optimize::BalancedAssignmentProblem p;
  p.indptr = std::span(&zero, too_many);
  refused(p, "indptr");
  p.indptr = std::span(&zero, 1);
  p.indices = std::span(&column, too_many);
  refused(p, "indices");
  p.indices = {};
  p.capacity = std::span(&zero, too_many);
  refused(p, "capacity");
  p.capacity = {};
  p.limit_column = std::span(&column, too_many);
  refused(p, "limit_column");
  p.limit_column = {};
  p.category_indices = std::span(&column, too_many);
  refused(p, "category_indices");
}

TEST_CASE("sums at the edge of the range are taken", "[optimize][validate]") {
  Arrays arrays;
  arrays.capacity = {std::int64_t{1} << 61, std::int64_t{1} << 61};
  arrays.hard = {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()};
  arrays.weight = {std::int64_t{1} << 61, std::int64_t{1} << 61};
  arrays.group = {-1, -1};
  arrays.tied.clear();
  arrays.tied_other.clear();
  arrays.tied_alike.clear();
  arrays.category_indptr.clear();
  arrays.category_indices.clear();
  arrays.category_amount.clear();
  arrays.cost_weight = evenload::Rational(std::numeric_limits<std::int64_t>::max(), 1);
  const auto result = optimize::balanced_assignment(arrays.problem());
  CHECK(result.load == std::vector<std::int64_t>{std::int64_t{1} << 61, std::int64_t{1} << 61});
}
