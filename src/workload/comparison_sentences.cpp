// What a comparison of units cannot tell, in English and Swedish.

#include <array>
#include <string>

#include "evenload/core/errors.hpp"
#include "evenload/workload/comparison.hpp"

namespace evenload::workload {

namespace {

struct CaveatWords {
  std::string_view name;
  std::string_view english;
  std::string_view swedish;
};

/// In the order of the codes.
constexpr std::array<CaveatWords, 11> caveats{{
    {"different_families", "{unit} and {other} weigh in different units: compare shares of capacity, never loads.",
     "{unit} och {other} väger i olika enheter: jämför andelar av kapaciteten, aldrig poäng eller timmar."},
    {"different_schemes", "{unit} and {other} weigh alike cases differently: equal shares need not be equal work.",
     "{unit} och {other} väger lika ärenden olika: lika andelar behöver inte vara lika mycket arbete."},
    {"draft_weights", "Nobody has agreed on the weights of {unit} yet.", "Ingen har ännu kommit överens om vikterna för {unit}."},
    {"converted_weights", "The weights of {unit} are converted from another kind of scheme, under an assumption.",
     "Vikterna för {unit} är omräknade från en annan sorts modell, under ett antagande."},
    {"own_weights", "Some cases of {unit} carry a weight of their own, outside its scheme.",
     "Några ärenden i {unit} har en egen vikt, utanför modellen."},
    {"own_capacity", "Some people of {unit} carry a capacity of their own, outside its rule: it has no share under the others'.",
     "Några i {unit} har en egen kapacitet, utanför regeln: den har ingen andel med de andras modeller."},
    {"unit_without_rule", "{unit} has no rule and is not in the comparison.", "{unit} har ingen regel och är inte med i jämförelsen."},
    {"cases_not_weighed", "The scheme of {other} does not know some cases of {unit}.", "Modellen för {other} känner inte till några av ärendena i {unit}."},
    {"own_load", "Some people of {unit} carry load beside cases, told in the unit of its own scheme: it has no share under the others'.",
     "Några i {unit} har tyngd utöver ärenden, i den egna modellens enhet: den har ingen andel med de andras modeller."},
    {"unmatched_cases", "Some cases are held by people who are not in the table of caseworkers; they are in no unit's load.",
     "Några ärenden innehas av personer som inte finns i tabellen över handläggare; de är inte med i någon enhets tyngd."},
    {"own_cases_not_weighed", "People of {unit} hold cases that its scheme does not know; they are in no load.",
     "Personer i {unit} har ärenden som modellen inte känner till; de är inte med i någon tyngd."},
}};

}  // namespace

std::string_view caveat_name(ComparisonCaveat caveat) noexcept {
  const auto index = static_cast<std::size_t>(caveat);
  return index < caveats.size() ? caveats[index].name : "unknown";
}

std::string_view caveat_pattern(ComparisonCaveat caveat, std::string_view language) {
  if (language != "en" && language != "sv") {
    throw InvalidDataError({ErrorCode::unsupported, "", "language", std::nullopt, "\"en\" or \"sv\"", std::string(language)});
  }
  const CaveatWords& words = caveats.at(static_cast<std::size_t>(caveat));
  return language == "en" ? words.english : words.swedish;
}

}  // namespace evenload::workload
