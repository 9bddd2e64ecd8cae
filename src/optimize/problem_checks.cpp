#include "problem_checks.hpp"

#include <utility>

namespace evenload::optimize::detail {

void refuse(ErrorCode code, const char* column, std::optional<std::int64_t> row, std::string expected, std::string found) {
  throw InvalidDataError({code, "problem", column, row, std::move(expected), std::move(found)});
}

void refuse_overflow(const char* column, std::optional<std::int64_t> row, std::string expected, std::string found) {
  throw OverflowError({ErrorCode::overflow, "problem", column, row, std::move(expected), std::move(found)});
}

void check_size(const char* column, std::size_t size) {
  if (size > most_elements) refuse_overflow(column, std::nullopt, "at most 2147483647 elements", std::to_string(size));
}

void check_length(const char* column, std::size_t found, std::size_t expected, bool optional) {
  if (found == expected || (optional && found == 0)) return;
  refuse(ErrorCode::length_mismatch, column, std::nullopt, std::to_string(expected) + " elements" + (optional ? " or none" : ""),
         std::to_string(found));
}

void check_at_least(const char* column, std::span<const std::int64_t> values, std::int64_t least) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= least) continue;
    refuse(least == 0 ? ErrorCode::negative_value : ErrorCode::out_of_range, column, static_cast<std::int64_t>(i),
           "a whole number of at least " + std::to_string(least), std::to_string(values[i]));
  }
}

void check_between(const char* column, std::span<const std::int32_t> values, std::int64_t least, std::int64_t end) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= least && values[i] < end) continue;
    refuse(ErrorCode::out_of_range, column, static_cast<std::int64_t>(i),
           "a whole number from " + std::to_string(least) + " to " + std::to_string(end - 1), std::to_string(values[i]));
  }
}

void check_compressed(const char* column, std::span<const std::int64_t> begin, std::size_t size) {
  if (begin.front() != 0) refuse(ErrorCode::out_of_range, column, 0, "0 as first element", std::to_string(begin.front()));
  for (std::size_t i = 1; i < begin.size(); ++i) {
    if (begin[i] >= begin[i - 1]) continue;
    refuse(ErrorCode::out_of_range, column, static_cast<std::int64_t>(i), "a number of at least the one before", std::to_string(begin[i]));
  }
  if (begin.back() != static_cast<std::int64_t>(size)) {
    refuse(ErrorCode::length_mismatch, column, static_cast<std::int64_t>(begin.size()) - 1, std::to_string(size) + " as last element",
           std::to_string(begin.back()));
  }
}

void check_increasing(std::span<const std::int64_t> indptr, std::span<const std::int32_t> indices) {
  for (std::size_t i = 0; i + 1 < indptr.size(); ++i) {
    for (auto k = indptr[i] + 1; k < indptr[i + 1]; ++k) {
      const auto before = indices[static_cast<std::size_t>(k) - 1];
      const auto here = indices[static_cast<std::size_t>(k)];
      if (here > before) continue;
      refuse(here == before ? ErrorCode::duplicate_id : ErrorCode::out_of_range, "indices", k,
             "columns strictly increasing within row " + std::to_string(i), std::to_string(here) + " after " + std::to_string(before));
    }
  }
}

}  // namespace evenload::optimize::detail
