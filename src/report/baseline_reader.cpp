// Reads a baseline file: read_baseline. Tests: tests/report/baseline_test.cpp.
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "nuskha/baseline.h"
#include "report/display.h"

namespace nuskha {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view format_name = "nuskha-baseline";
constexpr std::uint64_t format_version = 1;
constexpr std::string_view how_to_mend = "Mend it, or write it anew with --write-baseline.";

/// The line, from 1, on which a merge left its conflict; 0 if there is none.
std::size_t line_of_conflict(std::string_view bytes) {
  std::size_t line = 1;
  for (std::size_t begin = 0; begin < bytes.size(); ++line) {
    if (bytes.substr(begin).starts_with("<<<<<<< ")) return line;
    const std::size_t end = bytes.find('\n', begin);
    if (end == bytes.npos) break;
    begin = end + 1;
  }
  return 0;
}

std::optional<std::uint64_t> hex_number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'f')) return std::nullopt;
    value = value << 4 | static_cast<std::uint64_t>(is_digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

std::optional<Hash128> parse_hash(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  const auto high = hex_number(hex.substr(0, 16));
  const auto low = hex_number(hex.substr(16));
  if (!high || !low) return std::nullopt;
  return Hash128{*low, *high};
}

/// What is wrong with an entry, or nothing.
std::optional<std::string> read_entry(dom::element json, BaselineEntry& entry) {
  dom::object object;
  if (json.get(object) != simdjson::SUCCESS) return "is not an object";
  const auto read_string = [&](std::string_view key, std::string& value) {
    std::string_view text;
    if (object[key].get(text) != simdjson::SUCCESS) return false;
    value = text;
    return true;
  };
  std::string fingerprint;
  if (!read_string("rule", entry.rule) || entry.rule.empty()) return "has no \"rule\", the name of one";
  if (!read_string("path", entry.path)) return "has no \"path\", a string";
  const bool has_fingerprint = read_string("fingerprint", fingerprint);
  const auto hash = parse_hash(fingerprint);
  if (!has_fingerprint || !hash) return "has no \"fingerprint\" of 32 hexadecimal digits, in lower case";
  entry.fingerprint = *hash;
  dom::element count;
  if (object["count"].get(count) == simdjson::SUCCESS &&
      (count.get(entry.count) != simdjson::SUCCESS || entry.count == 0))
    return "has a \"count\" that isn't a whole number from 1 on";
  std::string reason;
  dom::element given;
  if (object["reason"].get(given) == simdjson::SUCCESS) {
    if (!read_string("reason", reason)) return "has a \"reason\" that isn't a string";
    entry.reason = std::move(reason);
  }
  return std::nullopt;
}

/// Sorted, and those of one rule, fingerprint and path added up: merges of two branches leave such.
std::vector<BaselineEntry> add_up(const std::vector<BaselineEntry>& entries) {
  std::map<std::tuple<std::string, std::string, Hash128>, BaselineEntry> sums;
  for (const BaselineEntry& entry : entries) {
    const auto [place, is_new] = sums.try_emplace({entry.path, entry.rule, entry.fingerprint}, entry);
    if (is_new) continue;
    BaselineEntry& sum = place->second;
    sum.count += std::min(entry.count, ~std::uint64_t{0} - sum.count);
    if (!sum.reason) sum.reason = entry.reason;
  }
  std::vector<BaselineEntry> out;
  out.reserve(sums.size());
  for (auto& [key, entry] : sums) out.push_back(std::move(entry));
  return out;
}

}  // namespace

Result<Baseline> read_baseline(std::string_view bytes, const std::string& name) {
  const auto refuse = [&](std::string_view what) {
    return fail(ErrorCode::malformed, name, fmt::format("The baseline {}. {}", what, how_to_mend));
  };
  if (const std::size_t line = line_of_conflict(bytes))
    return refuse(fmt::format("holds the conflict of a merge on line {}", line));
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  dom::parser parser;
  dom::element json;
  if (const auto error = parser.parse(bytes.data(), bytes.size()).get(json))
    return refuse(fmt::format("is not valid JSON ({})", simdjson::error_message(error)));
  std::string_view format;
  if (json["format"].get(format) != simdjson::SUCCESS || format != format_name)
    return refuse(fmt::format("has no field \"format\" that says \"{}\": it is another kind of file", format_name));
  std::uint64_t version = 0;
  if (json["version"].get(version) != simdjson::SUCCESS || version == 0)
    return refuse("has no field \"version\", a whole number");
  if (version > format_version)
    return fail(ErrorCode::malformed, name,
                fmt::format("The baseline has version {} of the format, and this nuskha reads up to version {}. Use "
                            "the nuskha that wrote it, or a newer one.",
                            version, format_version));
  dom::array list;
  if (json["entries"].get(list) != simdjson::SUCCESS) return refuse("has no field \"entries\", an array");
  std::vector<BaselineEntry> entries;
  for (const dom::element element : list) {
    BaselineEntry& entry = entries.emplace_back();
    if (const auto wrong = read_entry(element, entry))
      return refuse(fmt::format("entry {} {}", entries.size(), *wrong));
  }
  return Baseline{add_up(entries)};
}

}  // namespace nuskha
