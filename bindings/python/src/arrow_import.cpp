// Arrow stream to Table.
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "arrow.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::python {

namespace {

/// Releases a C structure of the Arrow interface when it goes out of scope.
template <class Structure>
struct Released {
  Structure value{};
  Released() = default;
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
  ~Released() {
    if (value.release != nullptr) value.release(&value);
  }
};

struct Place {
  const std::string& table;
  std::string column;
  const Zone& zone;

  [[noreturn]] void refuse_type(std::string_view format) const {
    throw InvalidDataError({ErrorCode::wrong_type, table, column, std::nullopt,
                            "a column of booleans, numbers, texts, dates, times, or lists of texts", "Arrow type \"" + std::string(format) + "\""});
  }
};

[[noreturn]] void refuse_stream(const std::string& table, std::string found) {
  throw InvalidDataError({ErrorCode::invalid_argument, table, {}, std::nullopt, "an Arrow stream that can be read", std::move(found)});
}

template <class T>
const T* buffer(const ArrowArray& array, std::size_t index) {
  return static_cast<const T*>(array.buffers[index]);
}

bool bit(const std::uint8_t* bits, std::int64_t position) {
  return (bits[position >> 3] >> (position & 7)) & 1;
}

/// Half-precision bits (IEEE 754 binary16) as a double.
double from_half(std::uint16_t half) {
  const int exponent = (half >> 10) & 31;
  const double fraction = half & 1023;
  double value = 0;
  if (exponent == 0) value = std::ldexp(fraction, -24);
  else if (exponent == 31) value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  else value = std::ldexp(1024 + fraction, exponent - 25);
  return (half & 0x8000) != 0 ? -value : value;
}

/// Values of one column, gathered over all batches of a stream.
class ColumnBuilder {
 public:
  ColumnBuilder(const ArrowSchema& schema, Place place) : place_(std::move(place)), format_(schema.format) {
    if (schema.dictionary != nullptr) {
      dictionary_schema_ = schema.dictionary;
      make(schema.dictionary->format, *schema.dictionary);
      index_format_ = format_;
      format_ = schema.dictionary->format;
    } else {
      make(format_, schema);
    }
  }

  /// Appends rows [first, first + count) of an array; `parent` is the validity of the row as a whole.
  void append(const ArrowArray& array, std::int64_t first, std::int64_t count, const std::uint8_t* parent, std::int64_t parent_offset) {
    const ArrowArray& values = dictionary_schema_ != nullptr ? *array.dictionary : array;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t at = array.offset + first + i;
      bool valid = parent == nullptr || bit(parent, parent_offset + i);
      valid = valid && format_ != "n" && is_valid(array, at);
      std::int64_t value_at = at;
      if (valid && dictionary_schema_ != nullptr) {
        value_at = values.offset + index(array, at);
        valid = is_valid(values, value_at);
      }
      valid_.push_back(valid ? 1 : 0);
      if (!valid) any_missing_ = true;
      std::visit([&](auto& into) { this->push(into, values, value_at, valid); }, values_);
    }
  }

  Column finish() {
    std::vector<std::uint8_t> valid = any_missing_ ? std::move(valid_) : std::vector<std::uint8_t>{};
    if (ticks_per_second_ != 0) {
      return timestamp_column(place_.column, std::get<std::vector<std::int64_t>>(values_), std::move(valid), wall_clock_, place_.zone);
    }
    return {place_.column, std::move(values_), std::move(valid)};
  }

 private:
  void make(const std::string& format, const ArrowSchema& schema) {
    if (format == "b") values_ = std::vector<std::uint8_t>();
    else if (format.size() == 1 && std::string_view("cCsSiIlL").find(format[0]) != std::string_view::npos) values_ = std::vector<std::int64_t>();
    else if (format == "e" || format == "f" || format == "g") values_ = std::vector<double>();
    else if (format == "n" || format == "u" || format == "U" || format == "vu") values_ = std::vector<std::string>();
    else if (format == "tdD" || format == "tdm") values_ = std::vector<Date>();
    else if (format.size() >= 4 && format.starts_with("ts") && format[3] == ':') {
      switch (format[2]) {
        case 's': ticks_per_second_ = 1; break;
        case 'm': ticks_per_second_ = 1'000; break;
        case 'u': ticks_per_second_ = 1'000'000; break;
        case 'n': ticks_per_second_ = 1'000'000'000; break;
        default: place_.refuse_type(format);
      }
      wall_clock_ = format.size() == 4;
      values_ = std::vector<std::int64_t>();
    } else if (format == "+l" || format == "+L") {
      const std::string child = schema.n_children == 1 && schema.children[0]->dictionary == nullptr ? schema.children[0]->format : "";
      if (child != "u" && child != "U" && child != "vu" && child != "n") {
        place_.refuse_type(format + " of " + child);
      }
      child_format_ = child;
      values_ = std::vector<std::vector<std::string>>();
    } else {
      place_.refuse_type(format);
    }
  }

