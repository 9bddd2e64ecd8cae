// Runs generalized_assignment on instance files and on generated problems of the types A to E, and
// judges every answer on its own.
//
//     generalized_assignment_benchmark [--json] [--seconds 10] [--work UNITS] [--seed 0]
//     [--threads 1] [--best best_known.tsv] [--out FOLDER] FILE|TYPE:COLUMNSxROWS[:SEED]...
//
// A file holds `m n`, m rows of n costs, m rows of n weights and m capacities (the OR-Library's
// order, minimised). A generated problem is named like d:20x200:7. With --out, generated problems
// are written there in the same format, for other solvers. One line a problem, tab-separated: name,
// rows, columns, seconds, objective, bound, status, best known, percent above the best known (or
// above the bound, marked b), work. With --json, an object with the plan instead.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "evenload/optimize/generalized_assignment.hpp"
#include "support/answer.hpp"

namespace {

namespace optimize = evenload::optimize;

struct Instance {
  std::string name;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::int64_t> cost, weight, capacity;  // row-major, rows are jobs

  std::int64_t& cost_at(std::size_t i, std::size_t j) { return cost[i * columns + j]; }
  std::int64_t& weight_at(std::size_t i, std::size_t j) { return weight[i * columns + j]; }
};

Instance sized(std::string name, std::size_t rows, std::size_t columns) {
  Instance result{std::move(name), rows, columns, {}, {}, {}};
  result.cost.resize(rows * columns);
  result.weight.resize(rows * columns);
  result.capacity.resize(columns);
  return result;
}

Instance from_file(const std::string& path) {
  std::ifstream file(path);
  std::size_t rows = 0;
  std::size_t columns = 0;
  if (!(file >> columns >> rows)) throw std::runtime_error("cannot read " + path);
  Instance result = sized(path.substr(path.rfind('/') + 1), rows, columns);
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i < rows; ++i) file >> result.cost_at(i, j);
  }
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i < rows; ++i) file >> result.weight_at(i, j);
  }
  for (std::int64_t& capacity : result.capacity) file >> capacity;
  if (!file) throw std::runtime_error("too short: " + path);
  return result;
}

/// The types of Chu & Beasley (1997), type E of Laguna et al. (1995), as Yagiura, Ibaraki & Glover
/// (2004) state them.
Instance generated(char type, std::size_t columns, std::size_t rows, std::uint64_t seed) {
  Instance result = sized(std::string(1, type) + ":" + std::to_string(columns) + "x" +
                              std::to_string(rows) + ":" + std::to_string(seed),
                          rows, columns);
  std::mt19937_64 random(seed * 1000 + static_cast<std::uint64_t>(type));
  const auto uniform = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto share = [&] { return 1.0 - static_cast<double>(random() >> 11) * 0x1p-53; };  // (0, 1]
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i < rows; ++i) {
      switch (type) {
        case 'a':
        case 'b':
        case 'c':
          result.weight_at(i, j) = uniform(5, 25);
          result.cost_at(i, j) = uniform(10, 50);
          break;
        case 'd':
          result.weight_at(i, j) = uniform(1, 100);
          result.cost_at(i, j) = 111 - result.weight_at(i, j) + uniform(-10, 10);
          break;
        default:
          result.weight_at(i, j) =
              static_cast<std::int64_t>(std::floor(1 - 10 * std::log(share())));
          result.cost_at(i, j) = static_cast<std::int64_t>(
              std::floor(1000.0 / static_cast<double>(result.weight_at(i, j)) - 10 * share()));
      }
    }
  }
  const auto jobs = static_cast<double>(rows);
  const auto people = static_cast<double>(columns);
  // Types A and B: 9 (n/m) + 0.4 R, where R is the largest load when each job goes where it is
  // cheapest.
  std::vector<std::int64_t> load(columns, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    std::size_t cheapest = 0;
    for (std::size_t j = 1; j < columns; ++j) {
      if (result.cost_at(i, j) < result.cost_at(i, cheapest)) cheapest = j;
    }
    load[cheapest] += result.weight_at(i, cheapest);
  }
  const auto largest = static_cast<double>(*std::max_element(load.begin(), load.end()));
  for (std::size_t j = 0; j < columns; ++j) {
    double total = 0;
    for (std::size_t i = 0; i < rows; ++i) total += static_cast<double>(result.weight_at(i, j));
    double capacity = 0.8 * total / people;
    if (type == 'a') capacity = 9 * jobs / people + 0.4 * largest;
    if (type == 'b') capacity = 0.7 * (9 * jobs / people + 0.4 * largest);
    result.capacity[j] = static_cast<std::int64_t>(capacity);
  }
  return result;
}

void write(const Instance& in, const std::string& path) {
  std::ofstream file(path);
  file << in.columns << ' ' << in.rows << '\n';
  for (const auto* values : {&in.cost, &in.weight}) {
    for (std::size_t j = 0; j < in.columns; ++j) {
      for (std::size_t i = 0; i < in.rows; ++i) file << (*values)[i * in.columns + j] << ' ';
      file << '\n';
    }
  }
  for (const std::int64_t capacity : in.capacity) file << capacity << ' ';
  file << '\n';
}

