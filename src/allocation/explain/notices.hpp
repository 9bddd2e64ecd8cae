/// \file
/// Small makers of reasons, so that their parameters are written alike everywhere. Private.
#pragma once

#include <string>
#include <utility>

#include "evenload/allocation/reasons.hpp"
#include "evenload/core/rational.hpp"

namespace evenload::allocation::detail {

using Parameter = std::pair<std::string, ReasonValue>;

/// A load or limit as a reason's number: whole where it is whole.
inline ReasonValue number_value(const Rational& value) {
  if (value.denominator() == 1) return value.numerator();
  return value.to_double();
}

template <class... Parameters>
Reason make_reason(ReasonCode code, Parameters&&... parameters) {
  Reason reason;
  reason.code = code;
  reason.parameters.reserve(sizeof...(parameters));
  (reason.parameters.push_back(std::forward<Parameters>(parameters)), ...);
  return reason;
}

inline Parameter text_of(std::string name, std::string value) { return {std::move(name), std::move(value)}; }
inline Parameter whole_of(std::string name, std::int64_t value) { return {std::move(name), value}; }
inline Parameter number_of(std::string name, const Rational& value) { return {std::move(name), number_value(value)}; }
inline Parameter date_of(std::string name, Date value) { return {std::move(name), value}; }

}  // namespace evenload::allocation::detail