  static bool is_valid(const ArrowArray& array, std::int64_t at) {
    const auto* bits = array.n_buffers > 0 ? buffer<std::uint8_t>(array, 0) : nullptr;
    return array.null_count == 0 || bits == nullptr || bit(bits, at);
  }

  std::int64_t row() const { return static_cast<std::int64_t>(valid_.size()) - 1; }

  std::int64_t whole(const ArrowArray& array, std::int64_t at, char format) const {
    switch (format) {
      case 'c': return buffer<std::int8_t>(array, 1)[at];
      case 'C': return buffer<std::uint8_t>(array, 1)[at];
      case 's': return buffer<std::int16_t>(array, 1)[at];
      case 'S': return buffer<std::uint16_t>(array, 1)[at];
      case 'i': return buffer<std::int32_t>(array, 1)[at];
      case 'I': return buffer<std::uint32_t>(array, 1)[at];
      case 'l': return buffer<std::int64_t>(array, 1)[at];
      default: break;
    }
    const std::uint64_t value = buffer<std::uint64_t>(array, 1)[at];
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      throw InvalidDataError({ErrorCode::out_of_range, place_.table, place_.column, row(), "a whole number below 2^63", std::to_string(value)});
    }
    return static_cast<std::int64_t>(value);
  }

  std::int64_t index(const ArrowArray& array, std::int64_t at) const { return whole(array, at, index_format_[0]); }

  static std::string text(const ArrowArray& array, std::int64_t at, const std::string& format) {
    if (format == "vu") {
      // A view: length, then either up to twelve bytes in place, or four of them, the number of the buffer and the offset in it.
      const auto* view = buffer<std::uint8_t>(array, 1) + 16 * at;
      std::int32_t length = 0;
      std::memcpy(&length, view, 4);
      if (length <= 12) return {reinterpret_cast<const char*>(view + 4), static_cast<std::size_t>(length)};
      std::int32_t number = 0;
      std::int32_t offset = 0;
      std::memcpy(&number, view + 8, 4);
      std::memcpy(&offset, view + 12, 4);
      return {buffer<char>(array, 2 + static_cast<std::size_t>(number)) + offset, static_cast<std::size_t>(length)};
    }
    if (format == "U") {
      const auto* offsets = buffer<std::int64_t>(array, 1);
      return {buffer<char>(array, 2) + offsets[at], static_cast<std::size_t>(offsets[at + 1] - offsets[at])};
    }
    const auto* offsets = buffer<std::int32_t>(array, 1);
    return {buffer<char>(array, 2) + offsets[at], static_cast<std::size_t>(offsets[at + 1] - offsets[at])};
  }

  void push(std::vector<std::uint8_t>& into, const ArrowArray& array, std::int64_t at, bool valid) {
    into.push_back(valid && bit(buffer<std::uint8_t>(array, 1), at) ? 1 : 0);
  }
  void push(std::vector<std::int64_t>& into, const ArrowArray& array, std::int64_t at, bool valid) {
    if (!valid) into.push_back(0);
    else if (ticks_per_second_ == 0) into.push_back(whole(array, at, format_[0]));
    else into.push_back(to_microseconds(buffer<std::int64_t>(array, 1)[at], ticks_per_second_, place_.table, place_.column, row()));
  }
  void push(std::vector<double>& into, const ArrowArray& array, std::int64_t at, bool valid) {
    if (!valid) into.push_back(0);
    else if (format_ == "e") into.push_back(from_half(buffer<std::uint16_t>(array, 1)[at]));
    else if (format_ == "f") into.push_back(static_cast<double>(buffer<float>(array, 1)[at]));
    else into.push_back(buffer<double>(array, 1)[at]);
  }
  void push(std::vector<std::string>& into, const ArrowArray& array, std::int64_t at, bool valid) {
    into.push_back(valid ? text(array, at, format_) : std::string());
  }
  void push(std::vector<Date>& into, const ArrowArray& array, std::int64_t at, bool valid) {
    using std::chrono::days;
    using std::chrono::floor;
    using std::chrono::milliseconds;
    if (!valid) into.emplace_back();
    else if (format_ == "tdD") into.emplace_back(days(buffer<std::int32_t>(array, 1)[at]));
    else into.emplace_back(floor<days>(milliseconds(buffer<std::int64_t>(array, 1)[at])));
  }
  void push(std::vector<Instant>&, const ArrowArray&, std::int64_t, bool) {}  // built from microseconds in finish()
  void push(std::vector<std::vector<std::string>>& into, const ArrowArray& array, std::int64_t at, bool valid) {
    auto& list = into.emplace_back();
    if (!valid) return;
    const std::int64_t first = format_ == "+L" ? buffer<std::int64_t>(array, 1)[at] : buffer<std::int32_t>(array, 1)[at];
    const std::int64_t last = format_ == "+L" ? buffer<std::int64_t>(array, 1)[at + 1] : buffer<std::int32_t>(array, 1)[at + 1];
    const ArrowArray& child = *array.children[0];
    for (std::int64_t k = first; k < last; ++k) {
      if (child_format_ == "n" || !is_valid(child, child.offset + k)) {
        throw InvalidDataError({ErrorCode::missing_value, place_.table, place_.column, row(), "a list without missing elements", "null"});
      }
      list.push_back(text(child, child.offset + k, child_format_));
    }
  }

  Place place_;
  std::string format_;
  std::string child_format_;
  std::string index_format_;
  const ArrowSchema* dictionary_schema_ = nullptr;
  Column::Values values_;
  std::vector<std::uint8_t> valid_;
  bool any_missing_ = false;
  std::int64_t ticks_per_second_ = 0;
  bool wall_clock_ = false;
};

