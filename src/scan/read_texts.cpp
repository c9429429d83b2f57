// Entry point: read_texts. Covered by tests/scan/change_summaries_test.cpp.
#include "scan/read_texts.h"

#include <memory>
#include <utility>

namespace nuskha {

TextsByName read_texts(const std::vector<std::string>& names, const DocumentSource& source) {
  TextsByName texts;
  std::unordered_map<std::string, int> count;
  const std::unique_ptr<DocumentSource> again = source.again(names);
  std::vector<Document> batch;
  std::vector<Problem> problems;
  while (again->next(batch, problems)) {
    for (Document& document : batch) {
      ++count[document.path];
      texts[document.path] = std::move(document.text);
    }
  }
  std::erase_if(texts, [&](const auto& entry) { return count[entry.first] > 1; });
  return texts;
}

}  // namespace nuskha
