/// \file
/// Any bytes as a JSON table of cases or caseworkers.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "evenload/allocation/tables.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  try {
    const evenload::Table cases = evenload::table_from_json("cases", json);
    const evenload::Table caseworkers = evenload::table_from_json("caseworkers", json);
    evenload::allocation::InputTables tables;
    tables.cases = &cases;
    tables.caseworkers = &caseworkers;
    (void)evenload::allocation::read_input(tables, evenload::Zone::utc());
  } catch (const evenload::Error&) {
  }
  return 0;
}
