// Times convex_transport beside LEMON's cost scaling, both from arrays, and a state after small changes.
//
//     convex_transport_benchmark [rows columns degree most_cost slots_per_row slope [seed [repeats]]]
//     convex_transport_benchmark [--json [--repeats N]] --read FILE
//
// Without arguments: 100,000 x 1,000 x 10 and 10,000 x 200 x 10, costs 0-50, 1.6 slots a row, slot costs that rise by about one. FILE is
// what convex_transport.py writes, which runs OR-Tools on the same arrays. With --json, an object with our plan and one with LEMON's.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "evenload/optimize/convex_transport.hpp"
#include "support/answer.hpp"
#ifdef EVENLOAD_HAVE_LEMON
#include "peers/lemon_cost_scaling.hpp"
#endif

namespace {

namespace optimize = evenload::optimize;

struct Arrays {
  std::vector<std::int64_t> indptr{0}, cost, slot_indptr{0}, slot_cost;
  std::vector<std::int32_t> indices;

  optimize::ConvexTransportProblem problem() const {
    optimize::ConvexTransportProblem p;
    p.indptr = indptr;
    p.indices = indices;
    p.cost = cost;
    p.columns = static_cast<std::int64_t>(slot_indptr.size()) - 1;
    p.slot_indptr = slot_indptr;
    p.slot_cost = slot_cost;
    return p;
  }
};

Arrays generated(int rows, int columns, int degree, std::int64_t most_cost, double slots_per_row, double slope, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Arrays arrays;
  std::vector<std::int32_t> row;
  for (int i = 0; i < rows; ++i) {
    row.clear();
    while (static_cast<int>(row.size()) < std::min(degree, columns)) {
      const auto j = static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(columns));
      if (std::find(row.begin(), row.end(), j) == row.end()) row.push_back(j);
    }
    std::sort(row.begin(), row.end());
    for (const std::int32_t j : row) {
      arrays.indices.push_back(j);
      arrays.cost.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most_cost + 1)));
    }
    arrays.indptr.push_back(static_cast<std::int64_t>(arrays.indices.size()));
  }
  const auto slots = static_cast<std::int64_t>(slots_per_row * rows / columns + 0.999);
  for (int j = 0; j < columns; ++j) {
    const double own = slope * (0.5 + static_cast<double>(random() % 1000) / 1000);
    for (std::int64_t k = 0; k < slots; ++k) arrays.slot_cost.push_back(static_cast<std::int64_t>(own * static_cast<double>(k)));
    arrays.slot_indptr.push_back(static_cast<std::int64_t>(arrays.slot_cost.size()));
  }
  return arrays;
}

