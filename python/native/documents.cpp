// Two documents: diff and explain, of names and of (id, text).
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "input/record_fields.h"
#include "job.h"
#include "module.h"
#include "nuskha/nuskha.h"
#include "scan/one_document.h"
#include "strings.h"

namespace nuskha::python {
namespace {

/// What is compared: a name as reports have it, or a text with an id.
struct Operand {
  std::string name;
  std::string text;
  bool is_text = false;
};

Operand operand_of(const nb::object& given) {
  if (nb::isinstance<nb::bytes>(given)) return {to_string(nb::cast<nb::bytes>(given)), "", false};
  const auto pair = nb::cast<nb::tuple>(given);
  const Utf8 text(pair[1]);
  return {name_bytes(pair[0]), replace_invalid_utf8(text.view()), true};
}

Result<OneDocument> read(const Operand& operand, const InputOptions& input) {
  if (!operand.is_text) return read_one_document(operand.name, input);
  OneDocument out;
  out.document = make_record(operand.name, {.text = operand.text, .title = {}, .date = {}, .language = {}});
  out.source = out.text = operand.text;
  return out;
}

DiffSide side_of(OneDocument& document) {
  return {document.document.path, std::move(document.text), document.document.encoding, document.is_source};
}

ChangeTypes shown_types(const std::vector<std::string>& ignore, const std::vector<std::string>& only) {
  ChangeTypes out = only.empty() ? ChangeTypes::all() : ChangeTypes::none();
  for (const std::string& name : only.empty() ? ignore : only) {
    const std::optional<ChangeType> type = parse_change_type(name);
    if (!type)
      throw Failure{
          {ErrorCode::invalid_argument, only.empty() ? "ignore" : "only", "\"" + name + "\" is no type of change"}};
    only.empty() ? out.remove(*type) : out.add(*type);
  }
  return out;
}

/// The record as JSON, the page of HTML or text, by format.
nb::bytes page_of(const DiffReport& report, const std::string& format) {
  std::ostringstream out;
  {
    const WithoutGil released;
    if (format == "html") {
      write_diff_html(report, out);
    } else if (format == "text") {
      write_diff_text(report, {}, out);
    } else {
      write_diff_json(report, out);
    }
  }
  return to_bytes(out.view());
}

DiffReport diff_documents(const nb::object& old_document, const nb::object& new_document, const InputOptions& input,
                          const std::vector<std::string>& ignore, const std::vector<std::string>& only) {
  const Operand first = operand_of(old_document);
  const Operand second = operand_of(new_document);
  const ChangeTypes shown = shown_types(ignore, only);
  return run_job<DiffReport>(nb::none(), [&](ScanProgress&) -> Result<DiffReport> {
    Result<OneDocument> a = read(first, input);
    Result<OneDocument> b = a ? read(second, input) : tl::unexpected(a.error());
    if (!b) return tl::unexpected(b.error());
    DiffReport report;
    report.a = side_of(*a);
    report.b = side_of(*b);
    report.shown = shown;
    Result<TextDiff> diff = diff_texts(report.a.text, report.b.text);
    if (!diff) return tl::unexpected(diff.error());
    report.diff = *std::move(diff);
    return report;
  });
}

nb::dict measurements_of(const Measurements& m) {
  nb::dict out;
  out["words_a"] = m.words_a;
  out["words_b"] = m.words_b;
  out["common_words"] = m.common_words;
  out["similarity"] = m.similarity;
  out["shingles_a"] = m.shingles_a;
  out["shingles_b"] = m.shingles_b;
  out["jaccard"] = m.jaccard;
  out["containment_a"] = m.containment_a;
  out["containment_b"] = m.containment_b;
  out["numbers_a"] = m.numbers_a;
  out["numbers_b"] = m.numbers_b;
  out["common_numbers"] = m.common_numbers;
  out["rare_shingles"] = m.rare_shingles;
  return out;
}

nb::list rules_of(const Explanation& explanation) {
  nb::list out;
  for (const VerdictRule& rule : explanation.rules) {
    nb::list tests;
    for (const VerdictTest& test : rule.tests) {
      nb::dict one;
      one["what"] = test.what;
      one["measured"] = test.measured;
      one["relation"] = test.relation;
      one["limit"] = test.limit;
      one["is_share"] = test.is_share;
      one["holds"] = test.holds;
      tests.append(one);
    }
    nb::dict one;
    one["name"] = rule.name;
    one["says"] = rule.says;
    one["tests"] = tests;
    one["holds"] = rule.holds;
    out.append(one);
  }
  return out;
}

nb::dict explain_documents(const nb::object& a, const nb::object& b, const std::vector<nb::bytes>& archive,
                           const InputOptions& input, const ScanOptions& options) {
  const Operand first = operand_of(a);
  const Operand second = operand_of(b);
  const std::vector<std::string> paths = to_strings(archive);
  const auto found = run_job<Explanation>(nb::none(), [&](ScanProgress&) -> Result<Explanation> {
    Result<OneDocument> x = read(first, input);
    Result<OneDocument> y = x ? read(second, input) : tl::unexpected(x.error());
    if (!y) return tl::unexpected(y.error());
    std::unique_ptr<DocumentSource> source;
    if (!paths.empty()) {
      Result<std::unique_ptr<DocumentSource>> opened = open_paths(paths, input);
      if (!opened) return tl::unexpected(opened.error());
      source = *std::move(opened);
    }
    return explain(x->document, y->document, source.get(), options);
  });
  std::ostringstream page;
  write_explanation_text(found, {}, page);
  nb::dict out;
  out["a"] = name_str(found.a.path);
  out["b"] = name_str(found.b.path);
  out["relation"] = found.relation ? nb::cast(std::string(to_string(*found.relation))) : nb::none();
  out["level"] = found.level ? nb::cast(std::string(to_string(*found.level))) : nb::none();
  out["because"] = found.because;
  out["would_change"] = nb::cast(found.would_change);
  out["threshold"] = found.threshold;
  out["archive_documents"] = found.num_archive_documents;
  out["measurements"] = measurements_of(found.text);
  out["body_measurements"] = measurements_of(found.body);
  out["rules"] = rules_of(found);
  out["text"] = name_str(page.view());
  return out;
}

}  // namespace

void bind_documents(nb::module_& module) {
  using nb::arg;
  nb::class_<DiffReport>(module, "DiffReport", "Two texts and what changed between them.")
      .def("page", &page_of, arg("format"), "As json, text or html.")
      .def_prop_ro("has_differences", &DiffReport::has_differences);
  module.def("diff", &diff_documents, arg("old"), arg("new"), arg("input"), arg("ignore"), arg("only"),
             "What changed from one document to another; each is a name (bytes) or (id, text).");
  module.def("explain", &explain_documents, arg("a"), arg("b"), arg("archive"), arg("input"), arg("options"),
             "Why two documents are related, or not; each is a name (bytes) or (id, text).");
}

}  // namespace nuskha::python
