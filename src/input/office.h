// Office documents: which kind of them bytes are, and the parts of those that are zipped XML.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "input/office_xml.h"
#include "nuskha/input.h"

namespace nuskha {

/// What zipped XML is.
enum class OfficeKind : std::uint8_t {
  none,           ///< Not an office document.
  word,           ///< .docx, .docm, .dotx, .dotm
  open_document,  ///< .odt, .ott, .odm, .oth
  other,          ///< A spreadsheet, presentation, drawing, …
};

struct OfficeType {
  OfficeKind kind = OfficeKind::none;
  std::string_view what = {};        ///< Of `other`: "a spreadsheet (.xlsx)".
  std::string_view convert_to = {};  ///< Of `other`: format of soffice --convert-to whose text nuskha reads.
};

/// The type of a file that begins so. Costs next to nothing for what isn't a zip; else unpacks at most 1 MiB. `name` is
/// asked only if neither the content types nor the names of parts can be told from the beginning.
OfficeType office_type(std::string_view head, std::string_view name);

/// What keeps a package from being read as a whole: the code of a Problem and its message.
struct OfficeTrouble {
  const char* code = nullptr;
  std::string message;
};

/// The parts of a zipped document. Bytes that are damaged are read up to there. Not thread-safe.
class OfficePackage {
 public:
  /// `bytes` must outlive the package.
  OfficePackage(std::string_view bytes, const InputLimits& limits);

  /// Who reads the part of a name (lower case, "/" between folders, none at the beginning); nullptr: nobody.
  using Choose = std::function<XmlHandler*(const std::string& name)>;
  /// Goes through the package once, and hands each part that is wanted to its handler. Of two parts of one name, the
  /// first. False if the document is to be left out: see fatal().
  bool read(const Choose& choose);

  /// The reason for leaving it out (limits, encryption); code is null if there is none.
  const OfficeTrouble& fatal() const { return fatal_; }
  /// The damage met first; empty if none was.
  const std::string& damage() const { return damage_; }

 private:
  struct Archive;
  enum class PartEnd : std::uint8_t { whole, damaged, fatal };  // damaged: the archive can't be read on
  void choose_way();
  PartEnd read_part(Archive& archive, const std::string& name, XmlHandler& handler);
  PartEnd pass_over(Archive& archive);
  bool count(std::size_t num_bytes);
  bool fail(const char* code, std::string message);
  void note_damage(std::string what);

  std::string_view bytes_;
  std::uint64_t max_bytes_;
  std::uint64_t max_members_;
  std::uint64_t num_bytes_ = 0;
  bool streams_ = false;  // the central directory is damaged or gone
  OfficeTrouble fatal_;
  std::string damage_;
};

/// Makes problems of what the package met. `what` is "Word document". True if there is a document.
bool report_package(const OfficePackage& package, std::string_view what, const std::string& path,
                    std::vector<Problem>& problems);

}  // namespace nuskha
