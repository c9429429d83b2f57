// A folder of releases that tests change at random: versions of a few texts, with a footer, in files and JSON Lines.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace nuskha::test {

/// Makes the texts. The same seed, the same texts.
class ReleaseMaker {
 public:
  explicit ReleaseMaker(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < 6; ++i) bases_.push_back(words(60 + number(80)));
    footers_ = {
        "About us\n\nThe office keeps the records of the region and publishes a report each spring. Write to the "
        "office at the address below for copies of it.",
        "عن المكتب\n\nيحفظ المكتب سجلات المنطقة وينشر تقريرا في كل ربيع. اكتبوا إلى المكتب على العنوان أدناه للحصول "
        "على نسخ منه."};
  }

  std::uint64_t number(std::uint64_t below) { return random_() % below; }

  /// A version of one of a few texts, or a text of its own.
  std::string text() {
    std::vector<std::string> body = number(4) == 0 ? words(20 + number(100)) : bases_[number(bases_.size())];
    for (std::uint64_t edits = number(6); edits > 0; --edits) body[number(body.size())] = word();
    std::string out;
    if (number(2) == 0)
      out += "202" + std::to_string(number(5)) + "-0" + std::to_string(1 + number(9)) + "-1" +
             std::to_string(number(9)) + "\n\n";
    for (std::size_t i = 0; i < body.size(); ++i) out += body[i] + (i % 25 == 24 ? "\n\n" : " ");
    if (number(3) != 0) out += "\n\n" + footers_[number(footers_.size())] + "\n";
    return out;
  }

  /// Some lines of JSON Lines.
  std::string records(std::uint64_t count) {
    std::string out;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::string escaped;
      for (const char c : text()) escaped += c == '\n' ? "\\n" : std::string(1, c);
      out += "{\"text\":\"" + escaped + "\",\"date\":\"2020-01-1" + std::to_string(number(9)) + "\"}\n";
    }
    return out;
  }

 private:
  std::string word() {
    static const std::vector<std::string> letters = {"a", "e", "k", "l", "m", "n", "o",
                                                     "r", "s", "t", "ب", "ت", "ل", "م"};
    std::string out;
    for (std::uint64_t i = 3 + number(4); i > 0; --i) out += letters[number(letters.size())];
    return out;
  }
  std::vector<std::string> words(std::uint64_t count) {
    std::vector<std::string> out;
    for (std::uint64_t i = 0; i < count; ++i) out.push_back(word());
    return out;
  }

  std::mt19937_64 random_;
  std::vector<std::vector<std::string>> bases_;
  std::vector<std::string> footers_;
};

/// Writes a file and says that it was written long ago, so that nobody doubts its time.
inline void write_old_file(const std::string& path, const std::string& content, std::int64_t age_hours) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << content;
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(age_hours));
}

}  // namespace nuskha::test
