// A report as JSON and as JSON lines: write_json, write_jsonl, and of its boilerplate only. One function a type of
// record serves both. The contract is docs/report_format.md with docs/report_format.schema.json;
// tests/report/json_test.cpp and format_example_test.cpp hold us to it.
#include "report/json.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "report/json_record.h"
#include "report/place_json.h"
#include "report/problem_json.h"

namespace nuskha {

void append_document(const DocumentRecord& document, std::string& out) {
  JsonRecord record(out, "document");
  record.string("path", document.path)
      .integer("bytes", document.bytes)
      .integer("words", document.words)
      .string_or_null("date", document.date)
      .string_or_null("title", document.title)
      .string("text_hash", to_hex(document.text_hash));
  if (document.encoding != "UTF-8") record.string("encoding", document.encoding);
  if (document.encoding_detected) record.boolean("encoding_detected", true);
  if (document.date_source) record.string("date_source", to_string(*document.date_source));
  if (!document.date_readings.empty()) record.strings("date_readings", document.date_readings);
  record.end();
}

namespace {

constexpr int share_decimals = 4;
constexpr int seconds_decimals = 3;
constexpr std::size_t buffer_bytes = 1 << 18;

// What a thread formats before it is written: a few hundred kilobytes.
constexpr std::size_t records_at_once = 1024;
constexpr std::size_t lists_at_once = 16;  // of families and boilerplate, which may be long

void append_lost_sources(const Report& report, const FamilyRecord& family, JsonRecord& record) {
  record.begin_array("lost");
  for (const LostSourceRecord& source : family.lost) {
    std::vector<std::string_view> members;
    for (const DocumentIndex member : source.members) members.push_back(report.documents.path(member));
    record.begin_element();
    if (source.parent) {
      record.string("parent", report.documents.path(*source.parent));
    } else {
      record.null("parent");
    }
    record.strings("members", members).end_element();
  }
  record.end_array();
}

}  // namespace

void append_pair(const Report& report, const PairRecord& pair, std::string& out) {
  JsonRecord record(out, "pair");
  record.string("a", report.documents.path(pair.a))
      .string("b", report.documents.path(pair.b))
      .string("relation", to_string(pair.relation));
  if (pair.level) {
    record.string("level", to_string(*pair.level));
  } else {
    record.null("level");
  }
  record.number("similarity", pair.similarity, share_decimals)
      .number("body_similarity", pair.body_similarity, share_decimals)
      .number("jaccard", pair.jaccard, share_decimals)
      .number("containment_a", pair.containment_a, share_decimals)
      .number("containment_b", pair.containment_b, share_decimals);
  if (pair.fuzzy_similarity) record.number("fuzzy_similarity", *pair.fuzzy_similarity, share_decimals);
  record.end();
}

void append_family(const Report& report, std::size_t index, std::string& out) {
  const FamilyRecord& family = report.families[index];
  JsonRecord record(out, "family");
  record.integer("id", index + 1).begin_array("members");
  for (const FamilyMember& member : family.members) {
    record.begin_element()
        .string("path", report.documents.path(member.document))
        .string_or_null("date", report.documents.date(member.document));
    if (member.parent) {
      record.string("parent", report.documents.path(*member.parent)).string("relation", to_string(member.relation));
    } else {
      record.null("parent");
    }
    record.end_element();
  }
  record.end_array();
  if (family.keep) record.string("keep", report.documents.path(*family.keep));
  if (family.cohesion)
    record.number(family.cohesion_known ? "cohesion" : "cohesion_at_most", *family.cohesion, share_decimals);
  if (!family.lost.empty()) append_lost_sources(report, family, record);
  if (!family.collated) record.boolean("collated", false);
  record.end();
}

namespace {

void append_places(const Report& report, const BoilerplateVariant& variant, JsonRecord& record) {
  record.begin_array("places");
  for (const BoilerplatePlace& place : variant.places) {
    record.begin_element()
        .string("path", report.documents.path(place.document))
        .integer("first_line", place.first_line)
        .integer("last_line", place.last_line);
    if (place.part) record.boolean("part", true);
    append_fields(place.place, record);
    record.end_element();
  }
  record.end_array();
}

void append_boilerplate(const Report& report, const BoilerplateRecord& boilerplate, std::uint64_t id,
                        std::string& out) {
  JsonRecord record(out, "boilerplate");
  record.integer("id", id).integer("documents", boilerplate.documents);
  if (boilerplate.within_document) record.boolean("within_document", true);
  record.begin_array("variants");
  for (const BoilerplateVariant& variant : boilerplate.variants) {
    record.begin_element()
        .string("text", variant.text)
        .integer("documents", variant.documents)
        .string_or_null("first", variant.first)
        .string_or_null("last", variant.last);
    if (!variant.places.empty()) append_places(report, variant, record);
    record.end_element();
  }
  record.end_array().end();
}

void append_problem(const Problem& problem, std::string& out) {
  JsonRecord record(out, "problem");
  append_fields(problem, record).end();
}

void append_summary(const Summary& summary, std::string& out) {
  JsonRecord record(out, "summary");
  record.integer("documents", summary.documents)
      .integer("bytes", summary.bytes)
      .integer("families", summary.families)
      .integer("pairs", summary.pairs)
      .integer("boilerplate", summary.boilerplate)
      .integer("problems", summary.problems)
      .string("join", summary.join)
      .number("join_floor", summary.join_floor, share_decimals);
  if (summary.copies_not_paired != 0) record.integer("copies_not_paired", summary.copies_not_paired);
  if (summary.buckets_cut != 0) record.integer("buckets_cut", summary.buckets_cut);
  if (summary.families_not_collated != 0) record.integer("families_not_collated", summary.families_not_collated);
  if (summary.seconds) record.number("seconds", *summary.seconds, seconds_decimals);
  record.end();
}

/// Calls `format(begin, end, out)` for ranges of records on several threads, and writes what they give in order.
template <class Format>
void write_in_order(unsigned threads, std::size_t count, std::size_t grain, Format format, std::ostream& out) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::condition_variable turn;
  std::size_t written = 0;  // records
  bool has_failed = false;
  run_threads(threads, [&](unsigned) {
    std::string text;
    try {
      for (std::size_t begin = 0; (begin = next.fetch_add(grain)) < count;) {
        const std::size_t end = std::min(begin + grain, count);
        text.clear();
        format(begin, end, text);
        std::unique_lock lock(mutex);
        turn.wait(lock, [&] { return has_failed || written == begin; });
        if (has_failed) return;
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        written = end;
        turn.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      has_failed = true;
      turn.notify_all();
      throw;
    }
  });
}

/// Passes its string to the stream a buffer at a time; `flush` ends it.
class BufferedLines {
 public:
  BufferedLines(std::ostream& out, unsigned threads) : out_(out), threads_(threads) {
    buffer_.reserve(buffer_bytes + 4096);
  }
  BufferedLines(const BufferedLines&) = delete;
  BufferedLines& operator=(const BufferedLines&) = delete;

