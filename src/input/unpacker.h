// One file with whatever it is wrapped in: compression, containers, records, nested in any order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/byte_stream.h"
#include "input/extractor.h"
#include "input/line_reader.h"
#include "input/wanted_names.h"
#include "nuskha/input.h"

namespace nuskha {

/// A piece of work that needs nothing of the file any more.
struct UnpackedPart {
  std::string name;  ///< `Document::path` of the document, or of the file that the lines or records are of.
  enum class Kind : std::uint8_t { document, lines, records } kind = Kind::document;
  std::string bytes;                ///< document: as they are stored in their container.
  const Format* format = nullptr;   ///< document; null: text.
  std::string charset;              ///< document: as ExtractContext::charset.
  std::optional<std::string> date;  ///< document: as Member::date.
  StreamError damage;               ///< document: what cut the bytes short.
  LineChunk lines;                  ///< JSON Lines.
  std::vector<Document> documents;  ///< records.
};

/// Takes a file apart. Not thread-safe: callers lock around `next`; what it hands out any thread may work on.
class Unpacker {
 public:
  /// `options` and `wanted` must outlive it; without `wanted` everything is handed out.
  Unpacker(std::string path, const InputOptions& options, std::size_t longest_line, const WantedNames* wanted);
  /// Of a file whose bytes are in memory; `charset` as ExtractContext::charset. `path` is only its name.
  Unpacker(std::string path, std::string bytes, std::string charset, const InputOptions& options);
  ~Unpacker();
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  const std::string& path() const { return path_; }

  /// The next part; false when there is none (any more). What went wrong is appended to `problems`. May throw
  /// std::bad_alloc; the part concerned is passed over then, or the file if there is none.
  bool next(UnpackedPart& part, std::vector<Problem>& problems);

 private:
  class Level;
  class Members;
  class Lines;
  class Records;
  struct Opened;

  bool enter(Opened what, UnpackedPart& part, std::vector<Problem>& problems);
  void enter_attached(const UnpackedPart& part, unsigned depth, std::vector<Problem>& problems);
  bool read_document(Opened& what, const Format* format, std::string_view head, UnpackedPart& part,
                     std::vector<Problem>& problems);
  std::uint64_t most_document_bytes() const;
  std::uint64_t most_container_bytes() const;

  std::string path_;
  std::unique_ptr<ByteStream> bytes_;  // of a file in memory, until it is begun
  std::string charset_;
  const InputOptions& options_;
  std::size_t longest_line_;
  const WantedNames* wanted_;
  bool is_begun_ = false;
  std::vector<std::unique_ptr<Level>> levels_;  // the innermost last
  std::uint64_t stored_bytes_ = 0;              // size of the file
  std::uint64_t unpacked_bytes_ = 0;            // of all members so far
};

/// The name without the ending of a compression that nuskha reads: "a.csv.gz" gives "a.csv".
std::string_view without_compression(std::string_view name);

/// True if a file that begins so is read through an Unpacker, and not as one document.
bool needs_unpacking(std::string_view head, const std::string& name);

/// The same, and if not, its format (null: plain text, or nothing that is known), which it had to find out.
bool needs_unpacking(std::string_view head, const std::string& name, const Format*& format);

}  // namespace nuskha
