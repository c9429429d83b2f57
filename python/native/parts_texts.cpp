// Documents to rows: digests, which all other functions of nuskha._native.parts take texts as.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "input/record_fields.h"
#include "job.h"
#include "match/text_groups.h"
#include "module.h"
#include "parts.h"
#include "report/json.h"
#include "scan/byte_codec.h"
#include "scan/corpus.h"
#include "scan/work_codec.h"
#include "strings.h"

namespace nuskha::python {
namespace {

/// Of each (id, text) the row that a scan keeps of it, as encode_document writes it.
nb::list digest(const nb::list& ids, const nb::list& texts, const std::string& level_name) {
  const Level level = level_of(level_name);
  std::vector<std::string> names;
  for (const nb::handle id : ids) names.push_back(name_bytes(id));
  std::vector<std::string> work = texts_of(texts);
  if (names.size() != work.size()) throw nb::value_error("as many ids as texts are wanted");
  {
    const WithoutGil released;
    Digester digester(level);
    ByteWriter row;
    for (std::size_t i = 0; i < work.size(); ++i) {
      WordStore store;
      Document document =
          make_record(names[i], {.text = replace_invalid_utf8(work[i]), .title = {}, .date = {}, .language = {}});
      const CorpusDocument digested = digester.digest(document, store);
      row.clear();
      encode_document(digested, row);
      work[i].assign(row.bytes());
    }
  }
  nb::list out;
  for (const std::string& row : work) out.append(to_bytes(row));
  return out;
}

/// The document of a digest; throws Failure for what `digest` hasn't written.
CorpusDocument document_of(std::string_view row, WordStore& store, DocumentScratch& scratch) {
  ByteReader in(row);
  CorpusDocument document = decode_document(in, store, scratch);
  if (!in.is_at_end())
    throw Failure{{ErrorCode::malformed, "digest", "it isn't whole, or another version of nuskha wrote it"}};
  return document;
}

/// Of each digest by what it is equal to others, 17 bytes, and how many words it has.
nb::tuple text_keys(const nb::list& digests, const std::string& level_name) {
  const Level level = level_of(level_name);
  const std::vector<std::string_view> rows = views_of(digests);
  std::vector<std::string> keys;
  std::vector<std::size_t> words;
  {
    const WithoutGil released;
    DocumentScratch scratch;
    for (const std::string_view row : rows) {
      WordStore store;
      const CorpusDocument document = document_of(row, store, scratch);
      const std::size_t num_words = document.text.words.size();
      const Hash128 key = identity_key({.source = document.source_hash,
                                        .layout = document.layout_hash,
                                        .text = document.record.text_hash,
                                        .spelling = document.spelling_hash,
                                        .has_words = num_words > 0},
                                       level);
      ByteWriter out;
      out.number(static_cast<std::uint8_t>(num_words > 0));
      out.hash(key);
      keys.emplace_back(out.bytes());
      words.push_back(num_words);
    }
  }
  nb::list key_list, word_list;
  for (const std::string& key : keys) key_list.append(to_bytes(key));
  for (const std::size_t count : words) word_list.append(count);
  return nb::make_tuple(key_list, word_list);
}

/// Of each digest the record that a report has of the document: JSON.
nb::list document_records(const nb::list& digests) {
  const std::vector<std::string_view> rows = views_of(digests);
  std::vector<std::string> records(rows.size());
  {
    const WithoutGil released;
    DocumentScratch scratch;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      WordStore store;
      append_document(document_of(rows[i], store, scratch).record, records[i]);
    }
  }
  nb::list out;
  for (const std::string& record : records) out.append(to_bytes(record));
  return out;
}

}  // namespace

void bind_parts_texts(nb::module_& module) {
  using nb::arg;
  module.def("digest", &digest, arg("ids"), arg("texts"), arg("level"),
             "Of each (id, text) what a scan keeps of it: bytes, words included.");
  module.def("text_keys", &text_keys, arg("digests"), arg("level"),
             "Of digests two lists: 17 bytes, equal for equal texts, and the number of words.");
  module.def("document_records", &document_records, arg("digests"),
             "Of each digest the document's record, JSON as a report has it.");
}

}  // namespace nuskha::python
