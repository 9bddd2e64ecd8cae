// Times a time-study fit with its resamples.
//
//     time_study_benchmark [--json] [--repeats N] [--threads N] [--resamples N] [--seed N] FILE
//
// FILE: "rows types", then a line a row: worker (whole), hours, counts. With --json one object: weights, the
// constrained fit of every resample by rows, seconds of every repeat.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "evenload/workload/time_study.hpp"
#include "support/answer.hpp"

int main(int count, char** words) {
  using namespace evenload;
  workload::TimeStudyOptions options;
  options.keep_replicates = true;
  options.control.time_limit = 3600;
  bool json = false;
  int repeats = 5;
  std::string path;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const auto next = [&] { return i + 1 < count ? std::atoi(words[++i]) : 0; };
    if (word == "--json") json = true;
    else if (word == "--repeats") repeats = next();
    else if (word == "--threads") options.control.threads = next();
    else if (word == "--resamples") options.bootstraps = next();
    else if (word == "--seed") options.control.seed = static_cast<std::uint64_t>(next());
    else path = word;
  }
  std::ifstream file(path);
  workload::TimeStudyData data;
  std::size_t types = 0;
  if (!(file >> data.rows >> types)) {
    std::fprintf(stderr, "usage: time_study_benchmark [--json] [--repeats N] [--threads N] [--resamples N] [--seed N] FILE\n");
    return 2;
  }
  for (std::size_t t = 0; t < types; ++t) data.types.push_back("type" + std::to_string(t));
  data.hours.resize(data.rows);
  data.counts.resize(data.rows * types);
  for (std::size_t i = 0; i < data.rows; ++i) {
    std::string worker;
    file >> worker >> data.hours[i];
    data.workers.push_back(worker);
    for (std::size_t t = 0; t < types; ++t) file >> data.counts[i * types + t];
  }
  if (!file) return 2;
  benchmark::Times times;
  workload::TimeStudyFit fit;
  for (int r = 0; r < repeats; ++r) times.add([&] { fit = workload::fit_time_study(data.view(), options); });
  std::vector<double> weights;
  for (const auto& weight : fit.weights) weights.push_back(weight.hours);
  if (json) {
    benchmark::Answer().reals("weights", weights).reals("replicates", fit.replicates).whole("left_out", fit.bootstraps_left_out).times(times).print();
  } else {
    for (const double seconds : times.wall) std::printf("%zu rows, %zu types, %d resamples: %.4f s\n", data.rows, types, options.bootstraps, seconds);
  }
  return 0;
}
