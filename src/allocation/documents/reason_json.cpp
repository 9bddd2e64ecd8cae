#include <algorithm>
#include <type_traits>

#include "json.hpp"

namespace evenload::allocation {

namespace {

const ReasonParameter* documented(ReasonCode code, std::string_view name) {
  const auto all = parameters_of(code);
  const auto at = std::find_if(all.begin(), all.end(), [&](const ReasonParameter& parameter) { return parameter.name == name; });
  return at == all.end() ? nullptr : &*at;
}

/// A parameter by its documented kind; one that a later version added by the type it has.
ReasonValue read_value(ObjectReader& r, const std::string& name, const ReasonParameter* known) {
  if (known != nullptr) {
    switch (known->kind) {
      case ParameterKind::text: return r.text(name);
      case ParameterKind::integer: return r.integer(name);
      case ParameterKind::date: return r.date(name);
      case ParameterKind::number: break;
    }
  }
  const Json* value = r.raw(name);
  if (value == nullptr) r.fail(name, ErrorCode::missing_value, "a value");
  if (value->is_string() && known == nullptr) return r.text(name);
  if (value->is_number_integer()) return r.integer(name);
  return r.number(name);
}

}  // namespace

Json parameters_json(const Reason& reason) {
  Json parameters = Json::object();
  for (const auto& [name, value] : reason.parameters) {
    parameters[name] = std::visit(
        [](const auto& held) -> Json {
          if constexpr (std::is_same_v<std::decay_t<decltype(held)>, Date>) return json_io::to_json(held);
          else return held;
        },
        value);
  }
  return parameters;
}

Json json_of(const Reason& reason, const Catalogue* catalogue) {
  Json object{{"code", std::string(to_string(reason.code))}, {"parameters", parameters_json(reason)}};
  if (catalogue != nullptr) object["sentence"] = catalogue->sentence(reason);
  return object;
}

Json json_of(const std::vector<Reason>& reasons, const Catalogue* catalogue) {
  return json_io::array_of(reasons, [&](const Reason& reason) { return json_of(reason, catalogue); });
}

Reason read_reason(ObjectReader& r) {
  Reason reason;
  const std::string code = r.text("code");
  try {
    reason.code = reason_code_from_string(code);
  } catch (const InvalidDataError&) {
    r.fail("code", ErrorCode::out_of_range, "the name of a reason code");
  }
  r.maybe_text("sentence");
  if (!r.has("parameters")) return reason;
  reason.parameters = r.object("parameters", [&](ObjectReader& parameters) {
    // JSON objects have no order; the documented one is that of the interface, anything else follows by name.
    std::vector<std::pair<std::string, ReasonValue>> values;
    const Json& given = *r.raw("parameters");
    for (const ReasonParameter& known : parameters_of(reason.code)) {
      if (parameters.has(known.name)) values.emplace_back(known.name, read_value(parameters, std::string(known.name), &known));
    }
    for (const auto& [name, value] : given.items()) {
      if (documented(reason.code, name) == nullptr) values.emplace_back(name, read_value(parameters, name, nullptr));
    }
    return values;
  });
  return reason;
}

}  // namespace evenload::allocation
