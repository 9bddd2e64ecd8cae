// numpy arrays without copies: results keep the vector they were computed in, arguments lend their memory.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <utility>
#include <vector>

namespace evenload::python {

/// An array that owns the vector's memory.
template <class T>
pybind11::array_t<T> owning_array(std::vector<T> values) {
  auto held = std::make_unique<std::vector<T>>(std::move(values));
  const auto size = static_cast<pybind11::ssize_t>(held->size());
  const T* data = held->data();
  const pybind11::capsule owner(held.release(), [](void* memory) { delete static_cast<std::vector<T>*>(memory); });
  return pybind11::array_t<T>(size, data, owner);
}

}  // namespace evenload::python
