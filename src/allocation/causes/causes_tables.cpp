// Causes as tables and as sentences.
#include <string>
#include <vector>

#include "evenload/allocation/causes.hpp"
#include "src/allocation/documents/json.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

using Whole = std::int64_t;

std::string parameters_of_reason(const Reason& reason) {
  return json_io::dump(parameters_json(reason), "reason");
}

template <class Kind>
std::vector<std::string> texts(const std::vector<Id<Kind>>& ids) {
  std::vector<std::string> all;
  for (const Id<Kind>& id : ids) all.push_back(id.value());
  return all;
}

std::vector<std::string> texts(const std::vector<Assignment>& placed) {
  std::vector<std::string> all;
  for (const Assignment& one : placed) all.push_back(one.case_id.value());
  return all;
}

Whole number(std::size_t position) { return static_cast<Whole>(position) + 1; }

struct BlockedRow {
  Whole group;
  const BlockedCases* blocked;
  const CaseRole* one;
  bool left_over;
};

struct CauseRow {
  Whole group;
  Whole set;
  const CauseSet* of;
  const Cause* cause;
};

struct ReliefRow {
  Whole relief;
  const Relief* of;
  const ReliefChange* change;
};

std::string line_of_cases(const std::vector<CaseRole>& roles) {
  std::string line;
  for (const CaseRole& one : roles) {
    line += (line.empty() ? "" : ", ") + one.case_id.value();
    if (one.role != "lead") line += " (" + one.role + ")";
  }
  return line;
}

}  // namespace

Table blocked_table(const WhyUnplaced& why) {
  std::vector<BlockedRow> rows;
  for (std::size_t g = 0; g < why.blocked.size(); ++g) {
    const BlockedCases& blocked = why.blocked[g];
    const auto within = [](const std::vector<CaseRole>& roles, const CaseRole& one) {
      return std::find(roles.begin(), roles.end(), one) != roles.end();
    };
    for (const CaseRole& one : blocked.cases) {
      rows.push_back({number(g), &blocked, &one, within(blocked.left_over, one)});
    }
    for (const CaseRole& one : blocked.left_over) {
      if (!within(blocked.cases, one)) rows.push_back({number(g), &blocked, &one, true});
    }
  }
  using Row = BlockedRow;
  return std::move(
             TableBuilder<Row>("blocked", rows, EmptyColumns::keep)
                 .column<Whole>("group", [](const Row& r) { return std::optional(r.group); })
                 .id("case", [](const Row& r) { return r.one->case_id; })
                 .text("role", [](const Row& r) { return r.one->role; })
                 .flag("left_over", [](const Row& r) { return r.left_over; })
                 .number("load", [](const Row& r) { return std::optional(r.blocked->load); })
                 .number("room", [](const Row& r) { return std::optional(r.blocked->room); })
                 .flag("within_capacity", [](const Row& r) { return r.blocked->within_capacity; })
                 .text("proof", [](const Row& r) { return optimize::to_string(r.blocked->proof); })
                 .flag("minimal", [](const Row& r) { return r.blocked->minimal; })
                 .list("caseworkers", [](const Row& r) { return texts(r.blocked->caseworkers); })
                 .flag("all_sets", [](const Row& r) { return r.blocked->all_sets; })
                 .text("missing",
                       [](const Row& r) { return evenload::to_string(r.blocked->missing); }))
      .done();
}

Table causes_table(const WhyUnplaced& why) {
  std::vector<CauseRow> rows;
  for (std::size_t g = 0; g < why.blocked.size(); ++g) {
    const std::vector<CauseSet>& sets = why.blocked[g].sets;
    for (std::size_t s = 0; s < sets.size(); ++s) {
      for (const Cause& cause : sets[s].causes)
        rows.push_back({number(g), number(s), &sets[s], &cause});
    }
  }
  using Row = CauseRow;
  return std::move(
             TableBuilder<Row>("causes", rows, EmptyColumns::keep)
                 .column<Whole>("group", [](const Row& r) { return std::optional(r.group); })
                 .column<Whole>("set", [](const Row& r) { return std::optional(r.set); })
                 .flag("proven", [](const Row& r) { return r.of->proven; })
                 .text("reason", [](const Row& r) { return to_string(r.cause->reason.code); })
                 .text("reason_parameters",
                       [](const Row& r) { return parameters_of_reason(r.cause->reason); })
                 .text("unit", [](const Row& r) { return r.cause->unit.value(); })
                 .column<Whole>("people",
                                [](const Row& r) { return std::optional(r.cause->people); })
                 .list("caseworkers", [](const Row& r) { return texts(r.cause->caseworkers); })
                 .flag("needed", [](const Row& r) { return r.cause->needed; }))
      .done();
}