/// The specification's layout: a count, then pairs of length-prefixed key and value, all int32 in native order.
Metadata read_metadata(const char* at) {
  Metadata metadata;
  if (at == nullptr) return metadata;
  const auto number = [&] {
    std::int32_t value = 0;
    std::memcpy(&value, at, 4);
    at += 4;
    return value;
  };
  const auto text = [&] {
    const auto length = static_cast<std::size_t>(number());
    std::string value(at, length);
    at += length;
    return value;
  };
  for (std::int32_t pairs = number(); pairs > 0; --pairs) {
    std::string key = text();
    metadata.insert_or_assign(std::move(key), text());
  }
  return metadata;
}

}  // namespace

std::int64_t to_microseconds(std::int64_t value, std::int64_t per_second, const std::string& table, const std::string& column,
                             std::int64_t row) {
  if (per_second > 1'000'000) {
    const std::int64_t by = per_second / 1'000'000;
    return value / by - (value % by < 0 ? 1 : 0);
  }
  const std::int64_t by = 1'000'000 / per_second;
  if (value > std::numeric_limits<std::int64_t>::max() / by || value < std::numeric_limits<std::int64_t>::min() / by) {
    throw InvalidDataError({ErrorCode::out_of_range, table, column, row, "a time that fits microseconds in 64 bits", std::to_string(value)});
  }
  return value * by;
}

Column timestamp_column(std::string name, const std::vector<std::int64_t>& microseconds, std::vector<std::uint8_t> valid,
                        bool wall_clock, const Zone& zone) {
  using std::chrono::days;
  using std::chrono::floor;
  const std::size_t rows = microseconds.size();
  std::vector<Date> dates(rows);
  std::vector<Instant> instants(rows);
  std::size_t midnights = 0;
  std::size_t present = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    if (!valid.empty() && valid[i] == 0) continue;
    const Instant point{std::chrono::microseconds(microseconds[i])};
    dates[i] = floor<days>(point);
    instants[i] = wall_clock ? zone.to_instant(dates[i], point - dates[i]) : point;
    ++present;
    midnights += point == dates[i] ? 1 : 0;
  }
  if (!wall_clock || (midnights == 0 && present != 0)) return {std::move(name), std::move(instants), std::move(valid)};
  if (midnights == present) return {std::move(name), std::move(dates), std::move(valid)};
  // Days and times of day in one column: only text can tell them apart.
  std::vector<std::string> texts(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    if (!valid.empty() && valid[i] == 0) continue;
    const bool midnight = std::chrono::microseconds(microseconds[i]) == dates[i].time_since_epoch();
    texts[i] = midnight ? to_string(dates[i]) : to_string(instants[i]);
  }
  return {std::move(name), std::move(texts), std::move(valid)};
}

ArrowImport import_stream(ArrowArrayStream& stream, const std::string& table_name, const Zone& zone) {
  const auto last_error = [&] {
    const char* text = stream.get_last_error != nullptr ? stream.get_last_error(&stream) : nullptr;
    return std::string(text != nullptr ? text : "an error without a text");
  };
  Released<ArrowSchema> schema;
  if (stream.get_schema(&stream, &schema.value) != 0) refuse_stream(table_name, last_error());
  if (std::string_view(schema.value.format) != "+s") {
    throw InvalidDataError({ErrorCode::wrong_type, table_name, {}, std::nullopt, "an Arrow stream of record batches",
                            "a stream of Arrow type \"" + std::string(schema.value.format) + "\""});
  }
  std::vector<ColumnBuilder> builders;
  for (std::int64_t c = 0; c < schema.value.n_children; ++c) {
    const ArrowSchema& child = *schema.value.children[c];
    builders.emplace_back(child, Place{table_name, child.name != nullptr ? child.name : "", zone});
  }
  std::size_t rows = 0;
  for (;;) {
    Released<ArrowArray> batch;
    if (stream.get_next(&stream, &batch.value) != 0) refuse_stream(table_name, last_error());
    if (batch.value.release == nullptr) break;
    const ArrowArray& array = batch.value;
    const auto* parent = array.null_count != 0 && array.n_buffers > 0 ? static_cast<const std::uint8_t*>(array.buffers[0]) : nullptr;
    for (std::size_t c = 0; c < builders.size(); ++c) {
      builders[c].append(*array.children[c], array.offset, array.length, parent, array.offset);
    }
    rows += static_cast<std::size_t>(array.length);
  }
  Table table(table_name, rows);
  for (auto& builder : builders) table.add(builder.finish());
  return {std::move(table), read_metadata(schema.value.metadata)};
}

}  // namespace evenload::python
