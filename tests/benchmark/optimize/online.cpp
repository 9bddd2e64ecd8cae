// Times OnlineAssignment: one new row among many that stand, others staying put and with moves; beside ConvexTransportState on the same
// pairs with unit weights.
//
//     online_benchmark [rows columns degree [questions [lambda_percent [seed]]]]
//
// Without arguments: 100,000 rows among 1,000 columns at degree 10, then degree 1,000 for 20,000 rows (staying put). Weights 1-20, costs
// 0-50, capacities 1.05 times the fair share give or take a fifth. The standing rows came one after the other, each to the column where
// balance rises least. One question in ten is committed, and an old row closed for it.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "evenload/optimize/convex_transport.hpp"
#include "evenload/optimize/online.hpp"

namespace {

namespace optimize = evenload::optimize;
using Clock = std::chrono::steady_clock;

double microseconds(Clock::time_point since) { return std::chrono::duration<double, std::micro>(Clock::now() - since).count(); }

void print_times(const std::string& name, std::vector<double> times, const std::string& more = "") {
  if (times.empty()) return;
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) { return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))]; };
  std::printf("%-28s median %9.2f us   p99 %9.2f us   most %9.2f us%s\n", name.c_str(), at(0.5), at(0.99), times.back(), more.c_str());
  std::fflush(stdout);
}

struct NewRow {
  std::vector<std::int32_t> columns;
  std::vector<std::int64_t> weight, cost;
  optimize::OnlineRow view() const {
    optimize::OnlineRow row;
    row.columns = columns;
    row.weight = weight;
    row.cost = cost;
    return row;
  }
};

class Rows {
 public:
  Rows(std::int32_t columns, int degree, std::uint64_t seed) : columns_(columns), degree_(std::min<int>(degree, columns)), random_(seed) {}
  std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(end)); }
  NewRow next() {
    NewRow row;
    if (degree_ == columns_) {
      for (std::int32_t j = 0; j < columns_; ++j) row.columns.push_back(j);
    }
    while (static_cast<int>(row.columns.size()) < degree_) {
      const auto j = static_cast<std::int32_t>(below(columns_));
      if (std::find(row.columns.begin(), row.columns.end(), j) == row.columns.end()) row.columns.push_back(j);
    }
    std::sort(row.columns.begin(), row.columns.end());
    row.weight.push_back(1 + below(20));
    for (int k = 0; k < degree_; ++k) row.cost.push_back(below(51));
    return row;
  }

 private:
  std::int32_t columns_;
  int degree_;
  std::mt19937_64 random_;
};

