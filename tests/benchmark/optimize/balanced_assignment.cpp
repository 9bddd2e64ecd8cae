// Times balanced_assignment on generated problems of the family that DESIGN §5 names, and prints levels, bounds and gaps.
//
//     balanced_assignment_benchmark [rows columns degree tight lambda seeds work_limit]
//     balanced_assignment_benchmark --json [--seconds S] [--work UNITS] [--seed N] [--threads N] [--repeats N] FILE...
//
// FILE holds a problem as tests/benchmark/optimize/balanced.py writes it: lines of a field's name, its length and its numbers. Without arguments: 200 x 40, 500 x 60 and 1000 x 100 at tightness 0.95, 1 and 1.12, cost weight 0 and 0.05.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"
#include "support/answer.hpp"

namespace {

using evenload::Rational;
namespace optimize = evenload::optimize;

/// Cases in units of about twelve caseworkers with a pool; whole-point weights; mean load is `tight` times mean capacity.
struct Generated {
  std::vector<std::int64_t> indptr{0}, weight, capacity, base, limit, priority, cost;
  std::vector<std::int32_t> indices;

  Generated(int rows, int columns, double degree, double tight, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    const auto below = [&](int n) { return static_cast<int>(uniform() * n); };
    const auto pick = [&](std::initializer_list<double> chances) {
      double left = uniform();
      int k = 0;
      for (const double chance : chances) {
        if (left < chance) return k;
        left -= chance;
        ++k;
      }
      return static_cast<int>(chances.size()) - 1;
    };
    const auto gamma = [&](int shape) {
      double sum = 0;
      for (int k = 0; k < shape; ++k) sum -= std::log(1 - uniform());
      return sum;
    };
    const int units = std::max(2, columns / 12);
    std::vector<int> unit(columns);
    std::vector<bool> pool(columns);
    for (int j = 0; j < columns; ++j) {
      unit[j] = below(units);
      pool[j] = uniform() < 0.08;
    }
    std::vector<double> share(units);
    double total_share = 0;
    for (double& value : share) total_share += value = gamma(6);
    constexpr std::int64_t weights[] = {2, 3, 4, 5, 6, 8, 10, 14};
    constexpr std::int64_t norms[] = {120, 126, 138, 150};
    constexpr double parts[] = {1.0, 0.8, 0.75, 0.5};
    constexpr std::int64_t priorities[] = {1, 2, 5, 20};
    for (int j = 0; j < columns; ++j) {
      const auto norm = static_cast<double>(norms[pick({.2, .25, .25, .3})]);
      capacity.push_back(static_cast<std::int64_t>(norm * parts[pick({.7, .12, .1, .08})]));
      limit.push_back(static_cast<std::int64_t>(static_cast<double>(capacity.back()) * 1.25));
    }
    for (int i = 0; i < rows; ++i) {
      weight.push_back(weights[pick({.08, .12, .2, .2, .16, .12, .08, .04})]);
      priority.push_back(priorities[pick({.4, .3, .2, .1})]);
      double left = uniform() * total_share;
      int own = 0;
      while (own + 1 < units && left >= share[own]) left -= share[own++];
      std::vector<std::int32_t> able;
      for (int j = 0; j < columns; ++j) {
        if (unit[j] == own || pool[j]) able.push_back(j);
      }
      int wanted = 0;  // Poisson by products of uniforms
      for (double product = uniform(); product > std::exp(-degree); product *= uniform()) ++wanted;
      wanted = std::min<int>(std::max(1, wanted), static_cast<int>(able.size()));
      for (int k = 0; k < wanted; ++k) std::swap(able[k], able[k + below(static_cast<int>(able.size()) - k)]);
      able.resize(wanted);
      std::sort(able.begin(), able.end());
      for (const std::int32_t j : able) {
        indices.push_back(j);
        cost.push_back(below(51));
      }
      indptr.push_back(static_cast<std::int64_t>(indices.size()));
    }
    const std::int64_t open = std::accumulate(weight.begin(), weight.end(), std::int64_t{0});
    const auto total = static_cast<std::int64_t>(static_cast<double>(std::accumulate(capacity.begin(), capacity.end(), std::int64_t{0})) * tight);
    base.assign(columns, 0);
    if (total > open) {
      std::vector<double> part(columns);
      double sum = 0;
      for (double& value : part) sum += value = gamma(8);
      for (int j = 0; j < columns; ++j) {
        base[j] = std::min(static_cast<std::int64_t>(part[j] / sum * static_cast<double>(total - open)),
                           static_cast<std::int64_t>(static_cast<double>(capacity[j]) * 1.05));
      }
    }
  }
  optimize::BalancedAssignmentProblem problem(Rational lambda) const {
    optimize::BalancedAssignmentProblem p;
    p.indptr = indptr;
    p.indices = indices;
    p.weight = weight;
    p.capacity = capacity;
    p.base_load = base;
    p.hard_limit = limit;
    p.priority = priority;
    p.cost = cost;
    p.cost_weight = lambda;
    return p;
  }
};

void run(int rows, int columns, double degree, double tight, const char* lambda, std::uint64_t seed, std::int64_t work_limit) {
  const Generated generated(rows, columns, degree, tight, seed);
  const auto problem = generated.problem(Rational::parse(lambda));
  evenload::SolveOptions options;
  options.threads = 1;
  if (work_limit > 0) options.work_limit = work_limit;
  double seconds = 1e9;
  double processor = 1e9;
  optimize::BalancedAssignmentResult result;
  for (int repeat = 0; repeat < 3; ++repeat) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t ticks = std::clock();
    result = optimize::balanced_assignment(problem, options);
    seconds = std::min(seconds, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    processor = std::min(processor, static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC);
  }
  std::printf("%5d x %-4d deg %4.1f tight %4.2f lambda %-5s seed %llu  %7.1f ms (processor %.1f ms)  work %9lld", rows, columns, degree, tight, lambda,
              static_cast<unsigned long long>(seed), 1000 * seconds, 1000 * processor, static_cast<long long>(result.work));
  for (const auto& level : result.levels) {
    if (level.kind == optimize::LevelKind::balance) {
      std::printf("  balance %.5f bound %.5f gap %.5f%%%s", level.value, level.bound, 100 * level.gap.value_or(0), level.proven ? " proven" : "");
    } else {
      std::printf("  %s %.0f%s%.0f", std::string(optimize::to_string(level.kind)).c_str(), level.value, level.proven ? "=" : ">", level.bound);
    }
  }
  std::printf("\n");
  std::fflush(stdout);
}

/// A problem with every feature, from a file.
class Stored {
 public:
  explicit Stored(const std::string& path) {
    std::ifstream file(path);
    std::string name;
    std::size_t size = 0;
    while (file >> name >> size) {
      auto& values = wide_[name];
      values.resize(size);
      for (std::int64_t& value : values) file >> value;
      if (!file) throw std::runtime_error(path + ": too short at " + name);
      narrow_[name].assign(values.begin(), values.end());
      bytes_[name].assign(values.begin(), values.end());
    }
    if (wide_["indptr"].empty()) throw std::runtime_error(path + ": no problem");
    const auto& lambda = wide_["cost_weight"];
    auto& p = problem;
    p.indptr = wide_["indptr"];
    p.indices = narrow_["indices"];
    p.weight = wide_["weight"];
    p.weight_per_pair = !wide_["weight_per_pair"].empty() && wide_["weight_per_pair"].front() != 0;
    p.capacity = wide_["capacity"];
    p.base_load = wide_["base_load"];
    p.hard_limit = wide_["hard_limit"];
    p.priority = wide_["priority"];
    p.row_class = narrow_["row_class"];
    p.cost = wide_["cost"];
    if (lambda.size() == 2) p.cost_weight = Rational(lambda[0], lambda[1]);
    p.category_indptr = wide_["category_indptr"];
    p.category_indices = narrow_["category_indices"];
    p.category_amount = wide_["category_amount"];
    p.limit_column = narrow_["limit_column"];
    p.limit_category = narrow_["limit_category"];
    p.limit_count = wide_["limit_count"];
    p.limit_weight = wide_["limit_weight"];
    p.row_group = narrow_["row_group"];
    p.row_marked = bytes_["row_marked"];
    p.fixed = narrow_["fixed"];
    p.start = narrow_["start"];
  }
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;

