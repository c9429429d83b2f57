// An archive to scan in several runs: versions, copies, footers, records, a container, and files that are no documents.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/run_program.h"

namespace nuskha::test {

/// A word for each number, never a number itself.
inline std::string word_of(std::uint64_t number) {
  std::string out;
  do {
    out += static_cast<char>('a' + number % 20);
    number /= 20;
  } while (number != 0);
  return out + "or";
}

/// Text number `index`: of four one after another, three are versions of the first. Many have the same footer.
inline std::string text_of(std::uint64_t index) {
  std::mt19937_64 random(index / 4);
  std::string out = "Beirut, " + std::to_string(1 + index % 28) + " March 2021\n\n";
  const std::size_t num_words = 60 + random() % 200;
  for (std::size_t i = 0; i < num_words; ++i) {
    std::uint64_t number = 400 + random() % 4000;
    if (index % 4 != 0 && i % 17 == index % 4) number += 5000;
    out += word_of(number) + (i % 40 == 39 ? ".\n\n" : i % 11 == 10 ? ".\n" : " ");
  }
  if (index % 3 != 0) {
    out += "\n\nAbout us\n\n";
    for (std::uint64_t i = 0; i < 30; ++i) out += word_of(20000 + i) + " ";
  }
  return out + "\n";
}

/// Files change their stamp for sure when they are changed from now on. By the clock that stamps them, which may be set
/// back meanwhile.
inline void let_settle() {
  const auto begin = std::chrono::system_clock::now();
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
  } while (std::chrono::system_clock::now() - begin < std::chrono::milliseconds(150) &&
           std::chrono::steady_clock::now() < patience);
}

/// Writes `count` texts below "archive/", a fifth of them as records.
inline void write_archive(const nuskha::testing::TemporaryFolder& folder, std::uint64_t count) {
  std::string records;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string text = text_of(i);
    if (i % 5 == 4) {
      std::string line = text;
      for (std::size_t at = 0; (at = line.find('\n', at)) != std::string::npos; at += 2) line.replace(at, 1, "\\n");
      records += R"({"title":"Title )" + std::to_string(i) + R"(","text":")" + line + "\"}\n";
    } else {
      folder.write("archive/" + std::to_string(i % 7) + "/" + std::to_string(i) + ".txt", text);
    }
    if (i % 10 == 1) folder.write("archive/copies/" + std::to_string(i) + ".txt", text);
  }
  folder.write("archive/records.jsonl", records + "{\"text\": 7}\n");
  folder.write("archive/damaged.txt", "A text in UTF-8 with a byte that isn't: \xFF. " + text_of(3));
  folder.write("archive/picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  let_settle();
}

}  // namespace nuskha::test
