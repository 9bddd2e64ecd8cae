#include <cmath>

#include "evenload/core/errors.hpp"
#include "evenload/core/table.hpp"
#include "property.hpp"
#include "src/core/utf8.hpp"

using evenload::Column;
using evenload::Table;
using evenload::table_from_json;
using evenload::to_json;
using evenload::test::property;

namespace {

void append_utf8(std::string& text, std::uint32_t point) {
  const auto byte = [&](std::uint32_t value) {
    text += static_cast<char>(static_cast<unsigned char>(value));
  };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6);
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12);
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18);
    byte(0x80 | (point >> 12 & 0x3F));
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

std::uint32_t any_code_point() {
  const std::uint32_t limit =
      *rc::gen::element<std::uint32_t>(0x20, 0x80, 0x800, 0x10000, 0x110000);
  const auto point = *rc::gen::inRange<std::uint32_t>(0, limit);
  return point >= 0xD800 && point < 0xE000 ? point - 0x800 : point;
}

std::string any_text() {
  std::string text;
  for (int length = *rc::gen::inRange(0, 8); length > 0; --length)
    append_utf8(text, any_code_point());
  return text;
}

double any_number() {
  // A point or exponent is written for each, so that a column stays what it was.
  const auto bits =
      *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53), std::int64_t{1} << 53);
  return std::ldexp(static_cast<double>(bits), *rc::gen::inRange(-900, 900));
}

template <class Value, class Make>
Column column(std::string name, std::size_t rows, std::vector<std::uint8_t> valid, Make make) {
  std::vector<Value> values;
  for (std::size_t row = 0; row < rows; ++row)
    values.push_back(valid.empty() || valid[row] != 0 ? static_cast<Value>(make()) : Value{});
  return {std::move(name), std::move(values), std::move(valid)};
}

Column any_column(std::string name, std::size_t rows) {
  std::vector<std::uint8_t> valid;
  if (*rc::gen::arbitrary<bool>()) {
    for (std::size_t row = 0; row < rows; ++row)
      valid.push_back(*rc::gen::arbitrary<bool>() ? 1 : 0);
    // A column without values comes back as text, one without gaps without flags.
    valid[0] = 1;
    if (std::all_of(valid.begin(), valid.end(), [](std::uint8_t flag) { return flag != 0; }))
      valid.clear();
  }
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return column<std::uint8_t>(std::move(name), rows, std::move(valid),
                                  [] { return *rc::gen::arbitrary<bool>() ? 1 : 0; });
    case 1:
      return column<std::int64_t>(std::move(name), rows, std::move(valid), [] {
        return *rc::gen::resize(1000, rc::gen::arbitrary<std::int64_t>());
      });
    case 2:
      return column<double>(std::move(name), rows, std::move(valid), any_number);
    case 3:
      return column<std::string>(std::move(name), rows, std::move(valid), any_text);
    default:
      return column<std::vector<std::string>>(std::move(name), rows, std::move(valid), [] {
        std::vector<std::string> entries;
        for (int count = *rc::gen::inRange(0, 4); count > 0; --count) entries.push_back(any_text());
        return entries;
      });
  }
}

}  // namespace

TEST_CASE("a table survives the way through JSON") {
  property("any table", [] {
    const auto rows = *rc::gen::inRange<std::size_t>(1, 7);
    Table table("cases", rows);
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i)
      table.add(any_column(std::to_string(i) + any_text(), rows));
    const Table again = table_from_json("cases", to_json(table));
    RC_ASSERT(again.rows() == table.rows());
    RC_ASSERT(again.columns().size() == table.columns().size());
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const Column& before = table.columns()[i];
      const Column& after = again.columns()[i];
      RC_ASSERT(after.name == before.name);
      RC_ASSERT(after.type() == before.type());
      RC_ASSERT(after.valid == before.valid);
      RC_ASSERT(after.values == before.values);
    }
    RC_ASSERT(to_json(again) == to_json(table));
  });
}

TEST_CASE("no text makes the reader of tables do anything but read or refuse") {
  property("JSON with bytes changed", [] {
    std::string json =
        R"([{"id":"k1","weight":3,"skills":["a","b"],"urgent":true},{"id":"k2","weight":2.5e0,"note":null}])";
    for (int changes = *rc::gen::inRange(1, 6); changes > 0; --changes) {
      const auto position = *rc::gen::inRange<std::size_t>(0, json.size());
      const std::string piece =
          *rc::gen::element<std::string>("[", "]", "{", "}", ",", ":", "\"", "1", "-", ".", "e9",
                                         "null", "true", "\\u00", "\xff", "");
      json.replace(position, *rc::gen::inRange<std::size_t>(0, 4), piece);
    }
    try {
      const Table table = table_from_json("cases", json);
      for (const Column& column : table.columns()) RC_ASSERT(column.size() == table.rows());
    } catch (const evenload::InvalidDataError& error) {
      RC_ASSERT(error.info().table == "cases");
      RC_ASSERT(!error.info().expected.empty());
      RC_ASSERT(!error.info().found.empty());
    }
  });
}

TEST_CASE("UTF-8 is decoded as encoded, and quotations are short and clean") {
  property("code points", [] {
    const std::uint32_t point = any_code_point();
    std::string text;
    append_utf8(text, point);
    RC_ASSERT(evenload::utf8::decode(text).code_point == point);
    RC_ASSERT(evenload::utf8::decode(text).bytes == text.size());
  });
  property("any bytes", [] {
    const auto bytes = *rc::gen::arbitrary<std::string>();
    const auto limit = *rc::gen::inRange<std::size_t>(0, 40);
    const std::string shown = evenload::utf8::shorten(bytes, limit);
    RC_ASSERT(evenload::utf8::is_well_formed(shown));
    RC_ASSERT(shown.size() <= limit + 3);
  });
}

TEST_CASE("an error survives the way through JSON") {
  property("any error", [] {
    evenload::ErrorInfo info{evenload::ErrorCode::wrong_type,
                             any_text(),
                             any_text(),
                             std::nullopt,
                             any_text(),
                             any_text()};
    if (*rc::gen::arbitrary<bool>())
      info.row = *rc::gen::resize(1000, rc::gen::arbitrary<std::int64_t>());
    const evenload::ErrorInfo again = evenload::error_info_from_json(to_json(info));
    RC_ASSERT(again.code == info.code);
    RC_ASSERT(again.table == info.table);
    RC_ASSERT(again.column == info.column);
    RC_ASSERT(again.row == info.row);
    RC_ASSERT(again.expected == info.expected);
    RC_ASSERT(again.found == info.found);
  });
}
