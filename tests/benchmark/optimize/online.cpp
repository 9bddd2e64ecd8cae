// Times OnlineAssignment: rows that come one after the other to a plan that stands, beside a shortest path per row.
//
//     online_benchmark [--json] --moves K --lambda PERCENT FILE
//
// FILE is what online.py writes: pairs and weights of the rows that stand and, behind them, of those that come; capacities, and where the
// first ones stand. One row in ten stays, with the moves that make room for it, and the row that stood longest is closed. The first tenth
// of the questions is for warming up. Times are the thread's processor time and wall time; --json tells every change and some answers, for
// online.py to judge.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <new>
#include <numeric>
#include <string>
#include <vector>

#include "evenload/optimize/online.hpp"
#include "peers/path_per_insertion.hpp"
#include "support/answer.hpp"

namespace {

std::int64_t allocations = 0;

}  // namespace

// Not inlined: the compiler would see free() beside an operator new that it does not know for malloc().
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

namespace optimize = evenload::optimize;

struct Arrays {
  std::vector<std::int64_t> indptr, weight, cost, capacity;
  std::vector<std::int32_t> indices, start;

  std::size_t standing() const { return start.size(); }
  std::size_t questions() const { return weight.size() - start.size(); }
  optimize::OnlineRow row(std::size_t i) const {
    const auto first = static_cast<std::size_t>(indptr[i]);
    const auto count = static_cast<std::size_t>(indptr[i + 1]) - first;
    optimize::OnlineRow row;
    row.columns = std::span(indices).subspan(first, count);
    row.weight = std::span(weight).subspan(i, 1);
    row.cost = std::span(cost).subspan(first, count);
    return row;
  }
};

template <class T>
void read_into(std::ifstream& file, std::vector<T>& values) {
  std::int64_t size = 0;
  file.read(reinterpret_cast<char*>(&size), sizeof size);
  values.resize(static_cast<std::size_t>(size));
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

/// In microseconds.
class Stopwatch {
 public:
  double processor() const {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec - begin_.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec - begin_.tv_nsec) / 1e3;
  }
  double wall() const { return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - wall_).count(); }
  Stopwatch() : wall_(std::chrono::steady_clock::now()) { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin_); }

 private:
  std::chrono::steady_clock::time_point wall_;
  timespec begin_{};
};

struct Timed {
  std::vector<double> processor, wall;
  void add(const Stopwatch& watch) {
    processor.push_back(watch.processor());
    wall.push_back(watch.wall());
  }
  static double at(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
  }
  std::string json() {
    char text[200];
    std::snprintf(text, sizeof text, "{\"median\": %.3f, \"p99\": %.3f, \"wall_median\": %.3f, \"wall_p99\": %.3f}", at(processor, 0.5),
                  at(processor, 0.99), at(wall, 0.5), at(wall, 0.99));
    return text;
  }
};

/// [question, (row, column), …]: the new row first.
std::string told(std::size_t question, const std::vector<std::int64_t>& rows, const std::vector<std::int32_t>& columns) {
  std::string text = "[";
  text += std::to_string(question);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    for (const auto value : {rows[k], static_cast<std::int64_t>(columns[k])}) text.append(", ").append(std::to_string(value));
  }
  return text.append("]");
}

