// Entry point: parse_acceptance. Test: tests/serve/parts_test.cpp.
#include "serve/json_body.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "serve/archive_view.h"

namespace nuskha::serve {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t longest_path = 4096;    // bytes
constexpr std::size_t longest_reason = 2000;  // characters
constexpr std::uint64_t most = 1'000'000;     // of one finding in a document

std::optional<Hash128> parse_hash(std::string_view hex) {
  const auto number = [](std::string_view digits) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    if (std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  if (hex.size() != 32) return std::nullopt;
  const auto high = number(hex.substr(0, 16));
  const auto low = number(hex.substr(16));
  if (!high || !low) return std::nullopt;
  return Hash128{*low, *high};
}

std::optional<std::string> string_at(dom::object object, std::string_view key) {
  std::string_view text;
  if (object[key].get(text) != simdjson::SUCCESS) return std::nullopt;
  return std::string(text);
}

std::size_t num_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

tl::unexpected<Error> wrong(std::string what) { return fail(ErrorCode::malformed, "", std::move(what)); }

/// Rule and fingerprint of `root`.finding, which `finding` becomes. The parser owns both objects.
Result<BaselineEntry> parse_finding(dom::parser& parser, std::string_view body, dom::object& root,
                                    dom::object& finding) {
  if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS)
    return wrong("The body is not an object of JSON.");
  if (root["finding"].get(finding) != simdjson::SUCCESS) return wrong("There is no object \"finding\".");
  BaselineEntry out;
  const std::vector<Rule> rules = all_rules();
  out.rule = string_at(finding, "rule").value_or("");
  if (std::none_of(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == out.rule; }))
    return wrong("\"rule\" is not the name of a rule.");
  const std::optional<Hash128> fingerprint = parse_hash(string_at(finding, "fingerprint").value_or(""));
  if (!fingerprint) return wrong("\"fingerprint\" is not one: 32 hexadecimal digits.");
  out.fingerprint = *fingerprint;
  return out;
}

}  // namespace

Result<BaselineEntry> parse_acceptance(std::string_view body) {
  dom::parser parser;
  dom::object root;
  dom::object finding;
  Result<BaselineEntry> parsed = parse_finding(parser, body, root, finding);
  if (!parsed) return parsed;
  BaselineEntry& out = *parsed;
  out.path = string_at(finding, "path").value_or("");
  if (out.path.empty() || out.path.size() > longest_path) return wrong("\"path\" is not a name of 1 to 4,096 bytes.");
  dom::element count;
  if (finding["count"].get(count) == simdjson::SUCCESS &&
      (count.get(out.count) != simdjson::SUCCESS || out.count == 0 || out.count > most))
    return wrong("\"count\" is not a number from 1 to 1,000,000.");
  out.reason = string_at(root, "reason").value_or("");
  if (fold_for_search(*out.reason).empty() || out.reason->find('\0') != std::string::npos ||
      num_characters(*out.reason) > longest_reason)
    return wrong("\"reason\" says in words, of 2,000 characters at most, why it is right as it is.");
  return parsed;
}

Result<BaselineEntry> parse_taking_back(std::string_view body) {
  dom::parser parser;
  dom::object root;
  dom::object finding;
  return parse_finding(parser, body, root, finding);
}

std::optional<std::string> parse_string_field(std::string_view body, std::string_view key) {
  dom::parser parser;
  dom::object root;
  if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS) return std::nullopt;
  return string_at(root, key);
}

}  // namespace nuskha::serve