template <class T>
void read_into(std::ifstream& file, std::vector<T>& values) {
  std::int64_t size = 0;
  file.read(reinterpret_cast<char*>(&size), sizeof size);
  values.resize(static_cast<std::size_t>(size));
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

using evenload::benchmark::peak_megabytes;
using evenload::benchmark::Times;

double at(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// One line for us and one for the peer, plans and all.
void answer(const Arrays& arrays, int repeats) {
  const auto p = arrays.problem();
  evenload::SolveOptions options;
  options.time_limit = 600;
  const double before = peak_megabytes();
  Times ours;
  optimize::ConvexTransportResult r;
  for (int k = 0; k < repeats; ++k) ours.add([&] { r = optimize::convex_transport(p, options); });
  const double more = peak_megabytes() - before;
  const auto proof = optimize::check_duals(p, r.assignment, r.row_price, r.column_price, r.outside_price);
  evenload::benchmark::Answer()
      .text("solver", "evenload")
      .times(ours)
      .whole("value", r.cost)
      .whole("unassigned", r.unassigned)
      .raw("proven", proof.optimal ? "true" : "false")
      .real("megabytes", more)
      .wholes("plan", r.assignment)
      .print();
#ifdef EVENLOAD_HAVE_LEMON
  Times peer;
  std::vector<std::int32_t> plan;
  for (int k = 0; k < std::min(repeats, 3); ++k) {
    peer.add([&] { evenload::benchmark::lemon_cost_scaling(arrays.indptr, arrays.indices, arrays.cost, arrays.slot_indptr, arrays.slot_cost, &plan); });
  }
  evenload::benchmark::Answer().text("solver", "LEMON " EVENLOAD_HAVE_LEMON).times(peer).wholes("plan", plan).print();
#endif
}

void run(const Arrays& arrays, int repeats) {
  const auto p = arrays.problem();
  evenload::SolveOptions options;
  options.time_limit = 600;
  const double before = peak_megabytes();
  Times ours;
  optimize::ConvexTransportResult r;
  for (int k = 0; k < repeats; ++k) ours.add([&] { r = optimize::convex_transport(p, options); });
  const auto proof = optimize::check_duals(p, r.assignment, r.row_price, r.column_price, r.outside_price);
  std::printf("%zu x %lld, %zu pairs, %zu slots\n", arrays.indptr.size() - 1, static_cast<long long>(p.columns), arrays.indices.size(),
              arrays.slot_cost.size());
  std::printf("  convex_transport    %8.4f s (processor %.4f)  cost %lld  unassigned %lld  %s  work %lld  +%.0f MB\n", at(ours.wall, 0.5),
              at(ours.processor, 0.5), static_cast<long long>(r.cost), static_cast<long long>(r.unassigned),
              proof.optimal ? "proven by its prices" : proof.reason.c_str(), static_cast<long long>(r.work), peak_megabytes() - before);
#ifdef EVENLOAD_HAVE_LEMON
  if (r.unassigned == 0) {
    Times peer;
    std::int64_t cost = 0;
    for (int k = 0; k < std::min(repeats, 3); ++k) {
      peer.add([&] {
        cost = evenload::benchmark::lemon_cost_scaling(arrays.indptr, arrays.indices, arrays.cost, arrays.slot_indptr, arrays.slot_cost);
      });
    }
    std::printf("  LEMON cost scaling  %8.4f s (processor %.4f)  cost %lld  %.1f times as long\n", at(peer.wall, 0.5),
                at(peer.processor, 0.5), static_cast<long long>(cost), at(peer.wall, 0.5) / at(ours.wall, 0.5));
  }
#else
  std::printf("  LEMON cost scaling  skipped: built without lemon/cost_scaling.h\n");
#endif
  optimize::ConvexTransportState state(p, options);
  std::mt19937_64 random(5);
  Times warm;
  for (int k = 0; k < 300; ++k) {
    const auto i = static_cast<std::int32_t>(random() % (arrays.indptr.size() - 1));
    const auto first = static_cast<std::size_t>(arrays.indptr[static_cast<std::size_t>(i)]);
    const auto count = static_cast<std::size_t>(arrays.indptr[static_cast<std::size_t>(i) + 1]) - first;
    if (count == 0) continue;
    warm.add([&] {
      if (k % 3 == 0) {
        state.insert_row(p.indices.subspan(first, count), p.cost.subspan(first, count));
      } else if (state.column_of(i) >= 0) {
        if (k % 3 == 1) {
          state.remove_row(i);
        } else {
          state.change_cost(i, arrays.indices[first], static_cast<std::int64_t>(random() % 51));
        }
      }
      state.solve(options);
    });
  }
  std::printf("  state, one change   median %.3f ms, p99 %.3f ms\n", 1000 * at(warm.wall, 0.5), 1000 * at(warm.wall, 0.99));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc > 1 && std::strcmp(argv[1], "--json") == 0;
  int repeats = 5;
  if (json && argc > 3 && std::strcmp(argv[2], "--repeats") == 0) {
    repeats = std::max(1, std::atoi(argv[3]));
    argv += 2;
    argc -= 2;
  }
  if (json) ++argv, --argc;
  if (argc == 3 && std::strcmp(argv[1], "--read") == 0) {
    std::ifstream file(argv[2], std::ios::binary);
    Arrays arrays;
    read_into(file, arrays.indptr);
    read_into(file, arrays.indices);
    read_into(file, arrays.cost);
    read_into(file, arrays.slot_indptr);
    read_into(file, arrays.slot_cost);
    if (!file) {
      std::fprintf(stderr, "%s: cannot be read\n", argv[2]);
      return 1;
    }
    if (json) {
      answer(arrays, repeats);
    } else {
      run(arrays, repeats);
    }
    return 0;
  }
  if (argc > 6) {
    run(generated(std::atoi(argv[1]), std::atoi(argv[2]), std::atoi(argv[3]), std::atoll(argv[4]), std::atof(argv[5]), std::atof(argv[6]),
                  argc > 7 ? std::strtoull(argv[7], nullptr, 10) : 1),
        argc > 8 ? std::atoi(argv[8]) : 5);
    return 0;
  }
  run(generated(100'000, 1000, 10, 50, 1.6, 1, 1), 5);
  run(generated(10'000, 200, 10, 50, 1.6, 1, 1), 5);
  return 0;
}