  std::string& text() { return buffer_; }
  void line_ends() {
    buffer_ += '\n';
    if (buffer_.size() >= buffer_bytes) flush();
  }

  /// A line for each record, as `append(index, out)` gives it; all but the last end in `separator`.
  template <class Append>
  void records(std::size_t count, std::size_t grain, std::string_view separator, Append append) {
    const auto append_line = [&](std::size_t i, std::string& out) {
      append(i, out);
      if (i + 1 < count) out += separator;
    };
    if (threads_ > 1 && count > 2 * grain) {
      flush();
      write_in_order(
          threads_, count, grain,
          [&](std::size_t begin, std::size_t end, std::string& out) {
            for (std::size_t i = begin; i < end; ++i) {
              append_line(i, out);
              out += '\n';
            }
          },
          out_);
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      append_line(i, buffer_);
      line_ends();
    }
  }

  void flush() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }

 private:
  std::ostream& out_;
  const unsigned threads_;
  std::string buffer_;
};

enum class Records : std::uint8_t { all, boilerplate };

/// Writes the records of each type in the order of the contract; calls `begin(name)` before each type.
template <class Begin>
void write_records(const Report& report, Records records, std::string_view separator, BufferedLines& lines,
                   Begin begin) {
  using Out = std::string&;
  if (records == Records::all) {
    begin("documents");
    lines.records(report.documents.size(), records_at_once, separator,
                  [&](std::size_t i, Out out) { append_document(report.documents[i], out); });
    begin("pairs");
    lines.records(report.pairs.size(), records_at_once, separator,
                  [&](std::size_t i, Out out) { append_pair(report, report.pairs[i], out); });
    begin("families");
    lines.records(report.families.size(), lists_at_once, separator,
                  [&](std::size_t i, Out out) { append_family(report, i, out); });
  }
  begin("boilerplate");
  lines.records(report.boilerplate.size(), lists_at_once, separator,
                [&](std::size_t i, Out out) { append_boilerplate(report, report.boilerplate[i], i + 1, out); });
  begin("problems");
  lines.records(report.problems.size(), records_at_once, separator,
                [&](std::size_t i, Out out) { append_problem(report.problems[i], out); });
}

void write_lines(const Report& report, Records records, std::ostream& out, unsigned threads) {
  BufferedLines lines(out, threads);
  write_records(report, records, "", lines, [](std::string_view) {});
  append_summary(report.summary, lines.text());
  lines.line_ends();
  lines.flush();
}

void write_object(const Report& report, Records records, std::ostream& out, unsigned threads) {
  BufferedLines lines(out, threads);
  std::string& text = lines.text();
  bool first = true;
  write_records(report, records, ",", lines, [&](std::string_view name) {
    text += first ? "{\"" : "],\n\"";
    text += name;
    text += "\":[";
    lines.line_ends();
    first = false;
  });
  text += "],\n\"summary\":";
  append_summary(report.summary, text);
  text += '}';
  lines.line_ends();
  lines.flush();
}

}  // namespace

void append_boilerplate(const BoilerplateRecord& boilerplate, std::uint64_t id, std::string& out) {
  append_boilerplate({}, boilerplate, id, out);
}

void write_jsonl(const Report& report, std::ostream& out, unsigned threads) {
  write_lines(report, Records::all, out, threads);
}
void write_json(const Report& report, std::ostream& out, unsigned threads) {
  write_object(report, Records::all, out, threads);
}
void write_jsonl(const Report& report, std::ostream& out) { write_jsonl(report, out, 1); }
void write_json(const Report& report, std::ostream& out) { write_json(report, out, 1); }
void write_boilerplate_jsonl(const Report& report, std::ostream& out) {
  write_lines(report, Records::boilerplate, out, 1);
}
void write_boilerplate_json(const Report& report, std::ostream& out) {
  write_object(report, Records::boilerplate, out, 1);
}

}  // namespace nuskha
