#include "irreducible.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace evenload::allocation::detail {

namespace {

bool contains_all(const std::vector<std::uint8_t>& flags, const std::vector<std::size_t>& of) {
  return std::all_of(of.begin(), of.end(), [&](std::size_t i) { return flags[i] != 0; });
}

bool contains_any(const std::vector<std::uint8_t>& flags, const std::vector<std::size_t>& of) {
  return std::any_of(of.begin(), of.end(), [&](std::size_t i) { return flags[i] != 0; });
}

class Map {
 public:
  Map(std::size_t count, const std::function<Verdict(const InForce&)>& ask, std::size_t most_answers)
      : count_(count), ask_(ask), left_(most_answers) {}

  IrreducibleSets explore(std::size_t most_sets) {
    IrreducibleSets found;
    while (found.sets.size() < most_sets) {
      const std::optional<InForce> lifted = unexplored();
      if (!lifted) {
        found.all = found.answered && steps_ > 0;
        break;
      }
      if (left_ == 0) {
        found.answered = false;
        break;
      }
      InForce in_force(count_);
      for (std::size_t i = 0; i < count_; ++i) in_force[i] = (*lifted)[i] == 0 ? 1 : 0;
      switch (ask(in_force)) {
        case Verdict::impossible: {
          found.blocks = true;
          IrreducibleSet set = shrink(in_force);
          found.answered = found.answered && set.proven();
          blocking_.push_back(set.reasons);
          found.sets.push_back(std::move(set));
          break;
        }
        case Verdict::placeable: {
          std::vector<std::size_t> remedy = grow(in_force);
          if (!blocking_.empty()) found.remedies.push_back(remedy);
          remedies_.push_back(std::move(remedy));
          break;
        }
        case Verdict::unknown:
          found.answered = false;
          remedies_.push_back(listed(*lifted));  // not asked again, nor what lifts more
          break;
      }
    }
    std::sort(found.sets.begin(), found.sets.end(), [](const auto& a, const auto& b) {
      return a.reasons.size() != b.reasons.size() ? a.reasons.size() < b.reasons.size()
                                                  : a.reasons < b.reasons;
    });
    return found;
  }

 private:
  static std::vector<std::size_t> listed(const InForce& flags) {
    std::vector<std::size_t> list;
    for (std::size_t i = 0; i < flags.size(); ++i) {
      if (flags[i] != 0) list.push_back(i);
    }
    return list;
  }

  Verdict ask(const InForce& in_force) {
    const auto known = answers_.find(in_force);
    if (known != answers_.end()) return known->second;
    if (left_ == 0) return Verdict::unknown;
    --left_;
    return answers_[in_force] = ask_(in_force);
  }

  /// Leaves out chunks, then single reasons, while the rest is shown to block.
  IrreducibleSet shrink(InForce in_force) {
    std::vector<std::size_t> rest = listed(in_force);
    for (std::size_t chunk = rest.size() / 2; chunk > 1; chunk /= 2) {
      for (std::size_t from = 0; from < rest.size();) {
        const std::size_t to = std::min(from + chunk, rest.size());
        InForce fewer = in_force;
        for (std::size_t k = from; k < to; ++k) fewer[rest[k]] = 0;
        if (ask(fewer) == Verdict::impossible) {
          in_force = std::move(fewer);
          rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(from),
                     rest.begin() + static_cast<std::ptrdiff_t>(to));
        } else {
          from = to;
        }
      }
    }
    IrreducibleSet set;
    for (const std::size_t reason : rest) {
      in_force[reason] = 0;
      const Verdict verdict = ask(in_force);
      if (verdict == Verdict::impossible) continue;
      in_force[reason] = 1;
      set.reasons.push_back(reason);
      set.needed.push_back(verdict == Verdict::placeable ? 1 : 0);
    }
    return set;
  }

  /// Puts back what need not be lifted.
  std::vector<std::size_t> grow(InForce& in_force) {
    for (std::size_t i = count_; i-- > 0;) {
      if (in_force[i] != 0) continue;
      in_force[i] = 1;
      if (ask(in_force) != Verdict::placeable) in_force[i] = 0;
    }
    std::vector<std::size_t> lifted;
    for (std::size_t i = 0; i < count_; ++i) {
      if (in_force[i] == 0) lifted.push_back(i);
    }
    return lifted;
  }

  /// The fewest reasons to lift that meet every known blocking set and hold no known remedy: a
  /// search by depth, one deeper while some branch was cut off.
  std::optional<InForce> unexplored() {
    for (std::size_t size = 0; size <= count_; ++size) {
      InForce lifted(count_, 0);
      cut_ = false;
      if (extend(lifted, size)) return lifted;
      if (!cut_ || steps_ == 0) break;
    }
    return std::nullopt;
  }

  bool extend(InForce& lifted, std::size_t more) {
    if (steps_ == 0) return false;
    --steps_;
    for (const auto& remedy : remedies_) {
      if (contains_all(lifted, remedy)) return false;
    }
    const auto unmet = std::find_if(blocking_.begin(), blocking_.end(),
                                    [&](const auto& set) { return !contains_any(lifted, set); });
    if (unmet == blocking_.end()) return true;
    if (more == 0) {
      cut_ = true;
      return false;
    }
    for (const std::size_t reason : *unmet) {
      lifted[reason] = 1;
      if (extend(lifted, more - 1)) return true;
      lifted[reason] = 0;
    }
    return false;
  }

  std::size_t count_;
  const std::function<Verdict(const InForce&)>& ask_;
  std::size_t left_;
  std::map<InForce, Verdict> answers_;
  std::vector<std::vector<std::size_t>> blocking_;
  std::vector<std::vector<std::size_t>> remedies_;
  bool cut_ = false;
  std::size_t steps_ = 1000000;  // of the map, which grows with the sets that are known
};

}  // namespace

bool IrreducibleSet::proven() const noexcept {
  return std::all_of(needed.begin(), needed.end(), [](std::uint8_t flag) { return flag != 0; });
}

IrreducibleSets irreducible_sets(std::size_t count,
                                 const std::function<Verdict(const InForce&)>& ask,
                                 std::size_t most_sets, std::size_t most_answers) {
  return Map(count, ask, most_answers).explore(most_sets);
}

}  // namespace evenload::allocation::detail
