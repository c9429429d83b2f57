// Every #include of the repository against the layer table in layers.h, and the check itself against a bad tree.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "architecture/layers.h"
#include "support/catch.h"

namespace nuskha::test {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  ///< From the top of the repository, with '/'.
  std::string content;
};

std::vector<Include> includes_of(const std::string& content) {
  std::vector<Include> out;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    std::size_t at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] != '#') continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
    at = line.find_first_of("<\"", at + 7);
    if (at == std::string::npos) continue;
    const bool quoted = line[at] == '"';
    const std::size_t end = line.find(quoted ? '"' : '>', at + 1);
    if (end != std::string::npos) out.push_back({line.substr(at + 1, end - at - 1), quoted});
  }
  return out;
}

std::vector<std::string> violations(const std::vector<Source>& tree) {
  std::vector<std::string> out;
  for (const Source& source : tree) {
    for (const Include& include : includes_of(source.content)) {
      if (auto error = check_include(source.path, include)) out.push_back(*std::move(error));
    }
  }
  return out;
}

std::vector<Source> read_tree(const fs::path& top) {
  std::vector<Source> out;
  for (const char* folder : {"include", "src", "tests", "bench", "python/native"}) {
    if (!fs::exists(top / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || !(name.ends_with(".h") || name.ends_with(".cpp"))) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream content;
      content << file.rdbuf();
      out.push_back({entry.path().lexically_relative(top).generic_string(), content.str()});
    }
  }
  return out;
}

TEST_CASE("no include of the repository runs against the layers") {
  const std::vector<Source> tree = read_tree(NUSKHA_SOURCE_DIR);
  CHECK(tree.size() > 20);
  for (const std::string& violation : violations(tree)) FAIL_CHECK(violation);
}

TEST_CASE("every folder of src is a layer of the table") {
  for (const auto& entry : fs::directory_iterator(fs::path(NUSKHA_SOURCE_DIR) / "src")) {
    const std::string name = entry.path().filename().string();
    INFO(name);
    CHECK(std::ranges::any_of(layer_table(), [&](const Layer& layer) { return layer.name == name; }));
  }
}

TEST_CASE("the layer table has no cycle") {
  // Each layer may know only layers that stand above it in the table.
  std::vector<std::string_view> above;
  for (const Layer& layer : layer_table()) {
    for (const std::string_view below : layer.layers) {
      INFO(layer.name << " knows " << below);
      CHECK(std::ranges::find(above, below) != above.end());
    }
    above.push_back(layer.name);
  }
}

TEST_CASE("an include that runs against the layers is found") {
  const auto breaks = [](const char* path, const char* line) { return violations({{path, line}}).size() == 1; };
  // Upwards and sideways.
  CHECK(breaks("src/base/hash.cpp", "#include \"text/blocks.h\""));
  CHECK(breaks("src/text/analyzer.cpp", "#include \"nuskha/sketch.h\""));
  CHECK(breaks("src/text/analyzer.cpp", "#  include  \"match/verify.h\"  // indented"));
  CHECK(breaks("src/text/analyzer.cpp", "#include \"nuskha/input.h\""));
  CHECK(breaks("src/input/folder.cpp", "#include \"nuskha/text.h\""));
  CHECK(breaks("src/diff/words.cpp", "#include \"match/verify.h\""));
  CHECK(breaks("src/report/text.cpp", "#include \"match/verify.h\""));
  CHECK(breaks("src/report/text.cpp", "#include \"nuskha/scan.h\""));
  CHECK(breaks("src/scan/scan.cpp", "#include \"report/display.h\""));
  CHECK(breaks("src/scan/scan.cpp", "#include \"cli/options.h\""));
  CHECK(breaks("src/match/verify.cpp", "#include \"nuskha/nuskha.h\""));
  // Public headers.
  CHECK(breaks("include/nuskha/text.h", "#include \"base/fold.h\""));
  CHECK(breaks("include/nuskha/text.h", "#include \"nuskha/match.h\""));
  CHECK(breaks("include/nuskha/text.h", "#include <fmt/format.h>"));
  CHECK(breaks("include/nuskha/other.h", "#include <string>"));
  CHECK(breaks("src/text/analyzer.cpp", "#include \"nuskha/other.h\""));
  // Third-party libraries.
  CHECK(breaks("src/text/analyzer.cpp", "#include <unicode/uchar.h>"));
  CHECK(breaks("src/sketch/sketch.cpp", "#include <xxhash.h>"));
  CHECK(breaks("src/base/hash.cpp", "#include <xxhash.h>"));
  CHECK(breaks("src/scan/scan.cpp", "#include <zlib.h>"));
  CHECK(breaks("src/base/hash.cpp", "#include <simdjson.h>"));
  CHECK(breaks("src/report/text.cpp", "#include <CLI/CLI.hpp>"));
  CHECK(breaks("src/cli/main.cpp", "#include <CLI/CLI.hpp>"));
  CHECK(breaks("src/cli/config.cpp", "#include <toml++/toml.h>"));
  CHECK(breaks("src/report/json.cpp", "#include <nlohmann/json.hpp>"));
  CHECK(breaks("tests/text/analyzer_test.cpp", "#include <catch2/catch.hpp>"));
  // Folders and spellings that the table doesn't know.
  CHECK(breaks("src/extra/extra.cpp", "#include <vector>"));
  CHECK(breaks("src/text/analyzer.cpp", "#include \"letters.inc\""));
  CHECK(breaks("src/text/analyzer.cpp", "#include \"blocks.h\""));
  CHECK(breaks("src/text/analyzer.cpp", "#include <match/verify.h>"));
  CHECK(breaks("src/match/verify.cpp", "#include \"archive/index.h\""));
  CHECK(breaks("src/text/analyzer.cpp", "#include \"../match/verify.h\""));
}

TEST_CASE("an include that follows the layers is allowed") {
  const std::vector<Source> tree = {
      {"src/base/unicode.cpp", "#include <unicode/uchar.h>\n#include <simdjson.h>\n#include \"base/unicode.h\"\n"},
      {"src/base/hash.h", "#include <xxhash.h>\n#include \"nuskha/hash.h\"\n"},
      {"src/input/gzip.cpp", "#include <sys/stat.h>\n#include <fcntl.h>\n"},
      {"src/match/verify.cpp", "#include <fmt/format.h>\n#include \"sketch/shingle.h\"\n#include \"nuskha/text.h\"\n"},
      {"src/report/json.cpp", "#include <fmt/format.h>\n#include \"base/unicode.h\"\n#include \"nuskha/match.h\"\n"},
      {"src/scan/scan.cpp", "#include \"nuskha/scan.h\"\n#include \"nuskha/report.h\"\n#include \"family/group.h\"\n"},
      {"src/cli/command_line.cpp",
       "#include <CLI/CLI.hpp>\n#include \"nuskha/nuskha.h\"\n#include \"report/display.h\"\n"},
      {"src/scan/check.cpp", "#include \"archive/index.h\"\n"},
      {"include/nuskha/nuskha.h", "#include \"nuskha/scan.h\"\n#include \"nuskha/report.h\"\n"},
      {"include/nuskha/scan.h", "#include <atomic>\n#include \"nuskha/report.h\"\n"},
      {"tests/text/analyzer_test.cpp",
       "// #include <catch2/catch.hpp>\n#include \"text/blocks.h\"\n#include \"support/catch.h\"\n"},
  };
  for (const std::string& violation : violations(tree)) FAIL_CHECK(violation);
}

}  // namespace
}  // namespace nuskha::test
