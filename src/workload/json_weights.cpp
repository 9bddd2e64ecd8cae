#include "json.hpp"

namespace evenload::workload::json_io {

using evenload::json_io::array_of;
using evenload::json_io::Choice;
using evenload::json_io::name_of;
using evenload::json_io::put;
using evenload::json_io::put_extensions;
using evenload::json_io::to_json;

namespace {

constexpr std::array<Choice<FactorKind>, 2> factor_kinds{{{"add", FactorKind::add}, {"multiply", FactorKind::multiply}}};

}  // namespace

CaseWeight read_case_weight(ObjectReader& r) {
  CaseWeight weight;
  weight.case_type = r.text("case_type");
  weight.phase = r.text("phase", "");
  weight.points = r.rational("points");
  weight.minimum = r.maybe_rational("minimum");
  weight.maximum = r.maybe_rational("maximum");
  return weight;
}

Json json_of(const CaseWeight& weight) {
  Json object{{"case_type", weight.case_type}, {"points", to_json(weight.points)}};
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

WeightTable read_weight_table(ObjectReader& r) {
  WeightTable table;
  table.version = r.text("version", "");
  table.source = r.text("source", "");
  table.effective_from = r.date("effective_from");
  table.effective_to = r.maybe_date("effective_to");
  table.agreement = r.maybe_object("agreement", read_agreement).value_or(Agreement{});
  table.weights = r.objects("weights", read_case_weight);
  table.factors = r.objects("factors", read_weight_factor);
  table.role_shares = r.objects("role_shares", read_role_share);
  table.extensions = r.extensions();
  return table;
}

Json json_of(const WeightTable& table) {
  const auto write = [](const auto& row) { return json_of(row); };
  Json object{{"version", table.version},
              {"effective_from", to_json(table.effective_from)},
              {"agreement", json_of(table.agreement)},
              {"weights", array_of(table.weights, write)},
              {"factors", array_of(table.factors, write)},
              {"role_shares", array_of(table.role_shares, write)}};
  put(object, "source", table.source);
  put(object, "effective_to", table.effective_to);
  put_extensions(object, table.extensions, "weight_table");
  return object;
}

AdditivePoints read_additive_points(ObjectReader& r) {
  AdditivePoints scheme;
  scheme.name = r.text("name", "");
  scheme.tables = r.objects("tables", read_weight_table);
  scheme.extensions = r.extensions();
  check(scheme, r.place());
  return scheme;
}

Json json_of(const AdditivePoints& scheme) {
  Json object{{"name", scheme.name}, {"tables", array_of(scheme.tables, [](const WeightTable& table) { return json_of(table); })}};
  put_extensions(object, scheme.extensions, "additive_points");
  return object;
}

}  // namespace evenload::workload::json_io
