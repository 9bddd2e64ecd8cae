/// \file
/// What the tables of the cheapest path consist of (docs/models/online.md, equations 5 to 8).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace evenload::optimize::detail::online {

/// Weights are told apart up to this many; beyond, some share a class.
inline constexpr int most_classes = 64;

/// Pairs of movable rows that lead from where the row stands to another column. Kept at both ends: at the cell of the row's column and its
/// weight there, and at the cell of the other column and its weight there. What every pass reads lies close together.
struct Links {
  struct Near {
    float cost = 0;          ///< lambda times the difference to the pair in use, rounded down
    std::int32_t cell = -1;  ///< of the other end
  };
  struct Far {
    double enter = 0;  ///< weight in the other column
    double leave = 0;  ///< weight where the row stands
    std::int32_t slot = -1;
  };
  std::vector<Near> near;
  std::vector<Far> far;

  std::size_t size() const noexcept { return near.size(); }
  bool empty() const noexcept { return near.empty(); }
  void make_room(std::size_t more) {
    if (near.capacity() - near.size() < more) near.reserve(near.size() + std::max(more, near.size() / 2 + 4));
    if (far.capacity() < near.capacity()) far.reserve(near.capacity());
  }
  void push(const Near& a, const Far& b) noexcept {
    near.push_back(a);
    far.push_back(b);
  }
  /// What a pass will read soon: lists lie anywhere, so that without it each would be waited for.
  void fetch() const noexcept {
#if defined(__GNUC__)
    const char* bytes = reinterpret_cast<const char*>(near.data());
    const std::size_t end = std::min<std::size_t>(near.size() * sizeof(Near), 1024);
    for (std::size_t at = 0; at < end; at += 64) __builtin_prefetch(bytes + at);
#endif
  }
  void fetch_ends() const noexcept {
#if defined(__GNUC__)
    __builtin_prefetch(&near);
#endif
  }
  /// The last takes its place.
  void drop(std::int32_t at) noexcept {
    near[at] = near.back();
    far[at] = far.back();
    near.pop_back();
    far.pop_back();
  }
};

/// The least that something costs; of all that is reached through one column, and of the rest.
struct Price {
  double best = std::numeric_limits<double>::infinity();
  double second = std::numeric_limits<double>::infinity();  ///< not through `column`
  std::int32_t column = -1;                                 ///< which `best` goes through; -1: none

  double without(std::int32_t other) const noexcept { return column == other && other >= 0 ? second : best; }
  /// One more way, where nobody asks for the second.
  void lower(double value, std::int32_t through) noexcept {
    if (value >= best) return;
    best = second = value;
    column = through;
  }
  /// One more way, through `through`.
  void offer(double value, std::int32_t through) noexcept {
    if (value >= second) return;
    if (through == column) {
      best = value < best ? value : best;
    } else if (value < best) {
      second = best;
      best = value;
      column = through;
    } else {
      second = value;
    }
  }
  friend bool operator==(const Price&, const Price&) = default;
};

/// A price as it was before it changed.
struct Changed {
  std::int32_t cell = -1;
  Price before;
};

/// By cell, that is by column and class of weight.
struct PriceLevel {
  std::vector<Price> come;   ///< equation 6: a row comes to the column, and others may go on
  std::vector<Price> leave;  ///< equation 5: a row of that class goes on from the column
};

}  // namespace evenload::optimize::detail::online
