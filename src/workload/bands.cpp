// Bands of the ratio load/capacity: docs/models/workload.md (3).

#include <algorithm>
#include <set>

#include "src/core/utf8.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload {

namespace {

constexpr int most_ratio_decimals = 9;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Colours are written into pages and pictures, so nothing else may slip through.
bool is_colour(std::string_view text) {
  if (text.starts_with('#')) return text.size() == 7 && std::all_of(text.begin() + 1, text.end(), is_hex_digit);
  return std::all_of(text.begin(), text.end(), is_letter);
}

std::string start_text(const LoadBand& band) { return (band.strictly_above ? "above " : "from ") + band.from.to_string(); }

/// The band's start lies after the other's; "above 1" lies after "from 1".
bool starts_after(const LoadBand& band, const LoadBand& other) {
  return band.from > other.from || (band.from == other.from && band.strictly_above && !other.strictly_above);
}

void check_load_bands(const std::vector<LoadBand>& bands, const std::string& table) {
  std::set<std::string_view> names;
  for (std::size_t row = 0; row < bands.size(); ++row) {
    const auto fail = [&](std::string_view column, ErrorCode code, std::string expected, std::string found) {
      throw InvalidDataError({code, table, std::string(column), static_cast<std::int64_t>(row), std::move(expected), std::move(found)});
    };
    const LoadBand& band = bands[row];
    if (band.name.empty()) fail("name", ErrorCode::missing_value, "a name", "nothing");
    if (!names.insert(band.name).second) fail("name", ErrorCode::duplicate_id, "each name once", utf8::quote(band.name) + " twice");
    if (!is_colour(band.colour)) fail("colour", ErrorCode::out_of_range, "a name of letters, or #rrggbb", utf8::quote(band.colour));
    if (band.from < Rational(0)) fail("from", ErrorCode::negative_value, "a ratio of at least 0", band.from.to_string());
    if (row == 0 && (band.from != Rational(0) || band.strictly_above)) {
      fail("from", ErrorCode::gap_in_bands, "a first band from 0", "row 0: " + start_text(band));
    }
    if (row > 0 && !starts_after(band, bands[row - 1])) {
      fail("from", ErrorCode::overlap_in_bands, "bands in ascending order",
           "row " + std::to_string(row - 1) + ": " + start_text(bands[row - 1]) + "; row " + std::to_string(row) + ": " + start_text(band));
    }
  }
}

}  // namespace

void check(const MeasurementRule& rule, std::string_view path) {
  const std::string place(path);
  if (rule.weights) check(*rule.weights, place + ".weights");
  if (rule.capacity) check(*rule.capacity, place + ".capacity");
  check_load_bands(rule.bands, place + ".bands");
  if (rule.fixed_load < Rational(0)) {
    throw InvalidDataError({ErrorCode::negative_value, place, "fixed_load", {}, "at least 0", rule.fixed_load.to_string()});
  }
  if (rule.ratio_decimals && (*rule.ratio_decimals < 0 || *rule.ratio_decimals > most_ratio_decimals)) {
    throw InvalidDataError({ErrorCode::out_of_range, place, "ratio_decimals", {}, "0 to " + std::to_string(most_ratio_decimals),
                            std::to_string(*rule.ratio_decimals)});
  }
}

const LoadBand& band_of(std::span<const LoadBand> bands, const Rational& ratio) {
  for (std::size_t i = bands.size(); i > 0; --i) {
    const LoadBand& band = bands[i - 1];
    if (band.strictly_above ? ratio > band.from : ratio >= band.from) return band;
  }
  throw InvalidDataError({ErrorCode::out_of_range, "bands", "from", {}, "a band that holds the ratio " + ratio.to_string(),
                          bands.empty() ? "no bands" : "bands " + start_text(bands.front())});
}

}  // namespace evenload::workload
