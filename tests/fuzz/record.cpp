/// \file
/// Any bytes as a sealed record: refused with an error, or read so that writing and reading again gives the same text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "evenload/allocation/audit.hpp"
#include "evenload/core/errors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string written;
  try {
    written = evenload::allocation::to_json(evenload::allocation::sealed_record_from_json({reinterpret_cast<const char*>(data), size}));
  } catch (const evenload::Error&) {
    return 0;
  }
  if (evenload::allocation::to_json(evenload::allocation::sealed_record_from_json(written)) != written) std::abort();
  return 0;
}
