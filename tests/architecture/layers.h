// The layer table of docs/architecture.md as data, and the check of one #include against it. The one place to change
// when a layer, a public header or a third-party library is added.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha::test {

/// One folder of src/ and what it may include besides itself and the standard library.
struct Layer {
  std::string_view name;
  std::vector<std::string_view> layers;          ///< Folders of src/, and the public headers that belong to them.
  std::vector<std::string_view> public_headers;  ///< Its own headers in include/nuskha/.
  std::vector<std::string_view>
      data_headers;  ///< Public headers of other layers that it may use for their data types only.
};

inline const std::vector<Layer>& layer_table() {
  static const std::vector<Layer> table = {
      {"base", {}, {"hash.h", "result.h", "version.h"}, {}},
      {"input", {"base"}, {"input.h", "place.h"}, {}},
      {"text", {"base"}, {"dates.h", "text.h"}, {}},
      {"sketch", {"base", "text"}, {"sketch.h"}, {}},
      {"match", {"base", "text", "sketch"}, {"match.h"}, {}},
      {"family", {"base", "text", "sketch", "match"}, {"family.h"}, {}},
      {"diff", {"base", "text"}, {"diff.h"}, {}},
      // Rules know findings, and of a verdict the relation's name.
      {"rule", {"base", "text"}, {}, {"diff.h", "finding.h", "input.h", "match.h", "place.h"}},
      {"archive", {"base", "text", "sketch", "match", "family"}, {"archive.h"}, {"input.h", "place.h", "report.h"}},
      // A scan's result is report data; it never calls a writer.
      {"scan",
       {"base", "input", "text", "sketch", "match", "family", "diff", "rule", "archive"},
       {"check.h", "explain.h", "extract.h", "index.h", "scan.h"},
       {"explanation.h", "extraction.h", "finding.h", "report.h"}},
      // A scan's stages again, each on a part of the archive: for those who deal it out over machines.
      {"parts", {"base", "input", "text", "sketch", "match", "family", "archive", "scan"}, {}, {"report.h"}},
      // Writers know what the records are made of, and how wide a text is on a terminal.
      {"report",
       {"base"},
       {"baseline.h", "check_report.h", "diff_report.h", "explanation.h", "extraction.h", "finding.h", "report.h"},
       {"diff.h", "input.h", "match.h", "place.h", "text.h"}},
      // The desk: checks and archives behind HTTP.
      {"serve", {"base", "input", "text", "match", "diff", "rule", "archive", "scan", "report"}, {}, {}},
      {"cli",
       {"base", "input", "text", "sketch", "match", "family", "diff", "rule", "archive", "scan", "parts", "report",
        "serve"},
       {"nuskha.h"},
       {}},
  };
  return table;
}

/// A third-party library and where it may be included: files or folders (ending in '/') of the repository.
struct Library {
  std::string_view name;
  std::string_view header;  ///< Prefix of what stands between the brackets.
  std::vector<std::string_view> allowed;
};

