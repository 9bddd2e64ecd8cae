#include "json.hpp"
#include "weight_families.hpp"

namespace evenload::workload::json_io {

using evenload::json_io::array_of;
using evenload::json_io::Choice;
using evenload::json_io::name_of;
using evenload::json_io::put;
using evenload::json_io::put_extensions;
using evenload::json_io::to_json;

namespace {

constexpr std::array<Choice<FactorKind>, 2> factor_kinds{{{"add", FactorKind::add}, {"multiply", FactorKind::multiply}}};

/// Points, hours, or a cap: 17 cases are a full caseload. A cap may be told as the share of a caseload instead, so that a case may weigh nothing.
Rational read_weight(ObjectReader& r, WeightFamily family) {
  if (family != WeightFamily::caseload_caps) return r.rational(weight_field(family));
  const std::optional<Rational> share = r.maybe_rational("share");
  if (share && r.has("cap")) r.fail("share", ErrorCode::out_of_range, "either a cap or a share, not both");
  if (share) return *share;
  const Rational cap = r.rational("cap");
  if (cap <= Rational(0)) r.fail("cap", ErrorCode::out_of_range, "a cap of more than 0 cases");
  return Rational(1) / cap;
}

}  // namespace

CaseWeight read_case_weight(ObjectReader& r, WeightFamily family) {
  CaseWeight weight;
  weight.case_type = r.text("case_type");
  weight.phase = r.text("phase", "");
  weight.weight = read_weight(r, family);
  weight.minimum = r.maybe_rational("minimum");
  weight.maximum = r.maybe_rational("maximum");
  return weight;
}

Json json_of(const CaseWeight& weight, WeightFamily family) {
  Json object{{"case_type", weight.case_type}};
  if (family != WeightFamily::caseload_caps) {
    object[std::string(weight_field(family))] = to_json(weight.weight);
  } else if (weight.weight == Rational(0)) {
    object["share"] = 0;
  } else {
    object["cap"] = to_json(Rational(1) / weight.weight);
  }
  put(object, "phase", weight.phase);
  put(object, "minimum", weight.minimum);
  put(object, "maximum", weight.maximum);
  return object;
}

WeightFactor read_weight_factor(ObjectReader& r) {
  WeightFactor factor;
  factor.name = r.text("name");
  factor.kind = r.choice("kind", factor_kinds, factor.kind);
  factor.value = r.rational("value");
  factor.case_type = r.text("case_type", "");
  return factor;
}

Json json_of(const WeightFactor& factor) {
  Json object{{"name", factor.name}, {"kind", name_of(factor_kinds, factor.kind)}, {"value", to_json(factor.value)}};
  put(object, "case_type", factor.case_type);
  return object;
}

RoleShare read_role_share(ObjectReader& r) {
  RoleShare share;
  share.role = r.text("role");
  share.share = r.rational("share", share.share);
  share.case_type = r.text("case_type", "");
  return share;
}

Json json_of(const RoleShare& share) {
  Json object{{"role", share.role}, {"share", to_json(share.share)}};
  put(object, "case_type", share.case_type);
  return object;
}

Agreement read_agreement(ObjectReader& r) {
  Agreement agreement;
  agreement.agreed = r.boolean("agreed", agreement.agreed);
  agreement.group = r.text("group", "");
  agreement.date = r.maybe_date("date");
  return agreement;
}

Json json_of(const Agreement& agreement) {
  Json object{{"agreed", agreement.agreed}};
  put(object, "group", agreement.group);
  put(object, "date", agreement.date);
  return object;
}

WeightTable read_weight_table(ObjectReader& r, WeightFamily family) {
  WeightTable table;
  table.version = r.text("version", "");
  table.source = r.text("source", "");
  table.effective_from = r.date("effective_from");
  table.effective_to = r.maybe_date("effective_to");
  table.agreement = r.maybe_object("agreement", read_agreement).value_or(Agreement{});
  table.weights = r.objects("weights", [family](ObjectReader& row) { return read_case_weight(row, family); });
  table.factors = r.objects("factors", read_weight_factor);
  table.role_shares = r.objects("role_shares", read_role_share);
  table.extensions = r.extensions();
  return table;
}

Json json_of(const WeightTable& table, WeightFamily family) {
  const auto write = [](const auto& row) { return json_of(row); };
  Json object{{"version", table.version},
              {"effective_from", to_json(table.effective_from)},
              {"agreement", json_of(table.agreement)},
              {"weights", array_of(table.weights, [family](const CaseWeight& weight) { return json_of(weight, family); })},
              {"factors", array_of(table.factors, write)},
              {"role_shares", array_of(table.role_shares, write)}};
  put(object, "source", table.source);
  put(object, "effective_to", table.effective_to);
  put_extensions(object, table.extensions, "weight_table");
  return object;
}

WeightScheme read_weight_scheme(ObjectReader& r) {
  WeightScheme scheme;
  scheme.name = r.text("name", "");
  scheme.family = r.choice("family", weight_families, scheme.family);
  scheme.tables = r.objects("tables", [family = scheme.family](ObjectReader& table) { return read_weight_table(table, family); });
  scheme.assumption = r.text("assumption", "");
  scheme.extensions = r.extensions();
  check(scheme, r.place());
  return scheme;
}

Json json_of(const WeightScheme& scheme) {
  Json object{{"name", scheme.name},
              {"family", name_of(weight_families, scheme.family)},
              {"tables", array_of(scheme.tables, [family = scheme.family](const WeightTable& table) { return json_of(table, family); })}};
  put(object, "assumption", scheme.assumption);
  put_extensions(object, scheme.extensions, "weight_scheme");
  return object;
}

}  // namespace evenload::workload::json_io
