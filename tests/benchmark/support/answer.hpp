/// \file
/// What the benchmark programs share: clocks, and answers as lines of JSON that tests/benchmark/run judges.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenload::benchmark {

/// Seconds by the wall clock and by the processor, of every repeat.
struct Times {
  std::vector<double> wall, processor;

  template <class Body>
  void add(Body body) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t ticks = std::clock();
    body();
    processor.push_back(static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC);
    wall.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
};

/// Peak of this program's memory. getrusage may tell that of the program that started it.
inline double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

/// One object of JSON, one line. Doubles keep every bit.
class Answer {
 public:
  Answer& text(const char* name, std::string_view value) {
    return raw(name, '"' + std::string(value) + '"');
  }
  Answer& whole(const char* name, std::int64_t value) { return raw(name, std::to_string(value)); }
  Answer& real(const char* name, double value) { return raw(name, digits(value)); }
  Answer& reals(const char* name, std::span<const double> values) {
    return raw(name, list(values, digits));
  }
  template <class Whole>
  Answer& wholes(const char* name, const std::vector<Whole>& values) {
    return raw(name, list(values, [](Whole value) { return std::to_string(value); }));
  }
  Answer& times(const Times& times) {
    return reals("seconds", times.wall).reals("processor_seconds", times.processor);
  }
  Answer& raw(const char* name, const std::string& value) {
    line_ += std::string(line_.empty() ? "{" : ", ") + '"' + name + "\": " + value;
    return *this;
  }
  std::string line() const { return line_ + "}"; }
  void print() const {
    std::printf("%s\n", line().c_str());
    std::fflush(stdout);
  }

  static std::string digits(double value) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.17g", value);
    return buffer;
  }
  template <class Values, class Shown>
  static std::string list(const Values& values, Shown shown) {
    std::string result = "[";
    for (const auto& value : values) result += (result.size() > 1 ? ", " : "") + shown(value);
    return result + "]";
  }

 private:
  std::string line_;
};

}  // namespace evenload::benchmark
