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
#include "module.h"
#include "parts.h"
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

}  // namespace

void bind_parts_texts(nb::module_& module) {
  using nb::arg;
  module.def("digest", &digest, arg("ids"), arg("texts"), arg("level"),
             "Of each (id, text) what a scan keeps of it: bytes, words included.");
}

}  // namespace nuskha::python
