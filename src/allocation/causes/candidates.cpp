// Which changes may help: those that open somebody to what is left over, and limits of those who
// could have it.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "changes.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/rules/pair_rules.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation::detail {

namespace {

/// What stands between a row and a person, as far as people could agree to change it.
struct Between {
  std::vector<Rule> rules;  // distinct
  bool past_base = false;   // the person stands above the hard limit
  bool fixed = false;       // something that no change takes away
};

Between between(const Prepared& p, const Row& row, Index person) {
  Between found;
  for_each_barrier(p, row, person, [&](const Barrier& barrier, const auto&) {
    if (barrier.code == ReasonCode::base_past_hard_limit) {
      found.past_base = true;
    } else if (!barrier.rule || always_stands(*barrier.rule)) {
      found.fixed = true;
      return false;
    } else if (std::find(found.rules.begin(), found.rules.end(), *barrier.rule) ==
               found.rules.end()) {
      found.rules.push_back(*barrier.rule);
    }
    return true;
  });
  return found;
}

auto order_key(const Candidate& candidate) {
  const ReliefChange& c = candidate.change;
  return std::tuple(!candidate.direct, candidate.unit_cost, c.kind, c.rule, c.case_id, c.caseworker,
                    c.case_unit, c.unit, c.category, c.delegation_level, c.skills, c.language);
}

class Collector {
 public:
  Collector(const Today& today, const CausesOptions& options)
      : today_(today), options_(options), p_(today.p), state_(today.p, today.quotas) {
    for (std::size_t i = 0; i < today.kernel.rows.size(); ++i) {
      if (today.assignment[i] != none) state_.place(today.kernel.rows[i], today.assignment[i]);
    }
  }

  std::vector<Candidate> collect() {
    rules();
    limits();
    newcomers();
    std::vector<Candidate> all;
    for (auto& [key, candidate] : found_) all.push_back(std::move(candidate));
    std::sort(all.begin(), all.end(),
              [](const Candidate& a, const Candidate& b) { return order_key(a) < order_key(b); });
    return all;
  }

 private:
  const CaseworkerId& id(Index person) const { return p_.persons[at(person)].row->id; }

  void offer(ReliefChange change, std::string_view cost_name, Rational factor, bool direct,
             Rational most = 0, Rational step = 1, Rational likely = 0) {
    const std::optional<Rational> cost = cost_of_name(options_, cost_name);
    if (!cost) return;
    Candidate candidate;
    candidate.change = std::move(change);
    candidate.unit_cost = *cost * factor;
    candidate.most = most;
    candidate.step = step;
    candidate.likely = likely;
    candidate.direct = direct;
    const ReliefChange& c = candidate.change;
    auto key = std::tuple(c.kind, c.rule, c.case_id, c.caseworker, c.case_unit, c.unit, c.category,
                          c.delegation_level, c.skills, c.language, c.on_duty);
    const auto [place, is_new] = found_.try_emplace(std::move(key), std::move(candidate));
    if (!is_new) place->second.direct = place->second.direct || direct;
  }

  void rules() {
    const std::set<std::size_t> left(today_.left_over.begin(), today_.left_over.end());
    // Whoever gets more may be given what others have: where the table is small, everything is
    // looked at.
    const bool wide = today_.kernel.rows.size() * p_.persons.size() <= 20'000;
    const std::size_t most = static_cast<std::size_t>(std::max(1, options_.most_changes));
    for (std::size_t i = 0; i < today_.kernel.rows.size(); ++i) {
      const bool is_left = left.count(i) != 0;
      if (!is_left && !wide) continue;
      const Row& row = p_.rows[at(today_.kernel.rows[i])];
      if (row.undecidable() || row.fixed != none) continue;
      for (std::size_t j = 0; j < p_.persons.size(); ++j) {
        const Between found = between(p_, row, to_index(j));
        if (found.fixed || found.rules.empty() || found.rules.size() > most) continue;
        for (const Rule rule : found.rules) {
          rule_changes(row, to_index(j), rule, is_left, is_left && found.rules.size() == 1);
        }
      }
    }
  }

  void rule_changes(const Row& row, Index person, Rule rule, bool is_left, bool direct) {
    const Person& who = p_.persons[at(person)];
    const PreparedCase& c = p_.cases[at(row.members.front().case_index)];
    ReliefChange change;
    change.rule = rule;
    if (is_left) {
      change.kind = ReliefKind::rule_for_case;
      change.case_id = c.row->id;
      if (rule != Rule::absence && rule != Rule::newcomer_protection) {
        offer(change, to_string(rule), 1, direct);
      }
      if (rule == Rule::language) {
        for (const Member& member : row.members) {
          const Case& of = *p_.cases[at(member.case_index)].row;
          if (!member.leads || of.language.empty() || of.interpreter) continue;
          ReliefChange interpreter;
          interpreter.kind = ReliefKind::interpreter;
          interpreter.case_id = of.id;
          interpreter.language = of.language;
          offer(interpreter, "interpreter", 1, direct);
        }
      }
    }
    if (rule == Rule::unit_border) {
      if (c.unit == none || who.unit == none) return;
      ReliefChange border;
      border.kind = ReliefKind::border_opened;
      border.case_unit = p_.units[at(c.unit)];
      border.unit = p_.units[at(who.unit)];
      offer(border, "border", 1, direct);
      return;  // a person who may work in another unit is a pool member: not a rule to lift
    }
    if (rule == Rule::continuity || rule == Rule::reopening || rule == Rule::family) return;
    change.case_id = CaseId();
    change.caseworker = id(person);
    change.kind =
        rule == Rule::absence ? ReliefKind::absence_moved : ReliefKind::rule_for_caseworker;
    offer(change, to_string(rule), rule == Rule::absence ? Rational(1) : options_.caseworker_factor,
          direct);
  }

