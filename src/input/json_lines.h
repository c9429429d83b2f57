// JSON Lines: one record a line, each a document.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/line_reader.h"
#include "nuskha/input.h"

namespace nuskha {

/// Parses chunks of lines into documents. One object a thread; it keeps its buffers.
class JsonLinesParser {
 public:
  JsonLinesParser();
  ~JsonLinesParser();
  JsonLinesParser(JsonLinesParser&&) noexcept;
  JsonLinesParser& operator=(JsonLinesParser&&) noexcept;

  /// Appends the documents of a chunk and the problems of its lines. `file` is the path that documents are named by. A
  /// chunk may be changed: invalid UTF-8 in a line is repaired and reported. With `wanted`, sorted numbers of lines,
  /// the other lines are passed over unread.
  void parse(const std::string& file, LineChunk& chunk, const InputOptions& options, std::vector<Document>& documents,
             std::vector<Problem>& problems, const std::vector<std::uint64_t>* wanted = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nuskha
