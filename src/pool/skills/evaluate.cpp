#include <algorithm>
#include <cmath>

#include "src/pool/skills/model.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool::skills {

namespace {

std::vector<std::int64_t> in_whole(std::span<const double> hours) {
  std::vector<std::int64_t> whole;
  whole.reserve(hours.size());
  for (const double h : hours) whole.push_back(whole_hours(h));
  return whole;
}

double in_hours(std::int64_t whole) { return static_cast<double>(whole) / whole_per_hour; }

}  // namespace

/// Each batch is the work of one thread, so that sums do not depend on how many there are.
template <class Task>
void DesignEvaluator::each_batch(Task&& task) const {
  const auto batches = static_cast<std::int64_t>(sample_->batches());
  const std::int64_t done = workload::detail::run_replications(
      batches, threads_, stop_, [&](std::int64_t b) { task(static_cast<std::size_t>(b)); });
  if (done < batches) throw Cancelled{};
}

BatchSums DesignEvaluator::throughput(std::span<const std::int32_t> design,
                                      std::span<const double> capacity) const {
  const SkillNetwork network = network_of(*model_, design);
  if (capacity.empty()) capacity = model_->capacity;
  const std::vector<std::int64_t> whole = in_whole(capacity);
  BatchSums sums(sample_->batches(), 0.0);
  each_batch([&](std::size_t b) {
    double sum = 0;
    if (model_->gains) {
      GainFlow flow(network);
      for (std::size_t s = sample_->begin[b]; s < sample_->begin[b + 1]; ++s) {
        go_on();
        sum += sample_->weight[s] * flow.solve(capacity, sample_->at(s));
      }
    } else {
      ExactFlow flow(network);
      for (std::size_t s = sample_->begin[b]; s < sample_->begin[b + 1]; ++s) {
        go_on();
        sum += sample_->weight[s] * in_hours(flow.solve(whole, sample_->whole_at(s)));
      }
    }
    sums[b] = sum;
  });
  return sums;
}

double DesignEvaluator::mean_throughput(std::span<const std::int32_t> design) const {
  double mean = 0;
  for (const double sum : throughput(design)) mean += sum;
  return mean;
}

BatchSums DesignEvaluator::gains(std::span<const std::int32_t> design) const {
  const std::size_t count = model_->candidates.size();
  BatchSums sums(sample_->batches() * count, 0.0);
  std::vector<char> bought(count, 0);
  for (const std::int32_t c : design) bought[static_cast<std::size_t>(c)] = 1;
  const SkillNetwork network = network_of(*model_, design);
  std::vector<SkillNetwork> larger;
  if (model_->gains) {
    for (std::size_t c = 0; c < count; ++c) {
      Design with(design.begin(), design.end());
      if (bought[c] == 0) with.push_back(static_cast<std::int32_t>(c));
      larger.push_back(network_of(*model_, with));
    }
  }
  const std::vector<std::int64_t> whole = in_whole(model_->capacity);
  each_batch([&](std::size_t b) {
    double* own = sums.data() + b * count;
    if (!model_->gains) {
      ExactFlow flow(network);
      std::vector<std::int64_t> freed, wanted;
      for (std::size_t s = sample_->begin[b]; s < sample_->begin[b + 1]; ++s) {
        go_on();
        flow.solve(whole, sample_->whole_at(s));
        flow.free_hours(freed);
        flow.wanted_hours(wanted);
        for (std::size_t c = 0; c < count; ++c) {
          if (bought[c] != 0) continue;
          const Skill& skill = model_->candidates[c];
          own[c] +=
              sample_->weight[s] * in_hours(std::min(freed[static_cast<std::size_t>(skill.group)],
                                                     wanted[static_cast<std::size_t>(skill.unit)]));
        }
      }
      return;
    }
    GainFlow flow(network);
    std::vector<GainFlow> with;
    with.reserve(count);
    for (const SkillNetwork& one : larger) with.emplace_back(one);
    for (std::size_t s = sample_->begin[b]; s < sample_->begin[b + 1]; ++s) {
      go_on();
      const double served = flow.solve(model_->capacity, sample_->at(s));
      for (std::size_t c = 0; c < count; ++c) {
        if (bought[c] != 0) continue;
        const auto g = static_cast<std::size_t>(model_->candidates[c].group);
        const auto u = static_cast<std::size_t>(model_->candidates[c].unit);
        // Reduced cost: where an hour is worth no more there than where it is now, nothing is won.
        if (model_->candidate_efficiency[c] * flow.unit_gain()[u] <= flow.group_gain()[g]) continue;
        own[c] += sample_->weight[s] *
                  std::max(0.0, with[c].solve(model_->capacity, sample_->at(s)) - served);
      }
    }
  });
  return sums;
}

