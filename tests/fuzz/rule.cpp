/// \file
/// Any bytes as a measurement rule: refused with an error, or read so that writing and reading again gives the same text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "evenload/core/errors.hpp"
#include "evenload/workload/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string written;
  try {
    written = evenload::workload::to_json(evenload::workload::measurement_rule_from_json({reinterpret_cast<const char*>(data), size}));
  } catch (const evenload::Error&) {
    return 0;
  }
  if (evenload::workload::to_json(evenload::workload::measurement_rule_from_json(written)) != written) std::abort();
  return 0;
}