/// What is in no row is of the standard library or the system, and free.
inline const std::vector<Library>& library_table() {
  static const std::vector<Library> table = {
      {"ICU", "unicode/", {"src/base/", "tests/"}},
      {"xxHash", "xxh", {"src/base/hash.h"}},
      {"zlib", "zlib.h", {"src/input/zlib_stream.cpp", "tests/"}},
      {"libzstd", "zstd", {"src/input/zstandard_stream.cpp", "src/archive/blob.cpp", "tests/", "bench/"}},
      {"liblzma", "lzma.h", {"src/input/xz_stream.cpp", "tests/"}},
      {"libbz2", "bzlib.h", {"src/input/bzip2_stream.cpp", "tests/"}},
      {"liblz4", "lz4", {"src/input/lz4_stream.cpp", "tests/"}},
      {"SQLite", "sqlite3", {"src/archive/database.cpp", "tests/"}},
      {"libarchive", "archive.h", {"src/input/libarchive_reader.cpp", "src/input/office.cpp", "tests/", "bench/"}},
      {"libarchive",
       "archive_entry.h",
       {"src/input/libarchive_reader.cpp", "src/input/office.cpp", "tests/", "bench/"}},
      {"Expat", "expat.h", {"src/input/office_xml.cpp"}},
      {"GMime", "gmime/", {"src/input/mail_parts.cpp"}},
      {"libcsv", "csv.h", {"src/input/csv.cpp"}},
      {"Gumbo", "gumbo.h", {"tests/"}},
      {"simdjson",
       "simdjson",
       {"src/input/", "src/base/unicode.cpp", "src/report/baseline_reader.cpp", "src/serve/json_body.cpp", "bench/"}},
      {"Boost", "boost/", {"src/serve/http_server.cpp"}},
      {"CLI11", "CLI/", {"src/cli/command_line.cpp", "bench/"}},
      {"toml++", "toml++/", {"src/cli/config_reader.cpp"}},
      {"nlohmann-json", "nlohmann/", {"tests/"}},
      {"valijson", "valijson/", {"tests/report/check_sarif_test.cpp"}},
      {"fmt", "fmt/", {"src/", "tests/", "bench/", "python/native/"}},
      {"tl-expected", "tl/", {"include/nuskha/result.h"}},
      {"Catch2", "catch2/", {"tests/support/"}},
      {"Google Benchmark", "benchmark/", {"bench/"}},
      {"nanobind", "nanobind/", {"python/native/"}},
      {"Python", "Python.h", {}},  // by nanobind
  };
  return table;
}

/// What an #include names, and how.
struct Include {
  std::string target;   ///< Without the quotes or brackets.
  bool quoted = false;  ///< "target" and not <target>.
};

/// What is wrong with an #include in `file`, a path from the repository's top ("src/text/analyzer.cpp"); nothing if it
/// is allowed.
inline std::optional<std::string> check_include(std::string_view file, const Include& include) {
  const std::string_view target = include.target;
  const auto contains = [](const auto& range, std::string_view value) {
    return std::ranges::find(range, value) != range.end();
  };
  const auto find_layer = [](auto matches) -> const Layer* {
    const auto found = std::ranges::find_if(layer_table(), matches);
    return found == layer_table().end() ? nullptr : &*found;
  };
  const auto layer_of_header = [&](std::string_view header) {
    return find_layer([&](const Layer& layer) { return contains(layer.public_headers, header); });
  };
  const auto error = [&](std::string_view why) {
    return std::string(file) + " includes " + std::string(target) + ": " + std::string(why);
  };

  for (const Library& library : library_table()) {
    if (!target.starts_with(library.header)) continue;
    for (const std::string_view place : library.allowed) {
      if (place.ends_with('/') ? file.starts_with(place) : file == place) return std::nullopt;
    }
    return error(std::string(library.name) + " is not for this place");
  }

  // Which layer the including file belongs to.
  const Layer* from = nullptr;
  const bool is_public = file.starts_with("include/nuskha/");
  if (is_public) {
    from = layer_of_header(file.substr(std::string_view("include/nuskha/").size()));
    if (from == nullptr) return error("this public header belongs to no layer of the table");
  } else if (file.starts_with("src/")) {
    const std::string_view rest = file.substr(4);
    const std::string_view folder = rest.substr(0, rest.find('/'));
    from = find_layer([&](const Layer& layer) { return layer.name == folder; });
    if (from == nullptr) return error("this folder of src/ is no layer of the table");
  } else {
    return std::nullopt;  // Tests and benchmarks may reach everything.
  }

  // Which layer the included file belongs to.
  const Layer* to = nullptr;
  if (target.starts_with("nuskha/")) {
    const std::string_view header = target.substr(7);
    if (contains(from->data_headers, header)) return std::nullopt;
    to = layer_of_header(header);
    if (to == nullptr) return error("this public header belongs to no layer of the table");
  } else {
    to = find_layer([&](const Layer& layer) { return layer.name == target.substr(0, target.find('/')); });
    if (to == nullptr && include.quoted) return error("write it as \"LAYER/FILE\"");
    if (to == nullptr) return std::nullopt;  // <vector>, <sys/stat.h>: the system's.
    if (is_public) return error("a public header can't reach into src/");
  }
  if (to == from || contains(from->layers, to->name)) return std::nullopt;
  return error("layer " + std::string(from->name) + " may not know layer " + std::string(to->name));
}

}  // namespace nuskha::test
