// A comparison of units as tables; docs/data-model.md describes the columns.

#include <string>
#include <utility>

#include "evenload/workload/comparison.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::workload {

namespace {

template <class Number>
std::optional<std::int64_t> whole(Number value) {
  return static_cast<std::int64_t>(value);
}

std::string sentence(const CaveatOfUnits& told, std::string_view language) {
  std::string text(caveat_pattern(told.caveat, language));
  const auto put = [&](std::string_view place, const std::string& name) {
    if (const std::size_t at = text.find(place); at != std::string::npos) text.replace(at, place.size(), name);
  };
  // The second first, so that a unit that is called "{other}" stays what it is.
  put("{other}", told.other.value());
  put("{unit}", told.unit.empty() ? (language == "en" ? "Whoever has no unit" : "De som saknar enhet") : told.unit.value());
  return text;
}

}  // namespace

Table units_table(const UnitComparison& comparison) {
  using Row = UnitMeasurement;
  return std::move(TableBuilder<Row>("units", comparison.units, EmptyColumns::keep)
                       .text("unit", [](const Row& r) { return r.unit.value(); })
                       .text("scheme", [](const Row& r) { return r.scheme; })
                       .text("version", [](const Row& r) { return r.version; })
                       .text("family", [](const Row& r) { return r.family ? family_name(*r.family) : std::string_view(); })
                       .flag("agreed", [](const Row& r) { return r.agreed; })
                       .column<std::int64_t>("people", [](const Row& r) { return whole(r.people); })
                       .column<std::int64_t>("cases", [](const Row& r) { return whole(r.cases); })
                       .number("load", [](const Row& r) { return std::optional(r.load); })
                       .number("capacity", [](const Row& r) { return std::optional(r.capacity); })
                       .number("ratio", [](const Row& r) { return r.ratio; })
                       .number("lowest", [](const Row& r) { return r.lowest; })
                       .number("median", [](const Row& r) { return r.median; })
                       .number("highest", [](const Row& r) { return r.highest; })
                       .column<std::int64_t>("over_capacity", [](const Row& r) { return whole(r.over_capacity); })
                       .column<std::int64_t>("without_capacity", [](const Row& r) { return whole(r.without_capacity); })
                       .column<std::int64_t>("not_weighed", [](const Row& r) { return whole(r.not_weighed); }))
      .done();
}

Table cross_table(const UnitComparison& comparison) {
  using Row = CrossMeasurement;
  return std::move(TableBuilder<Row>("cross", comparison.cross, EmptyColumns::keep)
                       .text("unit", [](const Row& r) { return r.unit.value(); })
                       .text("scheme_of", [](const Row& r) { return r.scheme_of.value(); })
                       .number("ratio", [](const Row& r) { return r.ratio; })
                       .column<std::int64_t>("weighed", [](const Row& r) { return whole(r.weighed); })
                       .column<std::int64_t>("not_weighed", [](const Row& r) { return whole(r.not_weighed); }))
      .done();
}

Table caveats_table(const UnitComparison& comparison) {
  using Row = CaveatOfUnits;
  return std::move(TableBuilder<Row>("cannot_tell", comparison.cannot_tell, EmptyColumns::keep)
                       .text("caveat", [](const Row& r) { return caveat_name(r.caveat); })
                       .text("unit", [](const Row& r) { return r.unit.value(); })
                       .text("other", [](const Row& r) { return r.other.value(); })
                       .text("en", [](const Row& r) { return sentence(r, "en"); })
                       .text("sv", [](const Row& r) { return sentence(r, "sv"); }))
      .done();
}

}  // namespace evenload::workload
