/// \file
/// Ids of rows, and references to them from other columns and tables. Private.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/table.hpp"

namespace evenload {

/// The name of the column that says which system the ids of another column belong to.
inline std::string system_column(std::string_view column) { return column == "id" ? "system" : std::string(column) + "_system"; }

/// An id cell with the system beside it, where there is one.
template <class IdType>
class IdReader {
 public:
  IdReader(const Table& table, std::string_view column)
      : id_(table, column), system_(table, system_column(column)) {}
  bool has(std::size_t row) const { return id_.has(row); }
  /// As it stands; empty where missing. A system without an id is an error.
  IdType read(std::size_t row) const {
    if (!id_.has(row)) {
      if (system_.has(row)) id_.fail(row, ErrorCode::missing_value, "the id that the system beside it belongs to");
      return IdType();
    }
    return system_.has(row) ? IdType(system_.id(row), id_.id(row)) : IdType(id_.id(row));
  }
  bool names_system(std::size_t row) const { return system_.has(row); }
  [[noreturn]] void fail(std::size_t row, ErrorCode code, std::string expected) const { id_.fail(row, code, std::move(expected)); }

 private:
  ColumnReader id_;
  ColumnReader system_;
};

/// The ids of a table, each once, and what a reference to one of them means.
template <class IdType>
class IdIndex {
 public:
  IdIndex() = default;
  /// Reads column "id" and, where there is one, "system". \throws InvalidDataError(missing_column, invalid_id, duplicate_id)
  explicit IdIndex(const Table& table) {
    ColumnReader::required(table, "id");
    const IdReader<IdType> reader(table, "id");
    ids_.reserve(table.rows());
    rows_.reserve(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (!reader.has(row)) reader.fail(row, ErrorCode::missing_value, "an id");
      ids_.push_back(reader.read(row));
      const auto [entry, is_new] = rows_.emplace(ids_.back(), row);
      if (!is_new) reader.fail(row, ErrorCode::duplicate_id, "each id once; this one stands in row " + std::to_string(entry->second) + ", too");
      const auto [same_value, is_first] = by_value_.emplace(ids_.back().value(), row);
      if (!is_first) same_value->second = several;
    }
  }
  const IdType& operator[](std::size_t row) const { return ids_[row]; }

  /// Row of a reference: the row with that system and id; where the reference names no system, the row without one, else the only row
  /// with that id in any system. None where it is unknown. \throws InvalidDataError(invalid_id) where the id stands for several rows.
  std::optional<std::size_t> find(const IdReader<IdType>& reference, std::size_t row) const {
    const IdType id = reference.read(row);
    if (const auto exact = rows_.find(id); exact != rows_.end()) return exact->second;
    if (reference.names_system(row)) return std::nullopt;
    const auto only = by_value_.find(id.value());
    if (only == by_value_.end()) return std::nullopt;
    if (only->second == several) {
      reference.fail(row, ErrorCode::invalid_id, "an id that stands for one row; several systems have it, so name the system beside it");
    }
    return only->second;
  }
  /// The id that is meant. Missing: empty. Unknown: as it stands, which history may be.
  IdType resolve(const IdReader<IdType>& reference, std::size_t row) const {
    if (!reference.has(row)) return reference.read(row);
    const std::optional<std::size_t> found = find(reference, row);
    return found ? ids_[*found] : reference.read(row);
  }
  /// The row that is meant. \throws InvalidDataError(missing_value, unknown_id)
  std::size_t known(const IdReader<IdType>& reference, std::size_t row, std::string_view table) const {
    if (!reference.has(row)) reference.fail(row, ErrorCode::missing_value, "an id in \"" + std::string(table) + "\"");
    const std::optional<std::size_t> found = find(reference, row);
    if (!found) reference.fail(row, ErrorCode::unknown_id, "an id in \"" + std::string(table) + "\"");
    return *found;
  }

 private:
  static constexpr std::size_t several = static_cast<std::size_t>(-1);
  std::vector<IdType> ids_;
  std::unordered_map<IdType, std::size_t> rows_;
  std::unordered_map<std::string, std::size_t> by_value_;
};

using CaseIndex = IdIndex<CaseId>;
using CaseworkerIndex = IdIndex<CaseworkerId>;

}  // namespace evenload
