// The Python side of a Table: shared and never changed, so that streams and frames may refer to its memory.
#pragma once

#include <memory>
#include <utility>

#include "arrow.hpp"
#include "evenload/core/table.hpp"

namespace evenload::python {

struct TableHandle {
  std::shared_ptr<const Table> table;
  Metadata metadata;
};

inline TableHandle handle_of(Table table) { return {std::make_shared<const Table>(std::move(table)), {}}; }

}  // namespace evenload::python