void run(const Arrays& arrays, int moves, std::int64_t lambda_percent, bool json) {
  const std::size_t n = arrays.standing();
  std::vector<std::int64_t> limit;
  for (const std::int64_t c : arrays.capacity) limit.push_back(c + c / 4);
  optimize::BalancedAssignmentProblem problem;
  problem.indptr = std::span(arrays.indptr).first(n + 1);
  problem.indices = std::span(arrays.indices).first(static_cast<std::size_t>(arrays.indptr[n]));
  problem.weight = std::span(arrays.weight).first(n);
  problem.cost = std::span(arrays.cost).first(problem.indices.size());
  problem.cost_weight = evenload::Rational(lambda_percent, 100);
  problem.capacity = arrays.capacity;
  problem.hard_limit = limit;
  problem.start = arrays.start;
  const double before = evenload::benchmark::peak_megabytes();
  optimize::OnlineAssignment state(problem);
  const double megabytes = evenload::benchmark::peak_megabytes() - before;

  evenload::benchmark::Standing mirror;  // the peer's own state
  mirror.capacity.assign(arrays.capacity.begin(), arrays.capacity.end());
  mirror.limit = limit;
  mirror.load.assign(arrays.capacity.size(), 0);
  mirror.rows_in.resize(arrays.capacity.size());
  mirror.column.assign(arrays.weight.size(), -1);
  mirror.weight = arrays.weight;
  mirror.indptr = arrays.indptr;
  mirror.indices = arrays.indices;
  mirror.cost = arrays.cost;
  mirror.lambda = static_cast<double>(lambda_percent) / 100;
  for (std::size_t i = 0; i < n; ++i) mirror.put(static_cast<std::int64_t>(i), arrays.start[i]);

  std::vector<std::int64_t> ids(arrays.weight.size(), -1);  // of each row that stands
  std::vector<std::int64_t> row_of(n);                      // of each id's slot
  std::iota(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(n), 0);
  std::iota(row_of.begin(), row_of.end(), 0);
  std::vector<std::size_t> queue(n);  // rows by how long they stand
  std::iota(queue.begin(), queue.end(), 0);
  std::size_t oldest = 0;

  const std::size_t questions = arrays.questions();
  const std::size_t warm = questions / 11;
  const std::size_t judged_every = std::max<std::size_t>(1, (questions - warm) / (moves == 0 ? 1000 : 30));
  Timed asking, committing, closing, peer;
  std::string changes, answers, peer_answers;
  std::int64_t asked_allocations = 0, proven = 0, work = 0, moved = 0, counted = 0;
  for (std::size_t q = 0; q < questions; ++q) {
    const std::size_t row = n + q;
    const auto asked = arrays.row(row);
    std::vector<std::int64_t> rows{static_cast<std::int64_t>(row)};
    std::vector<std::int32_t> columns;
    const std::int64_t allocated = allocations;
    const Stopwatch watch;
    optimize::OnlineAnswer answer;
    if (moves == 0) {
      const auto best = state.best(asked, 5);
      answer.column = best.empty() ? -1 : best[0].column;
    } else {
      answer = state.best_with_moves(asked, moves);
    }
    const std::int64_t made = allocations - allocated;
    if (q >= warm) {
      asking.add(watch);
      asked_allocations += made;
      proven += answer.proven ? 1 : 0;
      work += answer.work;
      moved += static_cast<std::int64_t>(answer.moves.size());
      ++counted;
    }
    const std::vector<optimize::OnlineMove> path(answer.moves.begin(), answer.moves.end());
    columns.push_back(answer.column);
    for (const auto& move : path) {
      rows.push_back(row_of[static_cast<std::size_t>(move.row & 0xffffffff)]);
      columns.push_back(move.to);
    }
    if (json && q >= warm && (q - warm) % judged_every == 0) {
      answers += (answers.empty() ? "" : ", ") + told(q, rows, columns);
      const Stopwatch other;
      const auto theirs = evenload::benchmark::path_per_insertion(mirror, static_cast<std::int64_t>(row), moves);
      peer.add(other);
      peer_answers += (peer_answers.empty() ? "" : ", ") + told(q, theirs.rows, theirs.columns);
    }
    if (q % 10 != 0 || answer.column < 0) continue;
    const Stopwatch commit;
    const std::int64_t id = state.commit(asked, answer.column, path);
    if (q >= warm) committing.add(commit);
    const auto slot = static_cast<std::size_t>(id & 0xffffffff);
    if (slot >= row_of.size()) row_of.resize(slot + 1);
    row_of[slot] = static_cast<std::int64_t>(row);
    ids[row] = id;
    queue.push_back(row);
    for (std::size_t k = 0; k < rows.size(); ++k) mirror.put(rows[k], columns[k]);
    const std::size_t gone = queue[oldest++];
    const Stopwatch close;
    state.close_row(ids[gone]);
    if (q >= warm) closing.add(close);
    mirror.put(static_cast<std::int64_t>(gone), -1);
    rows.push_back(static_cast<std::int64_t>(gone));
    columns.push_back(-1);
    if (json) changes += (changes.empty() ? "" : ", ") + told(q, rows, columns);
  }
  const double share = static_cast<double>(proven) / static_cast<double>(counted);
  if (json) {
    evenload::benchmark::Answer()
        .raw("asking", asking.json())
        .raw("committing", committing.json())
        .raw("closing", closing.json())
        .raw("peer", peer.json())
        .whole("allocations", asked_allocations)
        .real("proven", share)
        .real("megabytes", megabytes)
        .raw("changes", "[" + changes + "]")
        .raw("answers", "[" + answers + "]")
        .raw("peer_answers", "[" + peer_answers + "]")
        .print();
    return;
  }
  const double count = static_cast<double>(counted);
  std::printf("moves %d  asking %s\n  commit %s\n  close %s\n  proven %.2f %%, moves %.2f, work %.0f, balance %.6f, %lld allocations, +%.0f MB\n", moves,
              asking.json().c_str(), committing.json().c_str(), closing.json().c_str(), 100 * share, static_cast<double>(moved) / count,
              static_cast<double>(work) / count, state.levels().balance, static_cast<long long>(asked_allocations), megabytes);
}

}  // namespace

int main(int argc, char** argv) {
  int moves = 3;
  std::int64_t lambda = 5;
  bool json = false;
  const char* path = nullptr;
  for (int k = 1; k < argc; ++k) {
    if (std::strcmp(argv[k], "--json") == 0) {
      json = true;
    } else if (std::strcmp(argv[k], "--moves") == 0 && k + 1 < argc) {
      moves = std::atoi(argv[++k]);
    } else if (std::strcmp(argv[k], "--lambda") == 0 && k + 1 < argc) {
      lambda = std::atoll(argv[++k]);
    } else {
      path = argv[k];
    }
  }
  std::ifstream file(path == nullptr ? "" : path, std::ios::binary);
  Arrays arrays;
  read_into(file, arrays.indptr);
  read_into(file, arrays.indices);
  read_into(file, arrays.weight);
  read_into(file, arrays.cost);
  read_into(file, arrays.capacity);
  read_into(file, arrays.start);
  if (!file) {
    std::fprintf(stderr, "usage: online_benchmark [--json] --moves K --lambda PERCENT FILE\n");
    return 1;
  }
  run(arrays, moves, lambda, json);
  return 0;
}
