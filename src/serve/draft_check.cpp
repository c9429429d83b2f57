// Entry point: describe_draft. Test: tests/serve/desk_test.cpp.
#include "serve/draft_check.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/stop.h"
#include "nuskha/check_report.h"
#include "nuskha/diff.h"
#include "nuskha/extract.h"
#include "report/diff_view.h"
#include "report/json.h"
#include "report/json_record.h"
#include "serve/records.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t most_bytes_to_compare = 4 << 20;  // of a text whose changes are shown

const Document* find_document(const std::vector<Document>& documents, const std::string& path) {
  const auto found =
      std::find_if(documents.begin(), documents.end(), [&](const Document& one) { return one.path == path; });
  return found == documents.end() ? nullptr : &*found;
}

class Answer {
 public:
  explicit Answer(const CheckedDraft& checked) : checked_(checked) {}

  Result<std::string> write() {
    out_ = "{\"generation\":" + std::to_string(checked_.generation);
    out_ += ",\"records\":[";
    std::ostringstream lines;
    write_check_jsonl(checked_.report, lines);
    append_lines(lines.str(), out_);
    out_ += "],";
    write_drafts();
    out_ += ',';
    write_marks();
    out_ += ',';
    write_verdict_findings();
    out_ += ",\"matches\":[";
    if (const Result<void> written = write_matches(); !written) return tl::unexpected(written.error());
    out_ += "],";
    write_boilerplate();
    out_ += '}';
    return std::move(out_);
  }

 private:
  void write_drafts() {
    const std::unique_ptr<DocumentSource> source = open_documents(checked_.documents);
    const ExtractReport extracted = extract_documents(*source, 1);
    append_list(
        "drafts", extracted.documents.size(),
        [&](std::size_t i) {
          std::ostringstream record;
          write_extract_jsonl({{extracted.documents[i]}, {}}, record);
          out_ += "{\"document\":";
          append_lines(record.str(), out_);
          out_ += ",\"text\":";
          append_json_string(extracted.documents[i].text, out_);
          out_ += '}';
        },
        out_);
  }

  /// Records are those of write_check_jsonl: a verdict and then its findings, document by document.
  void write_marks() {
    out_ += "\"marks\":[";
    const std::vector<Finding>& findings = checked_.report.findings;
    std::size_t finding = 0;
    std::size_t record = 0;
    bool is_first = true;
    for (const Verdict& verdict : checked_.report.verdicts) {
      ++record;
      const auto document =
          static_cast<std::size_t>(std::find_if(checked_.documents.begin(), checked_.documents.end(),
                                                [&](const Document& one) { return one.path == verdict.path; }) -
                                   checked_.documents.begin());
      for (; finding < findings.size() && findings[finding].path == verdict.path; ++finding, ++record) {
        for (const SourceRange& range : findings[finding].ranges) {
          if (!std::exchange(is_first, false)) out_ += ',';
          JsonRecord(out_)
              .integer("record", record)
              .integer("draft", document)
              .integer("begin", range.begin)
              .integer("end", range.end)
              .end();
        }
      }
    }
    out_ += ']';
  }

  void write_verdict_findings() {
    CheckReport amounts;
    for (const Verdict& verdict : checked_.report.verdicts)
      if (std::optional<Finding> finding = finding_of(verdict)) amounts.findings.push_back(*std::move(finding));
    std::ostringstream lines;
    write_check_jsonl(amounts, lines);
    std::string text = lines.str();
    text.resize(text.rfind('\n', text.size() - 2) + 1);  // without the summary
    out_ += "\"verdict_findings\":[";
    append_lines(text, out_);
    out_ += ']';
  }

  Result<void> write_matches() {
    for (std::size_t i = 0; i < checked_.report.verdicts.size(); ++i) {
      const Verdict& verdict = checked_.report.verdicts[i];
      const RelatedIds& related = checked_.related[i];
      const Document* const draft = find_document(checked_.documents, verdict.path);
      if (!verdict.relation || !related.of || draft == nullptr) continue;
      if (const Result<void> written = write_match(*draft, *related.of, "nearest"); !written) return written;
      if (!related.newest || related.newest == related.of) continue;
      if (const Result<void> written = write_match(*draft, *related.newest, "newest"); !written) return written;
    }
    return {};
  }

  Result<void> write_match(const Document& draft, DocumentId id, std::string_view role) {
    throw_if_stopped();
    const Archive& archive = checked_.archive;
    const Result<ArchiveDocument> record = archive.record(id);
    if (!record) return tl::unexpected(record.error());
    const Result<std::optional<ArchiveFamily>> family = archive.family(id);
    if (!family) return tl::unexpected(family.error());
    if (out_.back() != '[') out_ += ',';
    out_ += "{\"path\":";
    append_json_string(draft.path, out_);
    out_ += ",\"of\":";
    append_json_string(record->record.path, out_);
    out_ += ",\"role\":\"";
    out_ += role;
    out_ += "\",\"document\":";
    append_document(record->record, out_);
    out_ += ",\"family\":";
    append_family_id(*family ? (*family)->id : 0, out_);
    if (archive.settings().store_text) {
      Result<Document> document = archive.document(id);
      if (!document) return tl::unexpected(document.error());
      if (std::max(document->text.size(), draft.text.size()) <= most_bytes_to_compare) write_diff(*document, draft);
    }
    out_ += '}';
    return {};
  }

  void write_diff(const Document& of, const Document& draft) {
    Result<TextDiff> diff = diff_texts(of.text, draft.text);
    if (!diff) return;
    const DiffReport report{
        {of.path, of.text, "UTF-8", false}, {draft.path, draft.text, "UTF-8", false}, *std::move(diff)};
    out_ += ",\"diff\":" + diff_json(report) + ",\"a_text\":";
    append_json_string(of.text, out_);
    out_ += ",\"view\":";
    append_diff_view(report, {}, out_);
  }

  void write_boilerplate() {
    out_ += "\"boilerplate\":[";
    Analyzer analyzer(Level::spelling);
    Analysis analysis;
    bool is_first = true;
    for (const Document& draft : checked_.documents) {
      analyzer.analyze(draft.text, analysis);
      for (const HeldBoilerplate::Held& held : checked_.boilerplate.find(analysis.words)) {
        const BoilerplateRecord& record = checked_.boilerplate.record(held.record);
        if (!std::exchange(is_first, false)) out_ += ',';
        out_ += "{\"path\":";
        append_json_string(draft.path, out_);
        out_ += ",\"boilerplate\":";
        append_boilerplate(record, held.record + 1, out_);
        out_ += ",\"held\":" + std::to_string(held.variant) +
                ",\"current\":" + std::to_string(HeldBoilerplate::current(record)) + '}';
      }
    }
    out_ += ']';
  }

  const CheckedDraft& checked_;
  std::string out_;
};

}  // namespace

Result<std::string> describe_draft(const CheckedDraft& checked) { return Answer(checked).write(); }

}  // namespace nuskha::serve
