// Comments name the tests that hold what they describe: each of these must be there.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"

namespace nuskha::test {
namespace {

namespace fs = std::filesystem;

/// The comments of a file, those on lines one after another as one, without the signs they begin with.
std::vector<std::string> comments_of(const std::string& content) {
  std::vector<std::string> out;
  bool goes_on = false;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t");
    const std::string_view text =
        begin == std::string::npos ? std::string_view() : std::string_view(line).substr(begin);
    const std::size_t sign = std::min(text.find_first_not_of("/*#"), text.size());
    const bool is_comment = text.starts_with("//") || text.starts_with("#") || text.starts_with("*");
    if (is_comment && !goes_on) out.emplace_back();
    if (is_comment) out.back().append(text.substr(sign)).append(" ");
    goes_on = is_comment;
  }
  return out;
}

bool is_of_path(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '/';
}

bool is_test_name(std::string_view word) {
  return word.ends_with("_test.cpp") || (word.starts_with("test_") && word.ends_with(".py"));
}

/// The paths of tests that a comment names: "tests/text/dates_test.cpp", "tests/cli/", and a name alone in the folder
/// of the path before it, as in "tests/input/csv_test.cpp and json_test.cpp".
std::vector<std::string> named_tests(std::string_view comment) {
  std::vector<std::string> out;
  std::string folder;
  for (std::size_t begin = 0; begin < comment.size();) {
    const auto is_end = [](char c) { return !is_of_path(c); };
    const auto at = comment.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto size = static_cast<std::size_t>(std::find_if(at, comment.end(), is_end) - at);
    std::string_view word = comment.substr(begin, size);
    begin += size + 1;
    while (word.ends_with('.')) word.remove_suffix(1);
    if (word.starts_with("tests/") || word.starts_with("python/tests/")) {
      out.emplace_back(word);
      folder = word.substr(0, word.rfind('/') + 1);
    } else if (is_test_name(word) && word.find('/') == word.npos && !folder.empty()) {
      out.push_back(folder + std::string(word));
    }
  }
  return out;
}

struct MissingTest {
  std::string file;
  std::string test;
};

std::vector<MissingTest> find_missing(const fs::path& top) {
  std::vector<MissingTest> out;
  for (const char* const folder : {"include", "src", "python", "tests", "bench"}) {
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      const std::string type = entry.path().extension().string();
      const std::vector<std::string> types = {".h", ".in", ".cpp", ".py", ".js", ".mjs"};
      if (!entry.is_regular_file() || std::find(types.begin(), types.end(), type) == types.end()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream content;
      content << file.rdbuf();
      for (const std::string& comment : comments_of(content.str()))
        for (const std::string& test : named_tests(comment))
          if (!fs::exists(top / test)) out.push_back({entry.path().lexically_relative(top).generic_string(), test});
    }
  }
  return out;
}

std::string write(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

TEST_CASE("every test that a comment names is there") {
  for (const MissingTest& missing : find_missing(NUSKHA_SOURCE_DIR))
    FAIL_CHECK(missing.file << " names " << missing.test);
}

TEST_CASE("paths are read out of a comment, over lines and with names alone") {
  using Names = std::vector<std::string>;
  const auto names = [](const std::string& content) {
    Names out;
    for (const std::string& comment : comments_of(content))
      for (std::string& name : named_tests(comment)) out.push_back(std::move(name));
    return out;
  };
  CHECK(names("// Entry point: f. Test:\n// tests/rule/a_test.cpp, b_test.cpp and\n// tests/cli/.\n#include <x>\n") ==
        Names{"tests/rule/a_test.cpp", "tests/rule/b_test.cpp", "tests/cli/"});
  CHECK(names("  /// Compares (tests/rule/a_test.cpp); see README.md.\n") == Names{"tests/rule/a_test.cpp"});
  CHECK(names("# Tests: python/tests/test_a.py, test_b.py.\n") ==
        Names{"python/tests/test_a.py", "python/tests/test_b.py"});
  CHECK(names("const char* a = \"tests/rule/a_test.cpp\";\n// a_test.cpp is elsewhere\n").empty());
  CHECK(names("").empty());
}

TEST_CASE("a test that isn't there is found, with the file that names it") {
  std::string name = (fs::temp_directory_path() / "nuskha-test-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path top = name;
  for (const char* const folder : {"include", "src", "python", "tests", "bench"}) fs::create_directory(top / folder);
  write(top / "src/rule/a.cpp", "// Test:\n// tests/rule/a_test.cpp and b_test.cpp.\n");
  write(top / "tests/rule/a_test.cpp", "");
  const std::vector<MissingTest> missing = find_missing(top);
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].file == "src/rule/a.cpp");
  CHECK(missing[0].test == "tests/rule/b_test.cpp");
  fs::remove_all(top);
}

}  // namespace
}  // namespace nuskha::test
