// What a check found as SARIF (Static Analysis Results Interchange Format, version 2.1.0, OASIS Standard, 27 March
// 2020): write_check_sarif. Tests: tests/report/check_sarif_test.cpp, which also holds it against OASIS' schema.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/check_report.h"
#include "nuskha/version.h"
#include "report/check_results.h"
#include "report/display.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

bool is_unreserved(char c) {  // RFC 3986, 2.3
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

/// A path as a URI reference: relative to wherever the check ran, or of scheme file if the path is absolute.
std::string uri_of(std::string_view path) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (is_unreserved(c) || c == '/') {
      uri += c;
    } else {
      const auto value = static_cast<unsigned char>(c);
      uri += {'%', hex[value >> 4], hex[value & 15]};
    }
  }
  return uri;
}

/// As the text of a message, which may hold placeholders and links (3.11.5, 3.11.6): braces are doubled, and what would
/// read as a link is parted.
std::string message_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '(' && out.ends_with(']')) out += ' ';
    if (c == '{' || c == '}') out += c;
    out += c;
  }
  return out;
}

class SarifWriter {
 public:
  explicit SarifWriter(const CheckReport& report) : report_(report), rules_(all_rules()) {}

  std::string write() {
    out_ = "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[\n";
    out_ += "{\"tool\":{\"driver\":{\"name\":\"nuskha\",\"version\":";
    append_json_string(version(), out_);
    out_ += ",\"rules\":[\n";
    append_lines(rules_, [this](const Rule& rule) { append_rule(rule); });
    out_ += "]}},\n\"columnKind\":\"unicodeCodePoints\",\n";
    append_invocation();
    out_ += "\"results\":[\n";
    append_lines(check_results(report_), [this](const CheckResult& result) { append_result(result); });
    out_ += "]}\n]}\n";
    return std::move(out_);
  }

 private:
  template <class Item, class Append>
  void append_lines(const std::vector<Item>& items, Append append) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      append(items[i]);
      out_ += i + 1 == items.size() ? "\n" : ",\n";
    }
  }

  static void add_text(JsonRecord& record, std::string_view key, std::string_view text) {
    record.begin_object(key).string("text", text).end_object();
  }

  void append_rule(const Rule& rule) {
    JsonRecord record(out_);
    record.string("id", rule.name);
    add_text(record, "shortDescription", message_text(rule.summary));
    add_text(record, "help", message_text(rule.fix));
    record.begin_object("defaultConfiguration").string("level", to_string(rule.severity)).end_object().end();
  }

  static void add_artifact(JsonRecord& record, std::string_view file) {
    record.begin_object("artifactLocation").string("uri", uri_of(file));
    if (!file.starts_with('/')) record.string("uriBaseId", "%SRCROOT%");
    record.end_object();
  }

  /// The name of a record of a file, which isn't a file; and the page or paragraph.
  static void add_logical_locations(JsonRecord& record, std::string_view path, const std::optional<PlaceRange>& place) {
    const bool is_record = file_of(path).line.has_value();
    if (!is_record && !place) return;
    record.begin_array("logicalLocations");
    if (is_record) record.begin_element().string("fullyQualifiedName", path).end_element();
    if (place)
      record.begin_element().string("name", to_string(*place)).string("kind", to_string(place->unit)).end_element();
    record.end_array();
  }

  /// A location: a document as a whole.
  static void add_document(JsonRecord& record, std::string_view path) {
    const FileAndLine file = file_of(path);
    record.begin_object("physicalLocation");
    add_artifact(record, file.file);
    if (file.line) record.begin_object("region").integer("startLine", *file.line).end_object();
    record.end_object();
    add_logical_locations(record, path, std::nullopt);
  }

  void add_locations(JsonRecord& record, const CheckResult& result) const {
    const FilePlace place = place_in_file(result.finding);
    record.begin_array("locations").begin_element().begin_object("physicalLocation");
    add_artifact(record, place.file);
    record.begin_object("region").integer("startLine", place.line);
    if (place.column) record.integer("startColumn", *place.column);
    record.integer("endLine", place.end_line);
    if (place.end_column) record.integer("endColumn", *place.end_column);
    record.end_object().end_object();
    add_logical_locations(record, result.finding.path, result.finding.place);
    record.end_element().end_array();
  }

  static void add_related(JsonRecord& record, const Verdict& verdict) {
    record.begin_array("relatedLocations");
    std::uint64_t id = 0;
    const auto add = [&](std::string_view path, std::string_view what) {
      record.begin_element().integer("id", ++id);
      add_document(record, path);
      add_text(record, "message", what);
      record.end_element();
    };
    add(verdict.of, "The document that it is nearest to.");
    if (!verdict.newest.empty() && verdict.newest != verdict.of) add(verdict.newest, "The newest version of that one.");
    record.end_array();
  }

  void append_result(const CheckResult& result) {
    const Finding& finding = result.finding;
    JsonRecord record(out_);
    record.string("ruleId", finding.rule);
    const auto rule =
        std::find_if(rules_.begin(), rules_.end(), [&](const Rule& one) { return one.name == finding.rule; });
    if (rule != rules_.end()) record.integer("ruleIndex", static_cast<std::uint64_t>(rule - rules_.begin()));
    record.string("level", to_string(finding.severity));
    add_text(record, "message", message_text(located_message(finding)));
    add_locations(record, result);
    if (result.verdict != nullptr) add_related(record, *result.verdict);
    record.begin_object("partialFingerprints").string("nuskha/v1", unique_fingerprint(result)).end_object();
    if (finding.suppressed) {
      record.begin_array("suppressions").begin_element().string("kind", "external");
      record.string("justification", *finding.suppressed).end_element().end_array();
    }
    record.end();
  }

  void append_notification(std::string_view id, std::string_view level, std::string_view message,
                           std::string_view path) {
    JsonRecord record(out_);
    record.begin_object("descriptor").string("id", id).end_object().string("level", level);
    add_text(record, "message", message_text(message));
    if (!path.empty()) {
      record.begin_array("locations").begin_element();
      add_document(record, path);
      record.end_element().end_array();
    }
    record.end();
  }

  /// A document that couldn't be checked is an error, one that was read with reservations a warning.
  void append_invocation() {
    bool is_complete = true;
    std::string list;
    std::swap(list, out_);
    for (const CheckedDocument& document : by_document(report_)) {
      for (const Problem& problem : document.problems) {
        is_complete &= document.verdict != nullptr;
        out_ += out_.empty() ? "\n" : ",\n";
        append_notification(problem.code, document.verdict != nullptr ? "warning" : "error", problem.message,
                            problem.path);
      }
    }
    for (const BaselineEntry& entry : report_.stale) {
      out_ += out_.empty() ? "\n" : ",\n";
      append_notification("stale-baseline-entry", "note", stale_sentence(entry), {});
    }
    std::swap(list, out_);
    out_ += "\"invocations\":[{\"executionSuccessful\":";
    out_ += is_complete ? "true" : "false";
    out_ += ",\"toolExecutionNotifications\":[" + list + "]}],\n";
  }

  const CheckReport& report_;
  std::vector<Rule> rules_;
  std::string out_;
};

}  // namespace

void write_check_sarif(const CheckReport& report, std::ostream& out) {
  const std::string text = SarifWriter(report).write();
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace nuskha
