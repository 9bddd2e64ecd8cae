// Times makespan on generated problems of the families of Fanjul-Peyro and Ruiz, or on instance files of theirs.
//
//     makespan_benchmark [--json] [--seconds S] [--work UNITS] [--seed N] [--threads N] [FILE...]
//
// Files hold "n m 1", "m", then n rows of m (machine, time) pairs. Without files: the seven families at three
// sizes from the seed. Prints one tab-separated line a problem: name, n, m, makespan, bound, proven, seconds,
// processor seconds, work, and the makespan counted again from the assignment; with --json an object with the plan.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/optimize/makespan.hpp"
#include "support/answer.hpp"

namespace {

namespace optimize = evenload::optimize;

struct Table {
  std::string name;
  int rows = 0;
  int columns = 0;
  std::vector<std::int64_t> times;
};

/// U(low, high), or a base per row or column of U(1, 100) with U(1, 20) on top.
Table generated(const std::string& family, int rows, int columns, std::uint64_t seed) {
  std::mt19937_64 random(seed * 1000003 + static_cast<std::uint64_t>(rows) * 1009 + static_cast<std::uint64_t>(columns));
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  Table table{family + "_" + std::to_string(rows) + "x" + std::to_string(columns) + "_" + std::to_string(seed), rows, columns, {}};
  const bool jobs = family == "jobs";
  const bool machines = family == "machines";
  std::int64_t low = 1, high = 100;
  if (family == "U10-100") low = 10;
  if (family == "U100-200") low = 100, high = 200;
  if (family == "U100-120") low = 100, high = 120;
  if (family == "U1000-1100") low = 1000, high = 1100;
  std::vector<std::int64_t> base(static_cast<std::size_t>(jobs ? rows : columns), 0);
  if (jobs || machines) {
    for (auto& value : base) value = between(1, 100);
    low = 1;
    high = 20;
  }
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) table.times.push_back(base[static_cast<std::size_t>(jobs ? i : j)] + between(low, high));
  }
  return table;
}

bool read(const std::string& path, Table& table) {
  std::ifstream file(path);
  int other = 0;
  if (!(file >> table.rows >> table.columns >> other >> other)) return false;
  table.name = path.substr(path.find_last_of('/') + 1);
  table.times.assign(static_cast<std::size_t>(table.rows) * static_cast<std::size_t>(table.columns), -1);
  for (int i = 0; i < table.rows; ++i) {
    for (int k = 0; k < table.columns; ++k) {
      int j = 0;
      std::int64_t time = 0;
      if (!(file >> j >> time) || j < 0 || j >= table.columns) return false;
      table.times[static_cast<std::size_t>(i) * static_cast<std::size_t>(table.columns) + static_cast<std::size_t>(j)] = time;
    }
  }
  return true;
}

void run(const Table& table, const evenload::SolveOptions& options, bool json) {
  const optimize::MakespanProblem problem{static_cast<std::size_t>(table.rows), static_cast<std::size_t>(table.columns), table.times, {}, {}};
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t ticks = std::clock();
  const auto result = optimize::makespan(problem, options);
  const double processor = static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (json) {
    evenload::benchmark::Answer()
        .text("problem", table.name)
        .reals("seconds", std::vector{seconds})
        .reals("processor_seconds", std::vector{processor})
        .text("status", to_string(result.outcome))
        .whole("work", result.work)
        .whole("value", result.objective.value_or(-1))
        .whole("bound", result.bound.value_or(-1))
        .wholes("plan", result.assignment)
        .print();
    return;
  }
  std::vector<std::int64_t> load(static_cast<std::size_t>(table.columns), 0);
  for (std::size_t i = 0; i < result.assignment.size(); ++i) {
    const auto j = static_cast<std::size_t>(result.assignment[i]);
    load[j] += table.times[i * static_cast<std::size_t>(table.columns) + j];
  }
  const std::int64_t counted = load.empty() ? 0 : *std::max_element(load.begin(), load.end());
  std::printf("%s\t%d\t%d\t%lld\t%lld\t%d\t%.2f\t%.2f\t%lld\t%lld\n", table.name.c_str(), table.rows, table.columns,
              static_cast<long long>(result.objective.value_or(-1)), static_cast<long long>(result.bound.value_or(-1)),
              result.outcome == evenload::Outcome::optimal ? 1 : 0, seconds, processor, static_cast<long long>(result.work),
              static_cast<long long>(counted));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  evenload::SolveOptions options;
  options.threads = 1;
  options.time_limit = 15;
  options.work_limit = std::int64_t{1} << 60;
  std::vector<std::string> paths;
  std::uint64_t seed = 1;
  bool json = false;
  for (int k = 1; k < argc; ++k) {
    const std::string_view argument = argv[k];
    if (argument == "--seconds" && k + 1 < argc) {
      options.time_limit = std::atof(argv[++k]);
    } else if (argument == "--work" && k + 1 < argc) {
      options.work_limit = std::atoll(argv[++k]);
      options.time_limit = 1e6;
    } else if (argument == "--seed" && k + 1 < argc) {
      seed = std::strtoull(argv[++k], nullptr, 10);
    } else if (argument == "--threads" && k + 1 < argc) {
      options.threads = std::atoi(argv[++k]);
    } else if (argument == "--json") {
      json = true;
    } else {
      paths.emplace_back(argument);
    }
  }
  for (const std::string& path : paths) {
    Table table;
    if (!read(path, table)) {
      std::fprintf(stderr, "makespan_benchmark: cannot read %s\n", path.c_str());
      return 1;
    }
    run(table, options, json);
  }
  if (!paths.empty()) return 0;
  for (const char* family : {"U1-100", "U10-100", "U100-200", "U100-120", "U1000-1100", "jobs", "machines"}) {
    run(generated(family, 100, 10, seed), options, json);
    run(generated(family, 200, 30, seed), options, json);
    run(generated(family, 500, 20, seed), options, json);
  }
}