void run(std::int64_t rows, std::int32_t columns, int degree, std::int64_t questions, std::int64_t lambda_percent, std::uint64_t seed,
         std::vector<int> move_counts, bool peer) {
  std::printf("%ld rows, %d columns, degree %d, lambda %ld/100\n", static_cast<long>(rows), columns, degree, static_cast<long>(lambda_percent));
  Rows source(columns, degree, seed);
  std::vector<std::int64_t> capacity;
  const double share = 1.05 * 10.5 * static_cast<double>(rows) / columns;
  for (std::int32_t j = 0; j < columns; ++j) capacity.push_back(static_cast<std::int64_t>(share * (0.8 + 0.4 * static_cast<double>(source.below(1000)) / 1000)));

  // One after the other into an empty state; then that plan as a problem.
  std::vector<std::int64_t> indptr{0}, weight, cost;
  std::vector<std::int32_t> indices, start;
  std::vector<std::int64_t> load(capacity.size(), 0);
  for (std::int64_t i = 0; i < rows; ++i) {
    const NewRow row = source.next();
    std::size_t best = 0;
    const auto rise = [&](std::size_t k) {
      const auto j = static_cast<std::size_t>(row.columns[k]);
      return static_cast<double>(row.weight[0] * (2 * load[j] + row.weight[0])) / static_cast<double>(capacity[j]) +
             static_cast<double>(lambda_percent * row.cost[k]) / 100;
    };
    for (std::size_t k = 1; k < row.columns.size(); ++k) {
      if (rise(k) < rise(best)) best = k;
    }
    start.push_back(row.columns[best]);
    load[static_cast<std::size_t>(row.columns[best])] += row.weight[0];
    indices.insert(indices.end(), row.columns.begin(), row.columns.end());
    cost.insert(cost.end(), row.cost.begin(), row.cost.end());
    weight.push_back(row.weight[0]);
    indptr.push_back(static_cast<std::int64_t>(indices.size()));
  }
  optimize::BalancedAssignmentProblem problem;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  problem.cost = cost;
  problem.cost_weight = evenload::Rational(lambda_percent, 100);
  problem.start = start;
  auto since = Clock::now();
  optimize::OnlineAssignment state(problem);
  std::printf("%-28s %.1f ms\n", "build", microseconds(since) / 1000);

  std::vector<std::int64_t> open;
  for (std::int64_t i = 0; i < rows; ++i) open.push_back(i);
  const auto replace_one = [&](std::int64_t id) {
    const auto at = static_cast<std::size_t>(source.below(static_cast<std::int64_t>(open.size())));
    since = Clock::now();
    state.close_row(open[at]);
    const double time = microseconds(since);
    open[at] = id;
    return time;
  };

  std::vector<double> staying, committing, closing;
  for (std::int64_t q = 0; q < questions; ++q) {
    const NewRow row = source.next();
    since = Clock::now();
    const auto best = state.best(row.view(), 5);
    staying.push_back(microseconds(since));
    if (q % 10 != 0) continue;
    const std::int32_t column = best.empty() ? -1 : best[0].column;
    since = Clock::now();
    const std::int64_t id = state.commit(row.view(), column);
    committing.push_back(microseconds(since));
    closing.push_back(replace_one(id));
  }
  print_times("staying put, best 5", staying);
  print_times("  commit", committing);
  print_times("  close_row", closing);

  for (const int moves : move_counts) {
    const std::int64_t warm = questions / 10;
    std::vector<double> asking;
    committing.clear();
    std::int64_t proven = 0, moved = 0, work = 0;
    double gain = 0;
    for (std::int64_t q = 0; q < warm + questions; ++q) {
      const NewRow row = source.next();
      const auto stay = state.best(row.view(), 1);
      const double without = stay.empty() ? 0 : stay[0].difference.balance;
      since = Clock::now();
      const auto answer = state.best_with_moves(row.view(), moves);
      const double time = microseconds(since);
      if (q >= warm) {
        asking.push_back(time);
        proven += answer.proven ? 1 : 0;
        moved += static_cast<std::int64_t>(answer.moves.size());
        work += answer.work;
        gain += without - answer.difference.balance;
      }
      if (q % 10 != 0) continue;
      since = Clock::now();
      const std::int64_t id = state.commit(row.view(), answer.column, answer.moves);
      if (q >= warm) committing.push_back(microseconds(since));
      replace_one(id);
    }
    const auto n = static_cast<double>(questions);
    char more[160];
    std::snprintf(more, sizeof more, "   proven %.2f %%, moves %.2f, gain %.3f, work %.0f", 100 * static_cast<double>(proven) / n,
                  static_cast<double>(moved) / n, gain / n, static_cast<double>(work) / n);
    print_times("with " + std::to_string(moves) + " moves", asking, more);
    print_times("  commit", committing);
    state.forget();
  }
  if (!peer) return;

  // The peer: one insertion along a shortest path, unit rows and slots that rise.
  std::vector<std::int64_t> slot_cost;
  const std::int64_t slots = 8 * rows / (5 * columns);
  for (std::int32_t j = 0; j < columns; ++j) {
    for (std::int64_t k = 0; k < slots; ++k) slot_cost.push_back(k);
  }
  optimize::ConvexTransportProblem unit;
  unit.indptr = indptr;
  unit.indices = indices;
  unit.cost = cost;
  unit.columns = columns;
  unit.slot_cost = slot_cost;
  optimize::ConvexTransportState transport(unit);
  std::vector<double> inserting;
  for (int q = 0; q < 1000; ++q) {
    const NewRow row = source.next();
    since = Clock::now();
    transport.insert_row(row.columns, row.cost);
    transport.solve();
    inserting.push_back(microseconds(since));
  }
  print_times("ConvexTransportState insert", inserting);
}

}  // namespace

int main(int count, char** arguments) {
  const auto number = [&](int k, std::int64_t otherwise) { return k < count ? std::strtoll(arguments[k], nullptr, 10) : otherwise; };
  const std::int64_t questions = number(4, 100000);
  const std::int64_t lambda = number(5, 5);
  const auto seed = static_cast<std::uint64_t>(number(6, 1));
  run(number(1, 100000), static_cast<std::int32_t>(number(2, 1000)), static_cast<int>(number(3, 10)), questions, lambda, seed, {1, 2, 3}, true);
  if (count > 1) return 0;
  run(100000, 1000, 10, questions, 0, seed, {1, 2, 3}, false);
  run(20000, 1000, 1000, questions / 10, lambda, seed, {}, false);
  return 0;
}
