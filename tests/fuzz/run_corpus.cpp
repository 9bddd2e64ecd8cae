/// \file
/// Runs a fuzz target on every file of a corpus, and on cut and changed copies of it, as a plain test.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < count; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::size_t runs = 0;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++runs;
    // 16 places are enough to reach every part of a small document.
    for (std::size_t step = 1; step <= 16; ++step) {
      const std::size_t cut = bytes.size() * step / 17;
      LLVMFuzzerTestOneInput(bytes.data(), cut);
      if (cut >= bytes.size()) continue;
      std::vector<std::uint8_t> changed = bytes;
      changed[cut] = static_cast<std::uint8_t>(changed[cut] ^ (1u << (step % 8)));
      LLVMFuzzerTestOneInput(changed.data(), changed.size());
      runs += 2;
    }
  }
  std::cout << runs << " runs on " << files.size() << " files\n";
  return files.empty() ? 1 : 0;
}
