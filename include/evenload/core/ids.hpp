/// \file
/// Identifiers: opaque text from other systems, one C++ type per kind, never parsed.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace evenload {

/// Longest id, in bytes of UTF-8.
inline constexpr std::size_t maximum_id_bytes = 128;

/// Throws InvalidDataError(invalid_id) unless `text` is well-formed UTF-8 of 1 to 128 bytes without
/// control characters.
void check_id(std::string_view text, std::string_view table, std::string_view column,
              std::int64_t row);

/// An id of one kind. Ordered bytewise, so that ties are broken alike everywhere.
template <class Kind>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}
  Id(std::string system, std::string value)
      : system_(std::move(system)), value_(std::move(value)) {}
  const std::string& value() const noexcept { return value_; }
  /// Empty where one system is enough.
  const std::string& system() const noexcept { return system_; }
  bool empty() const noexcept { return value_.empty(); }
  friend bool operator==(const Id&, const Id&) = default;
  friend std::strong_ordering operator<=>(const Id& a, const Id& b) noexcept {
    const int by_system = a.system_.compare(b.system_);
    return (by_system != 0 ? by_system : a.value_.compare(b.value_)) <=> 0;
  }

 private:
  std::string system_;
  std::string value_;
};

using CaseId = Id<struct CaseKind>;
using CaseworkerId = Id<struct CaseworkerKind>;
using UnitId = Id<struct UnitKind>;

}  // namespace evenload

template <class Kind>
struct std::hash<evenload::Id<Kind>> {
  std::size_t operator()(const evenload::Id<Kind>& id) const noexcept {
    const std::size_t a = std::hash<std::string>{}(id.system());
    return a ^ (std::hash<std::string>{}(id.value()) + 0x9e3779b97f4a7c15ULL + (a << 6) + (a >> 2));
  }
};
