/// \file
/// Any bytes as the small texts that are parsed: dates, instants, times, weeks, fractions, ids, zone names.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "evenload/core/calendar.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/rational.hpp"

namespace {

template <class Call>
void tolerate(Call&& call) {
  try {
    call();
  } catch (const evenload::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  tolerate([&] {
    const evenload::Date date = evenload::parse_date(text);
    if (evenload::parse_date(evenload::to_string(date)) != date) std::abort();
  });
  tolerate([&] {
    const evenload::Instant instant = evenload::parse_instant(text);
    if (evenload::parse_instant(evenload::to_string(instant)) != instant) std::abort();
  });
  tolerate([&] { (void)evenload::parse_time_of_day(text); });
  tolerate([&] { (void)evenload::parse_iso_week(text); });
  tolerate([&] {
    const evenload::Rational value = evenload::Rational::parse(text);
    if (evenload::Rational::parse(value.to_string()) != value) std::abort();
  });
  tolerate([&] { evenload::check_id(text, "cases", "id", 0); });
  tolerate([&] { (void)evenload::Zone::load(text); });
  return 0;
}