  /// Nobody needs more room than for everything that is open.
  void limits() {
    std::vector<std::int64_t> open(p_.persons.size(), 0);
    std::vector<std::int64_t> cases(p_.persons.size(), 0);
    std::vector<std::uint8_t> may(p_.persons.size(), 0);
    std::vector<std::int64_t> least(p_.persons.size(), -1);
    bool waits = false;
    const std::set<std::size_t> left(today_.left_over.begin(), today_.left_over.end());
    for (std::size_t i = 0; i < today_.kernel.rows.size(); ++i) {
      const Row& row = p_.rows[at(today_.kernel.rows[i])];
      const bool is_left = left.count(i) != 0;
      waits = waits || (is_left && row.row_class != CaseClass::must);
      if (row.undecidable()) continue;
      for (std::size_t j = 0; j < p_.persons.size(); ++j) {
        const Between found = between(p_, row, to_index(j));
        if (found.fixed ||
            found.rules.size() >= static_cast<std::size_t>(std::max(1, options_.most_changes)))
          continue;
        const std::int64_t load = pair_load(p_, row, to_index(j));
        open[j] = checked_add(open[j], load);
        cases[j] = checked_add(cases[j], static_cast<std::int64_t>(row.members.size()));
        may[j] = 1;
        if (is_left && (least[j] < 0 || load < least[j])) least[j] = load;
      }
    }
    const bool overload_binds =
        waits && today_.policy.overload_place == optimize::OverloadPlace::after_must;
    for (std::size_t j = 0; j < p_.persons.size(); ++j) {
      const Person& who = p_.persons[j];
      if (may[j] == 0 || who.scaled_capacity == 0) continue;
      const Index person = to_index(j);
      const std::int64_t all = checked_add(who.scaled_base, open[j]);
      const std::int64_t soon =
          checked_add(state_.load(person), std::max<std::int64_t>(0, least[j]));
      ReliefChange change;
      change.caseworker = id(person);
      if (all > who.scaled_limit) {
        change.kind = ReliefKind::hard_limit_raised;
        raise(change, "hard_limit", p_.points(all) - who.hard_limit,
              p_.points(soon) - who.hard_limit, options_.limit_step, least[j] >= 0);
      }
      if (overload_binds && all > who.scaled_capacity) {
        change.kind = ReliefKind::capacity_raised;
        raise(change, "capacity", p_.points(all) - who.capacity, p_.points(soon) - who.capacity,
              options_.limit_step, least[j] >= 0);
      }
      if (who.new_cases_limit && who.limit_source == LimitSource::agreed &&
          *who.new_cases_limit < cases[j]) {
        change.kind = ReliefKind::new_cases_raised;
        raise(change, "new_case_limit", cases[j] - *who.new_cases_limit, 1, 1, least[j] >= 0);
      }
      for (const Limit& limit : p_.limits) {
        if (limit.person != person || !limit.cases || *limit.cases >= cases[j]) continue;
        ReliefChange category = change;
        category.kind = ReliefKind::category_limit_raised;
        category.category = p_.names.text(limit.category);
        raise(category, "category_limit", cases[j] - *limit.cases, 1, 1, least[j] >= 0);
      }
      if (who.protected_now) {
        change.kind = ReliefKind::rule_for_caseworker;
        change.rule = Rule::newcomer_protection;
        offer(change, to_string(Rule::newcomer_protection), options_.caseworker_factor,
              least[j] >= 0);
      }
    }
  }

  static Rational up_to_steps(const Rational& value, const Rational& step) {
    return Rational((value / step).ceil()) * step;
  }

  void raise(const ReliefChange& change, std::string_view cost_name, const Rational& most,
             const Rational& likely, const Rational& step, bool direct) {
    const Rational whole = up_to_steps(most, step);
    const Rational soon = std::clamp(up_to_steps(likely, step), step, std::max(step, whole));
    offer(change, cost_name, 1, direct, std::max(step, whole), step, soon);
  }