std::vector<double> DesignEvaluator::mean_gains(std::span<const std::int32_t> design) const {
  const std::size_t count = model_->candidates.size();
  const BatchSums sums = gains(design);
  std::vector<double> mean(count, 0.0);
  for (std::size_t b = 0; b < sample_->batches(); ++b) {
    for (std::size_t c = 0; c < count; ++c) mean[c] += sums[b * count + c];
  }
  return mean;
}

BatchSums DesignEvaluator::prices(std::span<const double> share) const {
  const std::size_t count = model_->candidates.size();
  Design all(count);
  for (std::size_t c = 0; c < count; ++c) all[c] = static_cast<std::int32_t>(c);
  const SkillNetwork network = network_of(*model_, all);
  const std::size_t today = model_->skills.size();
  const std::vector<std::int64_t> whole = in_whole(model_->capacity);
  BatchSums sums(sample_->batches() * (count + 1), 0.0);
  each_batch([&](std::size_t b) {
    double* own = sums.data() + b * (count + 1);
    ExactFlow exact(network);
    GainFlow general(network);
    std::vector<std::int64_t> limit(network.skills.size(), std::int64_t{1} << 61);
    std::vector<double> soft_limit(network.skills.size(), 1e300);
    std::vector<char> group_in, unit_in;
    std::vector<double> most(count);
    for (std::size_t s = sample_->begin[b]; s < sample_->begin[b + 1]; ++s) {
      go_on();
      const auto demand = sample_->at(s);
      for (std::size_t c = 0; c < count; ++c) {
        const Skill& skill = model_->candidates[c];
        most[c] = std::min(
            model_->capacity[static_cast<std::size_t>(skill.group)],
            demand[static_cast<std::size_t>(skill.unit)] / model_->candidate_efficiency[c]);
        soft_limit[today + c] = share[c] * most[c];
        limit[today + c] = whole_hours(share[c] * most[c]);
      }
      // Any prices with y_g >= e (1 - z_u) on today's skills bound every design; these are the best
      // for the shares given.
      const double weight = sample_->weight[s];
      const auto add = [&](auto&& group_price, auto&& unit_relief) {
        for (std::size_t g = 0; g < model_->groups; ++g) {
          own[0] += weight * model_->capacity[g] * group_price(g);
        }
        for (std::size_t u = 0; u < model_->units; ++u) {
          own[0] += weight * demand[u] * (1 - unit_relief(u));
        }
        for (std::size_t c = 0; c < count; ++c) {
          const auto g = static_cast<std::size_t>(model_->candidates[c].group);
          const auto u = static_cast<std::size_t>(model_->candidates[c].unit);
          const double reduced = model_->candidate_efficiency[c] * unit_relief(u) - group_price(g);
          if (reduced > 0) own[1 + c] += weight * most[c] * reduced;
        }
      };
      if (model_->gains) {
        general.solve(model_->capacity, demand, soft_limit);
        // Rounding may leave a price a hair too small; raised, it is a price for certain.
        std::vector<double> price(general.group_gain().begin(), general.group_gain().end());
        for (std::size_t at = 0; at < today; ++at) {
          double& own_price = price[static_cast<std::size_t>(network.skills[at].group)];
          own_price =
              std::max(own_price,
                       network.efficiency[at] *
                           general.unit_gain()[static_cast<std::size_t>(network.skills[at].unit)]);
        }
        add([&](std::size_t g) { return price[g]; },
            [&](std::size_t u) { return general.unit_gain()[u]; });
      } else {
        exact.solve(whole, sample_->whole_at(s), limit);
        exact.short_side(group_in, unit_in);
        add([&](std::size_t g) { return group_in[g] != 0 ? 1.0 : 0.0; },
            [&](std::size_t u) { return unit_in[u] != 0 ? 1.0 : 0.0; });
      }
    }
  });
  return sums;
}

}  // namespace evenload::pool::skills
