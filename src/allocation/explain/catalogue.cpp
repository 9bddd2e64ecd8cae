#include "catalogue.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "evenload/allocation/reasons.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::allocation {

namespace {

std::string number_text(double value, char decimal_mark) {
  // Two decimals are enough to read; the exact value stays in the parameter. Beyond 2^53 there are no decimals to round.
  const double rounded = std::abs(value) < 9e15 ? std::round(value * 100) / 100 : value;
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, rounded == 0 ? 0.0 : rounded);
  std::string text(buffer, error == std::errc() ? end : buffer);
  std::replace(text.begin(), text.end(), '.', decimal_mark);
  return text;
}

std::string without_full_stop(std::string text) {
  if (!text.empty() && text.back() == '.') text.pop_back();
  return text;
}

/// Fills one stretch of a pattern. `complete` tells whether every place had a value.
struct Filled {
  std::string text;
  bool has_place = false;
  bool complete = true;
};

template <class Lookup>
Filled fill(std::string_view pattern, const Lookup& lookup) {
  Filled result;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    result.text += pattern.substr(0, open);
    const std::optional<std::string> value = lookup(pattern.substr(open + 1, close - open - 1));
    result.has_place = true;
    result.complete = result.complete && value && !value->empty();
    result.text += value ? *value : std::string(pattern.substr(open, close - open + 1));
    pattern.remove_prefix(close + 1);
  }
  result.text += pattern;
  return result;
}

}  // namespace

Catalogue::Catalogue(std::string language, std::span<const std::pair<std::string_view, std::string_view>> sentences)
    : language_(std::move(language)), sentences_(sentences.begin(), sentences.end()) {}

Catalogue::Catalogue(const Catalogue& base, std::map<std::string, std::string> sentences)
    : language_(base.language_), sentences_(base.sentences_) {
  for (auto& [name, text] : sentences) {
    const auto known = sentences_.find(name);
    if (known == sentences_.end()) {
      throw InvalidDataError({ErrorCode::unknown_field, "sentences", name, std::nullopt,
                              "the name of a reason, or rule., level., limit., class., state., outcome. or stop. with a name", name});
    }
    known->second = std::move(text);
  }
}

const Catalogue& Catalogue::built_in(std::string_view language) {
  static const Catalogue english("en", english_sentences());
  static const Catalogue swedish("sv", swedish_sentences());
  if (language == "en") return english;
  if (language == "sv") return swedish;
  throw InvalidDataError({ErrorCode::unsupported, "catalogue", "language", std::nullopt, "\"en\" or \"sv\"", std::string(language)});
}

const std::string& Catalogue::pattern(std::string_view name) const {
  const auto known = sentences_.find(name);
  if (known == sentences_.end()) {
    throw InvalidDataError({ErrorCode::invalid_argument, "catalogue", "name", std::nullopt, "the name of a sentence", std::string(name)});
  }
  return known->second;
}

std::vector<std::string> Catalogue::names() const {
  std::vector<std::string> all;
  all.reserve(sentences_.size());
  for (const auto& entry : sentences_) all.push_back(entry.first);
  return all;
}

std::string Catalogue::sentence(const Reason& reason) const {
  const char decimal_mark = language_ == "sv" ? ',' : '.';
  const auto lookup = [&](std::string_view place) -> std::optional<std::string> {
    const auto given = std::find_if(reason.parameters.begin(), reason.parameters.end(),
                                    [&](const auto& parameter) { return parameter.first == place; });
    if (given == reason.parameters.end()) return std::nullopt;
    const auto as_text = [&](const auto& value) -> std::string {
      using Value = std::decay_t<decltype(value)>;
      if constexpr (std::is_same_v<Value, std::int64_t>) {
        return std::to_string(value);
      } else if constexpr (std::is_same_v<Value, double>) {
        return number_text(value, decimal_mark);
      } else if constexpr (std::is_same_v<Value, Date>) {
        return evenload::to_string(value);
      } else {
        if (place != "level" && place != "rule" && place != "limit") return value;
        const auto term = sentences_.find(std::string(place) + "." + value);
        return term == sentences_.end() ? value : without_full_stop(term->second);
      }
    };
    return std::visit(as_text, given->second);
  };

  std::string_view rest = pattern(to_string(reason.code));
  std::string sentence;
  while (!rest.empty()) {
    const std::size_t open = rest.find('[');
    const std::size_t close = open == std::string_view::npos ? open : rest.find(']', open);
    sentence += fill(rest.substr(0, open), lookup).text;
    if (close == std::string_view::npos) {
      if (open != std::string_view::npos) sentence += fill(rest.substr(open), lookup).text;
      break;
    }
    const Filled optional_part = fill(rest.substr(open + 1, close - open - 1), lookup);
    if (!optional_part.has_place) {
      sentence += rest.substr(open, close - open + 1);
    } else if (optional_part.complete) {
      sentence += optional_part.text;
    }
    rest.remove_prefix(close + 1);
  }
  return sentence;
}

}  // namespace evenload::allocation
