// Containers with their contents in the signature, so that the generated stubs say what a tuple holds.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/typing.h>

#include <cstdint>

namespace evenload::python {

namespace typing = pybind11::typing;

using Text = pybind11::str;
using Whole = pybind11::int_;
using Real = pybind11::float_;
using MaybeReal = typing::Optional<Real>;
using Flag = pybind11::bool_;
using Any = pybind11::object;

/// (code, {parameter: value}).
using ReasonRow = typing::Tuple<Text, typing::Dict<Text, Any>>;
using ReasonRows = typing::List<ReasonRow>;

/// (name, value, bound, gap, absolute gap, variable gap, proven).
using LevelRow = typing::Tuple<Text, Real, Real, MaybeReal, Real, MaybeReal, Flag>;
using LevelRows = typing::List<LevelRow>;
/// (ratios, proven, next bound) of leximin.
using SortedRatiosRow = typing::Tuple<pybind11::array_t<double>, Whole, MaybeReal>;
using MaybeSortedRatios = typing::Optional<SortedRatiosRow>;

}  // namespace evenload::python