  optimize::BalancedAssignmentProblem problem;

 private:
  std::map<std::string, std::vector<std::int64_t>> wide_;
  std::map<std::string, std::vector<std::int32_t>> narrow_;
  std::map<std::string, std::vector<std::uint8_t>> bytes_;
};

void answer(const std::string& path, const evenload::SolveOptions& options, int repeats) {
  const Stored stored(path);
  evenload::benchmark::Times times;
  optimize::BalancedAssignmentResult result;
  bool same = true;
  for (int k = 0; k < repeats; ++k) {
    auto before = std::move(result.assignment);
    times.add([&] { result = optimize::balanced_assignment(stored.problem, options); });
    same = same && (k == 0 || before == result.assignment);
  }
  std::string levels;
  for (const auto& level : result.levels) {
    evenload::benchmark::Answer one;
    one.text("name", optimize::to_string(level.kind)).real("value", level.value).real("bound", level.bound);
    levels += (levels.empty() ? "" : ", ") + one.raw("proven", level.proven ? "true" : "false").line();
  }
  evenload::benchmark::Answer()
      .text("problem", path.substr(path.rfind('/') + 1))
      .times(times)
      .text("status", to_string(result.outcome))
      .text("stop", to_string(result.stop))
      .whole("work", result.work)
      .raw("same", same ? "true" : "false")
      .raw("levels", "[" + levels + "]")
      .wholes("plan", result.assignment)
      .print();
}

int judged_mode(int argc, char** argv) {
  evenload::SolveOptions options;
  int repeats = 1;
  for (int k = 2; k < argc; ++k) {
    const std::string word = argv[k];
    if (!word.starts_with("--")) {
      answer(word, options, repeats);
      continue;
    }
    if (k + 1 == argc) throw std::runtime_error(word + " needs a value");
    const char* const value = argv[++k];
    if (word == "--seconds") {
      options.time_limit = std::atof(value);
    } else if (word == "--work") {
      options.work_limit = std::atoll(value);
    } else if (word == "--seed") {
      options.seed = std::strtoull(value, nullptr, 10);
    } else if (word == "--threads") {
      options.threads = std::atoi(value);
    } else if (word == "--repeats") {
      repeats = std::max(1, std::atoi(value));
    } else {
      throw std::runtime_error("unknown option " + word);
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--json") {
    try {
      return judged_mode(argc, argv);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      return 1;
    }
  }
  if (argc > 5) {
    const int seeds = argc > 6 ? std::atoi(argv[6]) : 1;
    for (int seed = 1; seed <= seeds; ++seed) {
      run(std::atoi(argv[1]), std::atoi(argv[2]), std::atof(argv[3]), std::atof(argv[4]), argv[5], static_cast<std::uint64_t>(seed),
          argc > 7 ? std::atoll(argv[7]) : 0);
    }
    return 0;
  }
  const int sizes[][2] = {{200, 40}, {500, 60}, {1000, 100}};
  for (const auto& size : sizes) {
    for (const double tight : {0.95, 1.0, 1.12}) {
      for (const char* lambda : {"0", "0.05"}) {
        for (std::uint64_t seed = 1; seed <= 2; ++seed) run(size[0], size[1], 8, tight, lambda, seed, 0);
      }
    }
  }
}
