#include "src/core/utf8.hpp"

#include "catch.hpp"

namespace utf8 = evenload::utf8;

TEST_CASE("well-formed UTF-8 is decoded") {
  CHECK(utf8::decode("a").code_point == 0x61);
  CHECK(utf8::decode("å").code_point == 0xE5);
  CHECK(utf8::decode("€uro").code_point == 0x20AC);
  CHECK(utf8::decode("€uro").bytes == 3);
  CHECK(utf8::decode("\xF4\x8F\xBF\xBF").code_point == 0x10FFFF);
  CHECK(utf8::decode("\xED\x9F\xBF").code_point == 0xD7FF);
  CHECK(utf8::decode("\xEE\x80\x80").code_point == 0xE000);
  CHECK(utf8::is_well_formed(""));
  CHECK(utf8::is_well_formed("Åsa 👩‍💼 Öberg"));
}

TEST_CASE("malformed UTF-8 is found") {
  for (const char* bytes : {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF",
                            "\xED\xA0\x80", "\xE2\x82", "\xE2\x82(", "\xF0\x8F\xBF\xBF",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF0\x9F\x92", "\xFF"}) {
    CHECK(utf8::decode(bytes).bytes == 0);
    CHECK_FALSE(utf8::is_well_formed(std::string("ok") + bytes));
  }
}

TEST_CASE("a quotation is short, whole and clean") {
  CHECK(utf8::shorten("short") == "short");
  CHECK(utf8::shorten("abcdef", 6) == "abcdef");
  CHECK(utf8::shorten("abcdefg", 6) == "abcdef…");
  CHECK(utf8::shorten("abcdeå", 6) == "abcde…");  // never inside a character
  CHECK(utf8::shorten("") == "");
  CHECK(utf8::shorten("a\tb\x7f") ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(utf8::shorten("a\xff") == "a\xEF\xBF\xBD");
  CHECK(utf8::shorten("\xC2\x85") == "\xEF\xBF\xBD");  // a control character in two bytes
  CHECK(utf8::quote("x") == "\"x\"");
  CHECK(utf8::quote(std::string(100, 'x')) == "\"" + std::string(60, 'x') + "…\"");
}