  /// One more caseworker who may take what is left: for each row, and for all of a unit together.
  void newcomers() {
    Rational capacity = options_.new_capacity.value_or(Rational(0));
    if (!options_.new_capacity) {
      for (const Person& person : p_.persons) capacity = std::max(capacity, person.capacity);
      if (capacity == Rational(0)) {
        for (const std::size_t i : today_.left_over)
          capacity = capacity + p_.rows[at(today_.kernel.rows[i])].load;
      }
    }
    if (capacity == Rational(0)) return;
    std::map<std::pair<UnitId, bool>, ReliefChange> of_unit;
    for (const std::size_t i : today_.left_over) {
      const Row& row = p_.rows[at(today_.kernel.rows[i])];
      if (row.undecidable()) continue;
      ReliefChange one = newcomer_for(row, capacity);
      const auto [place, is_new] = of_unit.try_emplace({one.unit, one.on_duty}, one);
      if (!is_new) join(place->second, one);
      offer(std::move(one), "new_caseworker", 1, true);
    }
    for (const auto& [key, change] : of_unit) offer(change, "new_caseworker", 1, true);
  }

  ReliefChange newcomer_for(const Row& row, const Rational& capacity) const {
    ReliefChange change;
    change.kind = ReliefKind::new_caseworker;
    change.capacity = capacity;
    std::set<std::string> skills;
    for (const Member& member : row.members) {
      const PreparedCase& c = p_.cases[at(member.case_index)];
      if (change.unit.empty()) change.unit = c.row->unit;
      for (const Index skill : c.required_skills) skills.insert(p_.names.text(skill));
      for (const Index skill : member.role_skills) skills.insert(p_.names.text(skill));
      if (p_.policy->rule(Rule::preferred_skills).mode == RuleMode::hard) {
        for (const Index skill : c.preferred_skills) skills.insert(p_.names.text(skill));
      }
      if (member.needs_delegation) {
        change.delegation_level = std::max(change.delegation_level, c.row->delegation_level);
      }
      if (member.leads && !c.row->interpreter && change.language.empty())
        change.language = c.row->language;
      change.on_duty = change.on_duty || c.row->duty;
    }
    change.skills.assign(skills.begin(), skills.end());
    return change;
  }

  static void join(ReliefChange& all, const ReliefChange& one) {
    all.delegation_level = std::max(all.delegation_level, one.delegation_level);
    std::set<std::string> skills(all.skills.begin(), all.skills.end());
    skills.insert(one.skills.begin(), one.skills.end());
    all.skills.assign(skills.begin(), skills.end());
    if (all.language.empty()) all.language = one.language;
  }

  const Today& today_;
  const CausesOptions& options_;
  const Prepared& p_;
  State state_;
  std::map<std::tuple<ReliefKind, std::optional<Rule>, CaseId, CaseworkerId, UnitId, UnitId,
                      std::string, std::int64_t, std::vector<std::string>, std::string, bool>,
           Candidate>
      found_;
};

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

Reason reason_of(const ReliefChange& c) {
  const auto limit = [&](const char* name) {
    return make_reason(ReasonCode::change_limit, text_of("limit", name),
                       text_of("caseworker", c.caseworker.value()), number_of("by", c.by));
  };
  switch (c.kind) {
    case ReliefKind::hard_limit_raised:
      return limit("hard_limit");
    case ReliefKind::capacity_raised:
      return limit("capacity");
    case ReliefKind::new_cases_raised:
      return limit("new_case_limit");
    case ReliefKind::category_limit_raised: {
      Reason reason = limit("category_limit");
      reason.parameters.push_back(text_of("category", c.category));
      return reason;
    }
    case ReliefKind::border_opened:
      return make_reason(ReasonCode::change_border, text_of("case_unit", c.case_unit.value()),
                         text_of("unit", c.unit.value()));
    case ReliefKind::interpreter:
      return make_reason(ReasonCode::change_interpreter, text_of("case", c.case_id.value()),
                         text_of("language", c.language));
    case ReliefKind::new_caseworker: {
      Reason reason =
          make_reason(ReasonCode::change_new_caseworker, number_of("capacity", c.capacity));
      if (!c.unit.empty()) reason.parameters.push_back(text_of("unit", c.unit.value()));
      if (c.delegation_level > 0)
        reason.parameters.push_back(whole_of("delegation", c.delegation_level));
      std::vector<std::string> able = c.skills;
      if (!c.language.empty()) able.push_back(c.language);
      if (!able.empty()) reason.parameters.push_back(text_of("skills", joined(able)));
      return reason;
    }
    default:
      break;
  }
  Reason reason =
      make_reason(ReasonCode::change_rule, text_of("rule", std::string(to_string(*c.rule))));
  if (!c.case_id.empty()) reason.parameters.push_back(text_of("case", c.case_id.value()));
  if (!c.caseworker.empty())
    reason.parameters.push_back(text_of("caseworker", c.caseworker.value()));
  return reason;
}

}  // namespace

std::vector<Candidate> candidates_for(const Today& today, const CausesOptions& options) {
  return Collector(today, options).collect();
}

ReliefChange with_reason(const Candidate& candidate, const Rational& by) {
  ReliefChange change = candidate.change;
  change.by = by;
  change.cost = candidate.most > Rational(0) ? candidate.unit_cost * by : candidate.unit_cost;
  change.reason = reason_of(change);
  return change;
}

}  // namespace evenload::allocation::detail
