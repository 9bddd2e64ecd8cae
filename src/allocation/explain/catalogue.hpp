/// \file
/// The built-in sentences as data, one source file per language. Private.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace evenload::allocation {

using SentenceRow = std::pair<std::string_view, std::string_view>;

std::span<const SentenceRow> english_sentences() noexcept;
std::span<const SentenceRow> swedish_sentences() noexcept;

}  // namespace evenload::allocation
