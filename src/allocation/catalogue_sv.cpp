#include <array>

#include "catalogue.hpp"

namespace evenload::allocation {

namespace {

// Words as in Swedish social services: handläggare, ärendefördelning, arbetstyngd, jäv, delegation, introduktion.
constexpr auto swedish = std::to_array<SentenceRow>({
    // why a pair is excluded
    {"not_available", "Inte tillgänglig."},
    {"other_unit", "Ärendet hör till enheten {case_unit}[, handläggaren till {caseworker_unit}]."},
    {"missing_skill", "Saknar kompetensen {skill}, som ärendet kräver."},
    {"expired_skill", "Kompetensen {skill} gällde till och med {expired}."},
    {"delegation_too_low", "Ärendet kräver delegation på nivå {needed}; handläggaren har nivå {held}."},
    {"conflict_of_interest", "Jäv: handläggaren får inte ha ärendet."},
    {"absent", "Frånvarande från och med {from} till och med {to}, då ärendet behöver påbörjas."},
    {"newcomer_category", "Under introduktion: tar ännu inte ärenden i kategorin {category}."},
    {"newcomer_joint_only", "Under introduktion: tar ärenden i kategorin {category} bara som medhandläggare."},
    {"missing_language", "Saknar språket {language}, som ärendet kräver."},
    {"not_on_duty", "Har inte jour eller mottagning i dag."},
    {"not_previous_caseworker", "Ärendet har återöppnats och går tillbaka till den tidigare handläggaren, {previous}."},
    {"not_family_caseworker", "Familjens ärenden hålls samlade hos {family}."},
    {"zero_capacity", "Har ingen kapacitet under perioden och tar inget nytt."},
    {"base_past_hard_limit", "Arbetstyngden {base_load} ligger redan över taket på {hard_limit}."},
    {"forbidden_by_override", "Beslut om att inte tilldela: {reason}"},
    {"role_needs_other_person", "Har redan rollen {role} i ärendet; den här rollen kräver en annan person."},
    {"other_committee", "Sekretess: ärendet hör till {case_committee}[, handläggaren till {caseworker_committee}]."},
    {"belongs_with", "Hör ihop med det som {caseworker} redan har."},
    // why there is no room, or why a placed alternative is worse
    {"past_hard_limit", "Arbetstyngden skulle bli {load}, över taket på {hard_limit}."},
    {"category_limit_reached", "Har redan så mycket i kategorin {category} som överenskommet ({limit})."},
    {"newcomer_limit_reached", "Under introduktion: har nått gränsen för nytt arbete ({limit})."},
    {"new_case_limit_reached", "Har nått gränsen på {limit} nya ärenden."},
    {"lead_not_placed", "Rollen {role} väntar tills ärendet har en ansvarig handläggare."},
    // why a case is on the undistributed list
    {"no_eligible_caseworker", "Reglerna lämnar ingen som får ta ärendet."},
    {"no_room", "Det finns handläggare som får ta ärendet, men ingen av dem har utrymme."},
    {"would_overload", "Ärendet kan vänta; att fördela det nu skulle lägga någon över sin kapacitet."},
    {"held", "Hålls tills vidare av {held_by}[, till och med {held_until}]."},
    {"left_by_override", "Beslut om att lämna ärendet ofördelat: {reason}"},
    {"displaced_by_others", "Utrymmet gick till ärenden som går före."},
    {"linked_cases_share_nobody", "De sammanhörande ärendena ({link}) ska till samma handläggare, men ingen får ta alla."},
    {"two_workers_needed", "Ärendet behöver ytterligare en handläggare i rollen {role}, och för få får ta den."},
    {"awaiting_allocation", "Ännu inte fördelat."},
    {"held_for_now", "Hålls tills vidare."},
    {"left_by_person", "En ansvarig har beslutat att lämna ärendet ofördelat tills vidare."},
    // why this one
    {"best_level", "Bästa valet; målet \"{level}\" avgjorde (det näst bästa är {difference} sämre)."},
    {"only_eligible", "Den enda handläggaren som får ta ärendet."},
    {"announced_stays", "Redan meddelat och ligger därför kvar."},
    {"started_stays", "Arbetet har börjat och ärendet ligger därför kvar."},
    {"set_by_override", "Beslutat av ansvarig: {reason}"},
    {"decided_by_person", "Beslutat av ansvarig."},
    {"chosen_by_level", "Bästa valet; målet \"{level}\" avgjorde."},
    // soft rules that apply to a pair
    {"prefers_skill_missing", "Saknar den önskvärda kompetensen {skill} (pris {price})."},
    {"continuity_broken", "Klienten skulle byta från den tidigare handläggaren, {previous} (pris {price})."},
    {"continuity_kept", "Klienten behåller sin handläggare, {previous}."},
    {"family_kept", "Familjen behåller sin handläggare, {family}."},
    {"family_broken", "Familjens andra ärende ligger hos {family} (pris {price})."},
    {"wished", "Har önskat ärenden i kategorin {category}."},
    {"unwished", "Har bett att slippa ärenden i kategorin {category} (pris {price})."},
    {"late_start", "Kan börja {days} arbetsdagar senare (pris {price})."},
    {"interpreter_needed", "Behöver tolk för {language} (pris {price})."},
    {"soft_other_unit", "Ärendet hör till enheten {case_unit}[, handläggaren till {caseworker_unit}] (pris {price})."},
    {"same_unit_as_family", "Arbetar i samma enhet ({unit}) som {family}, som har familjens andra ärende."},
    {"soft_rule", "Går emot regeln \"{rule}\", vilket är tillåtet här till ett pris ({price})."},
    // notices about the input
    {"unknown_previous_caseworker", "Ärende {case}: den tidigare handläggaren {caseworker} finns inte i tabellen."},
    {"unknown_family_caseworker", "Ärende {case}: familjens handläggare {caseworker} finns inte i tabellen."},
    {"work_to_cover", "{caseworker} har ingen kapacitet under perioden men en arbetstyngd på {base_load}, som andra behöver täcka."},
    {"base_load_past_hard_limit", "{caseworker} har redan arbetstyngden {base_load}, över taket på {hard_limit}, och tar inget nytt."},
    {"fixed_past_hard_limit", "Det som {caseworker} redan har ger arbetstyngden {load}, över taket på {hard_limit}."},
    {"override_against_rule", "Ärende {case} gavs till {caseworker} genom beslut, mot regeln \"{rule}\"."},
    {"empty_unit", "Enheten {unit} har ärenden men ingen handläggare."},
    {"hold_expired", "Ärende {case} skulle hållas till och med {held_until}, och den dagen har passerat."},
    {"deadline_passed", "Ärende {case}: tidsfristen {deadline} har passerat."},
    {"unknown_current_caseworker", "Ärende {case}: den nuvarande handläggaren {caseworker} finns inte i tabellen; ärendet ligger kvar där och belastar ingen här."},
    {"unknown_exclusion", "Ett undantag gäller ärende {case} och handläggare {caseworker}, varav minst en inte finns i tabellerna."},
    // rules
    {"rule.unit_border", "Ett ärende stannar i sin enhet; handläggarpoolen arbetar i de enheter den hör till."},
    {"rule.committee_border", "Ett ärende stannar inom sin enhets nämnd, av sekretesskäl."},
    {"rule.required_skills", "Handläggaren har den kompetens som ärendet kräver."},
    {"rule.preferred_skills", "Handläggaren har helst den kompetens som passar ärendet."},
    {"rule.delegation", "Handläggaren har den delegation som ärendet kräver."},
    {"rule.conflict_of_interest", "Ingen tar ett ärende där det finns jäv."},
    {"rule.absence", "Handläggaren är på plats när ärendet behöver påbörjas."},
    {"rule.newcomer_protection", "Den som är under introduktion tar färre nya ärenden, och vissa slag bara som medhandläggare."},
    {"rule.language", "Handläggaren talar klientens språk, eller så anlitas tolk."},
    {"rule.duty", "Ett ärende som gäller i dag går till någon med jour eller mottagning."},
    {"rule.reopening", "Ett ärende som snart öppnas igen går tillbaka till den tidigare handläggaren."},
    {"rule.continuity", "En klient behåller samma handläggare."},
    {"rule.family", "Syskon har samma handläggare, eller handläggare i samma enhet."},
    {"rule.wishes", "Önskemål om vilka slags ärenden man vill ha och slippa räknas."},
    {"rule.late_start", "Ett ärende påbörjas utan att vänta på någon som är borta."},
    {"rule.category_limits", "Ingen tar mer av en kategori än överenskommet."},
    {"rule.new_case_limit", "Ingen tar fler nya ärenden åt gången än överenskommet."},
    {"rule.risk_two_workers", "Vid hot eller våld är det alltid två handläggare i ärendet."},
    // levels, as goals
    {"level.unassigned_must", "Fördela alla ärenden som måste fördelas."},
    {"level.overload", "Håll allas arbetstyngd inom kapaciteten."},
    {"level.unassigned_due", "Fördela de ärenden som bör fördelas nu."},
    {"level.unassigned_may_wait", "Fördela de ärenden som kan vänta."},
    {"level.peak", "Håll den högsta arbetstyngden, i förhållande till kapaciteten, låg."},
    {"level.balance", "Fördela arbetet jämnt till ett lågt pris."},
    // classes, states, outcomes, stop reasons
    {"class.must", "Måste fördelas: säkerhet eller lag."},
    {"class.due", "Bör fördelas nu."},
    {"class.may_wait", "Kan vänta."},
    {"state.open", "Ofördelat."},
    {"state.proposed", "Förslag; en människa beslutar."},
    {"state.announced", "Meddelat handläggaren."},
    {"state.started", "Arbetet har börjat."},
    {"outcome.optimal", "Det finns ingen bättre fördelning; det är bevisat."},
    {"outcome.feasible", "Fördelningen följer alla regler; om det finns en bättre är inte bevisat."},
    {"outcome.infeasible", "Ingen fördelning följer alla regler."},
    {"outcome.unknown", "Beräkningen stannade innan den hade ett förslag."},
    {"stop.done", "Beräkningen blev klar."},
    {"stop.work", "Beräkningen stannade efter den bestämda mängden arbete."},
    {"stop.time", "Beräkningen stannade när tiden var slut."},
    {"stop.cancelled", "Beräkningen avbröts."},
});

}  // namespace

std::span<const SentenceRow> swedish_sentences() noexcept { return swedish; }

}  // namespace evenload::allocation