/// Cost of a plan by the definition, from the instance alone; nothing where a row is left out or a
/// capacity is passed.
std::optional<std::int64_t> judged(const Instance& in,
                                   const std::vector<std::int32_t>& assignment) {
  if (assignment.size() != in.rows) return std::nullopt;
  std::vector<std::int64_t> load(in.columns, 0);
  std::int64_t cost = 0;
  for (std::size_t i = 0; i < in.rows; ++i) {
    if (assignment[i] < 0 || static_cast<std::size_t>(assignment[i]) >= in.columns)
      return std::nullopt;
    const auto j = static_cast<std::size_t>(assignment[i]);
    load[j] += in.weight[i * in.columns + j];
    cost += in.cost[i * in.columns + j];
  }
  for (std::size_t j = 0; j < in.columns; ++j) {
    if (load[j] > in.capacity[j]) return std::nullopt;
  }
  return cost;
}

std::map<std::string, std::int64_t> best_known(const std::string& path) {
  std::map<std::string, std::int64_t> result;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::string name;
  std::int64_t columns = 0;
  std::int64_t rows = 0;
  std::int64_t best = 0;
  while (std::getline(file, line)) {
    char text[64] = {};
    if (std::sscanf(line.c_str(), "%63s %ld %ld %ld", text, &columns, &rows, &best) == 4)
      result[text] = best;
  }
  return result;
}

void run(const Instance& in, double seconds, std::int64_t work, std::uint64_t seed, int threads,
         bool json, const std::map<std::string, std::int64_t>& best) {
  optimize::GeneralizedAssignmentProblem problem;
  problem.rows = in.rows;
  problem.cost = in.cost;
  problem.weight = in.weight;
  problem.capacity = in.capacity;
  evenload::SolveOptions options;
  options.time_limit = seconds;
  options.work_limit = work;
  options.threads = threads;
  options.seed = seed;
  evenload::benchmark::Times times;
  optimize::GeneralizedAssignmentResult result;
  times.add([&] { result = optimize::generalized_assignment(problem, options); });
  const double took = times.wall.front();
  if (json) {
    const auto number = [](std::optional<std::int64_t> value) {
      return value ? std::to_string(*value) : std::string("null");
    };
    evenload::benchmark::Answer()
        .text("problem", in.name)
        .times(times)
        .text("status", to_string(result.outcome))
        .whole("work", result.work)
        .raw("value", number(result.objective))
        .raw("bound", number(result.bound))
        .wholes("plan", result.assignment)
        .print();
    return;
  }
  const auto value = judged(in, result.assignment);
  if (value != result.objective || (value && *value < result.bound))
    throw std::runtime_error(in.name + ": the answer does not stand");
  std::printf("%s\t%zu\t%zu\t%.2f\t", in.name.c_str(), in.rows, in.columns, took);
  if (value) {
    std::printf("%ld", *value);
  } else {
    std::printf("-");
  }
  std::printf("\t%ld\t%s\t", result.bound, std::string(to_string(result.outcome)).c_str());
  const auto known = best.find(in.name);
  const auto percent = [&](std::int64_t base) {
    return 100.0 * static_cast<double>(*value - base) / static_cast<double>(base);
  };
  if (!value) {
    std::printf("-\t-");
  } else if (known != best.end()) {
    std::printf("%ld\t%.4f", known->second, percent(known->second));
  } else {
    std::printf("-\t%.4fb", percent(result.bound));
  }
  std::printf("\t%ld\n", result.work);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 10;
  std::int64_t work = std::int64_t{1} << 60;
  std::uint64_t seed = 0;
  int threads = 1;
  std::map<std::string, std::int64_t> best;
  std::string folder;
  const bool json = argc > 1 && std::string(argv[1]) == "--json";
  if (!json) {
    std::printf(
        "instance\trows\tcolumns\tseconds\tobjective\tbound\tstatus\tbest_known\tpercent\twork\n");
  }
  try {
    for (int k = json ? 2 : 1; k < argc; ++k) {
      const std::string word = argv[k];
      if (word.starts_with("--")) {
        if (k + 1 == argc) throw std::runtime_error(word + " needs a value");
        const std::string value = argv[++k];
        if (word == "--seconds") {
          seconds = std::atof(value.c_str());
        } else if (word == "--work") {
          work = std::atoll(value.c_str());
        } else if (word == "--seed") {
          seed = static_cast<std::uint64_t>(std::atoll(value.c_str()));
        } else if (word == "--threads") {
          threads = std::atoi(value.c_str());
        } else if (word == "--best") {
          best = best_known(value);
        } else if (word == "--out") {
          folder = value;
        } else {
          throw std::runtime_error("unknown option " + word);
        }
        continue;
      }
      unsigned long columns = 0;
      unsigned long rows = 0;
      unsigned long number = 1;
      char type = 0;
      const bool family =
          std::sscanf(word.c_str(), "%c:%lux%lu:%lu", &type, &columns, &rows, &number) >= 3;
      const Instance instance = family ? generated(type, columns, rows, number) : from_file(word);
      if (family && !folder.empty()) write(instance, folder + "/" + instance.name);
      run(instance, seconds, work, seed, threads, json, best);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