Table reliefs_table(const WhyUnplaced& why) {
  std::vector<ReliefRow> rows;
  Whole relief = 0;
  for (const std::vector<Relief>* list : {&why.single, &why.combined}) {
    for (const Relief& one : *list) {
      ++relief;
      for (const ReliefChange& change : one.changes) rows.push_back({relief, &one, &change});
    }
  }
  using Row = ReliefRow;
  const auto gain = [](std::size_t row_class) {
    return [row_class](const Row& r) { return std::optional(r.of->gain[row_class]); };
  };
  const auto hires = [](const Row& r) { return r.change->kind == ReliefKind::new_caseworker; };
  return std::move(
             TableBuilder<Row>("reliefs", rows, EmptyColumns::keep)
                 .column<Whole>("relief", [](const Row& r) { return std::optional(r.relief); })
                 .column<Whole>("changes",
                                [](const Row& r) {
                                  return std::optional(static_cast<Whole>(r.of->changes.size()));
                                })
                 .text("change", [](const Row& r) { return to_string(r.change->kind); })
                 .text("rule",
                       [](const Row& r) {
                         return r.change->rule ? to_string(*r.change->rule) : std::string_view();
                       })
                 .id("case", [](const Row& r) { return r.change->case_id; })
                 .id("caseworker", [](const Row& r) { return r.change->caseworker; })
                 .text("unit", [](const Row& r) { return r.change->unit.value(); })
                 .text("case_unit", [](const Row& r) { return r.change->case_unit.value(); })
                 .text("category", [](const Row& r) { return r.change->category; })
                 .number("by",
                         [](const Row& r) {
                           return r.change->by > Rational(0) ? std::optional(r.change->by)
                                                             : std::nullopt;
                         })
                 .list("skills", [](const Row& r) { return r.change->skills; })
                 .column<Whole>("delegation_level",
                                [&](const Row& r) {
                                  return hires(r) ? std::optional(r.change->delegation_level)
                                                  : std::nullopt;
                                })
                 .text("language", [](const Row& r) { return r.change->language; })
                 .number("capacity",
                         [&](const Row& r) {
                           return hires(r) ? std::optional(r.change->capacity) : std::nullopt;
                         })
                 .text("reason", [](const Row& r) { return to_string(r.change->reason.code); })
                 .text("reason_parameters",
                       [](const Row& r) { return parameters_of_reason(r.change->reason); })
                 .number("cost", [](const Row& r) { return std::optional(r.of->cost); })
                 .number("worth", [](const Row& r) { return std::optional(r.of->worth); })
                 .column<Whole>("gain_must", gain(0))
                 .column<Whole>("gain_due", gain(1))
                 .column<Whole>("gain_may_wait", gain(2))
                 .list("placed", [](const Row& r) { return texts(r.of->placed); })
                 .flag("proven", [](const Row& r) { return r.of->proven; }))
      .done();
}

std::string in_words(const WhyUnplaced& why, const Catalogue& catalogue) {
  std::string words;
  for (const BlockedCases& blocked : why.blocked) {
    words += line_of_cases(blocked.cases) + "\n";
    for (std::size_t s = 0; s < blocked.sets.size(); ++s) {
      // One set is a list; of several each has its number, once.
      const bool alone = blocked.sets.size() == 1;
      std::string mark = alone ? "  - " : "  " + std::to_string(s + 1) + ". ";
      for (const Cause& cause : blocked.sets[s].causes) {
        words += mark + catalogue.sentence(cause.reason) + "\n";
        if (!alone) mark.assign(mark.size(), ' ');
      }
    }
  }
  for (const std::vector<Relief>* list : {&why.single, &why.combined}) {
    for (const Relief& relief : *list) {
      words += "+";
      for (const ReliefChange& change : relief.changes) words += " " + catalogue.sentence(change.reason);
      std::vector<CaseRole> placed;
      for (const Assignment& one : relief.placed) placed.push_back({one.case_id, one.role});
      words += " → " + line_of_cases(placed) + "\n";
    }
  }
  return words;
}

}  // namespace evenload::allocation
