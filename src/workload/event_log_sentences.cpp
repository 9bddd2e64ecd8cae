/// \file
/// What an event log cannot tell, in English and Swedish.
#include <array>

#include "evenload/core/errors.hpp"
#include "evenload/workload/event_log.hpp"

namespace evenload::workload {

namespace {

struct Sentence {
  std::string_view name;
  std::string_view english;
  std::string_view swedish;
};

constexpr std::array<Sentence, 16> sentences = {{
    {"holder", "Who held a case between its events, and whether another person's event was a hand-over or a step that is always theirs.",
     "Vem som hade ärendet mellan händelserna, och om någon annans händelse var ett byte av handläggare eller ett steg som alltid är deras."},
    {"absence", "Who was at work in a week without leaving a trace in the log, and who was away.",
     "Vem som var i tjänst under en vecka utan att lämna spår i loggen, och vem som var frånvarande."},
    {"working_time", "How many hours each person works, and how experienced they are: everyone who is active counts the same.",
     "Hur många timmar var och en arbetar och hur erfaren den är: alla som är aktiva räknas lika."},
    {"weight", "How heavy a case is: every case weighs the same.", "Hur tungt ett ärende är: alla ärenden väger lika."},
    {"effort", "How much work lay behind an event, and when it was done.", "Hur mycket arbete som låg bakom en händelse, och när det gjordes."},
    {"eligibility", "Who was allowed to take which case: skills, delegation, conflicts of interest. The replay lets everyone active take any case.",
     "Vem som fick ta vilket ärende: kompetens, delegation, jäv. Omspelningen låter alla aktiva ta vilket ärende som helst."},
    {"case_end", "When the cases without an end date ended: they count as open until the log ends.",
     "När ärendena utan slutdatum avslutades: de räknas som öppna tills loggen slutar."},
    {"open_between_events", "Whether a case was open before its first or after its last event; most have all their events within an hour or so.",
     "Om ett ärende var öppet före sin första eller efter sin sista händelse; de flesta har alla sina händelser inom någon timme."},
    {"other_work", "What else people did: calls, visits, other systems, cases that are not in this log.",
     "Vad man i övrigt gjorde: samtal, besök, andra system, ärenden som inte finns i loggen."},
    {"arrival_order", "In which order cases had to be placed: the replay places a week's new cases together, people placed them as they came.",
     "I vilken ordning ärendena måste fördelas: omspelningen fördelar veckans nya ärenden tillsammans, i verkligheten togs de när de kom."},
    {"waiting", "What happened to a case while it waited to be placed: its work begins on the day it is placed, and its end moves with it.",
     "Vad som hände med ett ärende medan det väntade på att fördelas: arbetet börjar den dag det fördelas, och slutet flyttas med."},
    {"first_action", "When somebody else would first have worked on a case: counted is the first day on which its holder is at work.",
     "När någon annan först skulle ha arbetat med ett ärende: räknad är den första dag då dess handläggare är i arbete."},
    {"deadline", "Whether a deadline was moved, or met in another way than by the end of the case.",
     "Om en tidsfrist flyttades, eller hölls på annat sätt än genom att ärendet avslutades."},
    {"same_duration", "Whether a case would have taken the same time with someone else: each takes as long as it took.",
     "Om ett ärende hade tagit lika lång tid hos någon annan: vart och ett tar lika lång tid som det tog."},
    {"drawn_duration", "How long each case would have taken: lengths are drawn from those of the log's cases of its type, whoever holds it and whatever the season.",
     "Hur lång tid varje ärende hade tagit: längderna dras ur loggens ärenden av samma typ, vem som än har det och oavsett årstid."},
    {"scaled_duration", "How much longer a case takes when its holder has more to do: that is an assumption put in, not found in the log.",
     "Hur mycket längre tid ett ärende tar när handläggaren har mer att göra: det är ett antagande som lagts in, inget som loggen visar."},
}};

}  // namespace

std::string log_sentence(std::string_view name, std::string_view language) {
  if (language != "en" && language != "sv") {
    throw InvalidDataError({ErrorCode::unsupported, "", "language", std::nullopt, "\"en\" or \"sv\"", std::string(language)});
  }
  for (const Sentence& sentence : sentences) {
    if (sentence.name == name) return std::string(language == "en" ? sentence.english : sentence.swedish);
  }
  throw InvalidDataError({ErrorCode::invalid_argument, "", "name", std::nullopt, "a name from cannot_know", std::string(name)});
}

}  // namespace evenload::workload
