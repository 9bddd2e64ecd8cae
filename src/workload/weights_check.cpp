// Checks of weight schemes; the weights themselves are in weights.cpp.

#include <map>
#include <utility>

#include "src/core/utf8.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/workload/weights.hpp"
#include "weight_families.hpp"

namespace evenload::workload {

namespace {

/// One table of a scheme, so that an error needs only column, row and what was wrong.
class CheckedTable {
 public:
  explicit CheckedTable(std::string name) : name_(std::move(name)) {}

  [[noreturn]] void fail(std::string_view column, std::size_t row, ErrorCode code, std::string expected, std::string found) const {
    throw InvalidDataError(
        {code, name_, std::string(column), static_cast<std::int64_t>(row), std::move(expected), std::move(found)});
  }
  void not_negative(std::string_view column, std::size_t row, const Rational& value) const {
    if (value < Rational(0)) fail(column, row, ErrorCode::negative_value, "at least 0", value.to_string());
  }
  void not_empty(std::string_view column, std::size_t row, const std::string& text) const {
    if (text.empty()) fail(column, row, ErrorCode::missing_value, "a name", "nothing");
  }
  /// Both texts together once in the table.
  void once(std::string_view column, std::size_t row, std::string_view first, std::string_view second) {
    const auto [seen, is_new] = seen_.try_emplace({first, second}, row);
    if (is_new) return;
    std::string key = utf8::quote(first);
    if (!second.empty()) key += " with " + utf8::quote(second);
    fail(column, row, ErrorCode::duplicate_id, "each combination once", key + " in row " + std::to_string(seen->second) + " and row " + std::to_string(row));
  }

 private:
  std::string name_;
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> seen_;
};

void check_weights(const std::vector<CaseWeight>& weights, WeightFamily family, CheckedTable table) {
  for (std::size_t row = 0; row < weights.size(); ++row) {
    const CaseWeight& weight = weights[row];
    table.not_empty("case_type", row, weight.case_type);
    table.once("case_type", row, weight.case_type, weight.phase);
    table.not_negative(json_io::weight_field(family), row, weight.weight);
    if (weight.minimum) table.not_negative("minimum", row, *weight.minimum);
    if (weight.maximum) table.not_negative("maximum", row, *weight.maximum);
    if (weight.minimum && weight.maximum && *weight.minimum > *weight.maximum) {
      table.fail("minimum", row, ErrorCode::out_of_range, "at most the maximum, which is " + weight.maximum->to_string(), weight.minimum->to_string());
    }
  }
}

void check_factors(const std::vector<WeightFactor>& factors, CheckedTable table) {
  for (std::size_t row = 0; row < factors.size(); ++row) {
    table.not_empty("name", row, factors[row].name);
    table.once("name", row, factors[row].name, factors[row].case_type);
    if (factors[row].kind == FactorKind::multiply) table.not_negative("value", row, factors[row].value);
  }
}

void check_role_shares(const std::vector<RoleShare>& shares, CheckedTable table) {
  for (std::size_t row = 0; row < shares.size(); ++row) {
    table.not_empty("role", row, shares[row].role);
    table.once("role", row, shares[row].role, shares[row].case_type);
    table.not_negative("share", row, shares[row].share);
  }
}

std::string force_text(const WeightTable& version) {
  return "from " + to_string(version.effective_from) + (version.effective_to ? " until before " + to_string(*version.effective_to) : " without end");
}

/// Dates of a version in itself and against the one before it.
void check_force(const std::vector<WeightTable>& versions, std::size_t row, const CheckedTable& table) {
  const WeightTable& version = versions[row];
  if (version.effective_to && *version.effective_to <= version.effective_from) {
    table.fail("effective_to", row, ErrorCode::ends_before_start, "a day after effective_from", force_text(version));
  }
  if (row == 0) return;
  const WeightTable& before = versions[row - 1];
  if (before.effective_to && *before.effective_to <= version.effective_from) return;
  const bool before_all_of_it = version.effective_to && *version.effective_to <= before.effective_from;
  table.fail("effective_from", row, before_all_of_it ? ErrorCode::out_of_range : ErrorCode::overlap_in_bands,
             before_all_of_it ? "versions in the order of their dates" : "versions that do not overlap in time",
             "row " + std::to_string(row - 1) + ": " + force_text(before) + "; row " + std::to_string(row) + ": " + force_text(version));
}

}  // namespace

void check(const WeightScheme& scheme, std::string_view path) {
  const std::string tables = std::string(path) + ".tables";
  CheckedTable table(tables);
  for (std::size_t row = 0; row < scheme.tables.size(); ++row) {
    const WeightTable& version = scheme.tables[row];
    table.once("version", row, version.version, {});
    check_force(scheme.tables, row, table);
    if (version.agreement.agreed && version.agreement.group.empty()) {
      table.fail("agreement.group", row, ErrorCode::missing_value, "the group that agreed", "nothing");
    }
    if (version.agreement.agreed && !version.agreement.date) {
      table.fail("agreement.date", row, ErrorCode::missing_value, "the day of the agreement", "nothing");
    }
    const std::string place = tables + "[" + std::to_string(row) + "]";
    check_weights(version.weights, scheme.family, CheckedTable(place + ".weights"));
    check_factors(version.factors, CheckedTable(place + ".factors"));
    check_role_shares(version.role_shares, CheckedTable(place + ".role_shares"));
  }
}

}  // namespace evenload::workload
