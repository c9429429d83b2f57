// Zipped office documents, by libarchive from memory: what kind one is, from its beginning; its parts, by the central
// directory or, where that is damaged, from local header to local header. Entry points: office_type, OfficePackage.
// Test: tests/input/office_test.cpp.
#include "input/office.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "input/decode.h"
#include "input/extractor.h"
#include "input/front_matter.h"
#include "input/problem_codes.h"

namespace nuskha {
namespace {

using std::string_view;

std::string lower(string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

/// A part's name as it is compared: some programs write "\" or begin with "/", and case doesn't count.
std::string part_name(archive_entry* entry) {
  const char* raw = archive_entry_pathname(entry);
  if (raw == nullptr) raw = archive_entry_pathname_utf8(entry);
  std::string name = lower(raw == nullptr ? "" : raw);
  std::replace(name.begin(), name.end(), '\\', '/');
  name.erase(0, std::min(name.find_first_not_of('/'), name.size()));
  return name;
}

struct Mark {
  string_view mark;
  OfficeType type;
};

constexpr OfficeType word_type{OfficeKind::word};
constexpr OfficeType open_document_type{OfficeKind::open_document};

// What the main part's content type holds, in lower case. Parts that are only embedded have none of these.
constexpr Mark content_types[] = {
    {"wordprocessingml.document.main", word_type},
    {"wordprocessingml.template.main", word_type},
    {"ms-word.document.macroenabled.main", word_type},
    {"ms-word.template.macroenabledtemplate.main", word_type},
    {"spreadsheetml.sheet.main", {OfficeKind::other, "a spreadsheet (.xlsx)", "csv"}},
    {"spreadsheetml.template.main", {OfficeKind::other, "a spreadsheet template (.xltx)", "csv"}},
    {"ms-excel.sheet.macroenabled.main", {OfficeKind::other, "a spreadsheet (.xlsm)", "csv"}},
    {"ms-excel.template.macroenabled.main", {OfficeKind::other, "a spreadsheet template (.xltm)", "csv"}},
    {"ms-excel.sheet.binary.macroenabled.main", {OfficeKind::other, "a spreadsheet (.xlsb)", "csv"}},
    {"presentationml.presentation.main", {OfficeKind::other, "a presentation (.pptx)", "pdf"}},
    {"presentationml.slideshow.main", {OfficeKind::other, "a presentation (.ppsx)", "pdf"}},
    {"presentationml.template.main", {OfficeKind::other, "a presentation template (.potx)", "pdf"}},
    {"ms-powerpoint.presentation.macroenabled.main", {OfficeKind::other, "a presentation (.pptm)", "pdf"}},
    {"ms-powerpoint.slideshow.macroenabled.main", {OfficeKind::other, "a presentation (.ppsm)", "pdf"}},
    {"ms-visio.drawing", {OfficeKind::other, "a drawing (.vsdx)", "pdf"}},
};

// The whole of the part "mimetype", which is the first.
constexpr Mark mime_types[] = {
    {"application/vnd.oasis.opendocument.text", open_document_type},
    {"application/vnd.oasis.opendocument.text-template", open_document_type},
    {"application/vnd.oasis.opendocument.text-master", open_document_type},
    {"application/vnd.oasis.opendocument.text-master-template", open_document_type},
    {"application/vnd.oasis.opendocument.text-web", open_document_type},
    {"application/vnd.oasis.opendocument.spreadsheet", {OfficeKind::other, "a spreadsheet (.ods)", "csv"}},
    {"application/vnd.oasis.opendocument.spreadsheet-template",
     {OfficeKind::other, "a spreadsheet template (.ots)", "csv"}},
    {"application/vnd.oasis.opendocument.presentation", {OfficeKind::other, "a presentation (.odp)", "pdf"}},
    {"application/vnd.oasis.opendocument.presentation-template",
     {OfficeKind::other, "a presentation template (.otp)", "pdf"}},
    {"application/vnd.oasis.opendocument.graphics", {OfficeKind::other, "a drawing (.odg)", "pdf"}},
    {"application/vnd.oasis.opendocument.graphics-template", {OfficeKind::other, "a drawing template (.otg)", "pdf"}},
    {"application/vnd.oasis.opendocument.formula", {OfficeKind::other, "a formula (.odf)", "pdf"}},
    {"application/vnd.oasis.opendocument.chart", {OfficeKind::other, "a chart (.odc)", {}}},
    {"application/vnd.oasis.opendocument.base", {OfficeKind::other, "a database (.odb)", {}}},
    {"application/vnd.oasis.opendocument.database", {OfficeKind::other, "a database (.odb)", {}}},
    {"application/vnd.sun.xml.writer", {OfficeKind::other, "a text of OpenOffice.org 1 (.sxw)", "docx"}},
    {"application/vnd.sun.xml.calc", {OfficeKind::other, "a spreadsheet (.sxc)", "csv"}},
    {"application/vnd.sun.xml.impress", {OfficeKind::other, "a presentation (.sxi)", "pdf"}},
    {"application/hwp+zip", {OfficeKind::other, "a Hangul document (.hwpx)", {}}},
};

// What the names of parts begin with, where the content types stand further back than the beginning that is seen.
constexpr Mark folders[] = {
    {"word/", word_type},
    {"xl/", {OfficeKind::other, "a spreadsheet (.xlsx)", "csv"}},
    {"ppt/", {OfficeKind::other, "a presentation (.pptx)", "pdf"}},
    {"visio/", {OfficeKind::other, "a drawing (.vsdx)", "pdf"}},
};

constexpr OfficeType iwork_type{OfficeKind::other, "an Apple iWork document (.pages, .numbers or .key)", {}};

/// libarchive's reader of one zip in memory.
class ZipReader {
 public:
  enum class Read { some, end, damage };

  ZipReader(string_view bytes, bool streams) : reader_(archive_read_new()) {
    if (reader_ == nullptr) throw std::bad_alloc();
    if (streams) {
      archive_read_support_format_zip_streamable(reader_);
    } else {
      archive_read_support_format_zip_seekable(reader_);
    }
    is_damaged_ = archive_read_open_memory(reader_, bytes.data(), bytes.size()) != ARCHIVE_OK;
  }
  ~ZipReader() { archive_read_free(reader_); }
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  /// Goes to the next part; false at the end or where damage ends all, which is_damaged tells.
  bool next() {
    if (is_damaged_) return false;
    int status = ARCHIVE_RETRY;
    for (int i = 0; i < 8 && status == ARCHIVE_RETRY; ++i) status = archive_read_next_header(reader_, &entry_);
    is_damaged_ = status != ARCHIVE_OK && status != ARCHIVE_WARN && status != ARCHIVE_EOF;
    return !is_damaged_ && status != ARCHIVE_EOF;
  }
  /// The next bytes of the part.
  Read read(string_view& block) {
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int status = archive_read_data_block(reader_, &data, &size, &offset);
    block = {static_cast<const char*>(data), status == ARCHIVE_EOF ? 0 : size};
    if (status == ARCHIVE_EOF) return Read::end;
    return status == ARCHIVE_OK || status == ARCHIVE_WARN ? Read::some : Read::damage;
  }
  std::string name() const { return part_name(entry_); }
  /// Whether libarchive has to unpack the part to find its end.
  bool hides_end() const { return archive_entry_size_is_set(entry_) == 0; }
  bool is_encrypted() const { return archive_entry_is_data_encrypted(entry_) != 0; }
  bool is_damaged() const { return is_damaged_; }
  std::string message() const {
    const char* text = archive_error_string(reader_);
    return text == nullptr ? "damaged data" : text;
  }

 private:
  archive* reader_;
  archive_entry* entry_ = nullptr;
  bool is_damaged_ = false;
};

/// Unpacks from the beginning of a zip, up to a measure.
class HeadReader {
 public:
  explicit HeadReader(string_view head) : zip_(head, true) {}

  bool next() { return has_room() && zip_.next(); }
  std::string name() const { return zip_.name(); }
  /// The part, what can be seen of it.
  std::string text() {
    std::string out;
    string_view block;
    while (has_room() && zip_.read(block) == ZipReader::Read::some) {
      out += block;
      num_unpacked_ += block.size();
    }
    return out;
  }
  void pass_over() {
    if (zip_.hides_end()) text();
  }

 private:
  static constexpr std::size_t max_unpacked = 1u << 20;
  bool has_room() const { return num_unpacked_ < max_unpacked; }

  ZipReader zip_;
  std::size_t num_unpacked_ = 0;
};

OfficeType type_by_mark(const Mark* begin, const Mark* end, bool (*matches)(string_view, string_view),
                        string_view text) {
  const Mark* found = std::find_if(begin, end, [&](const Mark& m) { return matches(text, m.mark); });
  return found == end ? OfficeType{} : found->type;
}

/// The type that the parts at the beginning show.
OfficeType type_of_parts(string_view head) {
  HeadReader parts(head);
  bool is_package = false;
  OfficeType by_folder;
  for (bool is_first = true; parts.next(); is_first = false) {
    const std::string name = parts.name();
    if (is_first && name == "mimetype") {
      std::string type = parts.text();
      type.erase(type.find_last_not_of(" \r\n\t") + 1);
      return type_by_mark(
          std::begin(mime_types), std::end(mime_types), [](string_view a, string_view b) { return a == b; }, type);
    }
    if (name == "[content_types].xml") {
      const OfficeType type = type_by_mark(
          std::begin(content_types), std::end(content_types),
          [](string_view a, string_view b) { return a.find(b) != a.npos; }, lower(parts.text()));
      if (type.kind != OfficeKind::none) return type;
    }
    is_package |= name == "[content_types].xml" || name == "_rels/.rels";
    if (by_folder.kind == OfficeKind::none)
      by_folder = type_by_mark(
          std::begin(folders), std::end(folders), [](string_view a, string_view b) { return a.starts_with(b); }, name);
    if (name.starts_with("index/") && name.ends_with(".iwa")) return iwork_type;
    parts.pass_over();
  }
  return is_package ? by_folder : OfficeType{};
}

OfficeType type_by_name(string_view name) {
  for (const string_view ending : {".docx", ".docm", ".dotx", ".dotm"})
    if (has_ending(name, ending)) return word_type;
  for (const string_view ending : {".odt", ".ott"})
    if (has_ending(name, ending)) return open_document_type;
  return {};
}

/// Whether the first part has a name that office programs give, as far as it is there.
bool may_begin_office(string_view head) {
  constexpr std::size_t length_at = 26, name_at = 30;
  if (head.size() <= name_at) return true;
  const std::size_t length = static_cast<unsigned char>(head[length_at]) |
                             static_cast<std::size_t>(static_cast<unsigned char>(head[length_at + 1])) << 8U;
  const std::string name = lower(head.substr(name_at, length));
  constexpr string_view beginnings[] = {"[content_types]", "_rels/",    "docprops/", "word/",       "customxml/",
                                        "mimetype",        "meta-inf/", "meta.xml",  "content.xml", "styles.xml",
                                        "settings.xml",    "xl/",       "ppt/",      "thumbnails/", "configurations2/"};
  return std::any_of(std::begin(beginnings), std::end(beginnings), [&](string_view beginning) {
    return name.starts_with(beginning) || (head.size() < name_at + length && beginning.starts_with(name));
  });
}

}  // namespace

OfficeType office_type(string_view head, string_view name) {
  if (!head.starts_with("PK\x03\x04")) return {};
  const OfficeType type = type_of_parts(head);
  const bool may_tell_more = head.size() >= decode_head_bytes || may_begin_office(head);
  return type.kind == OfficeKind::none && may_tell_more ? type_by_name(name) : type;
}

struct OfficePackage::Archive : ZipReader {
  using ZipReader::ZipReader;
};

OfficePackage::OfficePackage(string_view bytes, const InputLimits& limits)
    : bytes_(bytes),
      max_bytes_(
          std::max(limits.document_bytes, bytes.size() > UINT64_MAX / std::max<std::uint64_t>(limits.expansion, 1)
                                              ? UINT64_MAX
                                              : limits.expansion * bytes.size())),
      max_members_(limits.members) {
  choose_way();
}

/// By the central directory, unless that doesn't lead through.
void OfficePackage::choose_way() {
  Archive archive(bytes_, false);
  std::uint64_t num_members = 0;
  while (archive.next()) {
    if (++num_members > max_members_) {
      fail(problem_code::too_large, "It is a zip of more than " + std::to_string(max_members_) +
                                        " parts. If that is right, raise --max-members.");
      return;
    }
  }
  streams_ = archive.is_damaged() || num_members == 0;
  if (streams_) note_damage("the list at its end is missing or damaged");
}

bool OfficePackage::fail(const char* code, std::string message) {
  if (fatal_.code == nullptr) fatal_ = {code, std::move(message)};
  return false;
}

void OfficePackage::note_damage(std::string what) {
  if (damage_.empty()) damage_ = std::move(what);
}

bool OfficePackage::count(std::size_t num_bytes) {
  num_bytes_ += num_bytes;
  if (num_bytes_ <= max_bytes_) return true;
  return fail(problem_code::too_large, "It unpacks to more than " + std::to_string(max_bytes_) +
                                           " bytes. If that is right, raise --max-document or --max-expansion.");
}

OfficePackage::PartEnd OfficePackage::read_part(Archive& archive, const std::string& name, XmlHandler& handler) {
  if (archive.is_encrypted()) {
    fail(problem_code::encrypted, "It is encrypted. Save it without a password to have it read.");
    return PartEnd::fatal;
  }
  XmlReader reader(handler);
  string_view block;
  for (;;) {
    const Archive::Read status = archive.read(block);
    if (status == Archive::Read::damage) {
      note_damage("part " + to_one_line(name) + " is cut short or damaged (" + archive.message() + ")");
      return PartEnd::damaged;
    }
    const bool ends = status == Archive::Read::end;
    if (!ends && !count(block.size())) return PartEnd::fatal;
    if (ends ? reader.finish() : reader.feed(block)) {
      if (ends) return PartEnd::whole;
      continue;
    }
    if (reader.trouble() == XmlTrouble::too_large) {
      fail(problem_code::too_large, "Part " + to_one_line(name) + " can't be read: " + reader.message() + ".");
      return PartEnd::fatal;
    }
    note_damage("part " + to_one_line(name) + " can't be read to its end: " + reader.message());
    return ends ? PartEnd::whole : pass_over(archive);
  }
}

/// Reads what libarchive would have to unpack to get past it, so that it counts.
OfficePackage::PartEnd OfficePackage::pass_over(Archive& archive) {
  if (!archive.hides_end()) return PartEnd::whole;
  string_view block;
  for (;;) {
    const Archive::Read status = archive.read(block);
    if (status == Archive::Read::end) return PartEnd::whole;
    if (status == Archive::Read::damage) return PartEnd::damaged;
    if (!count(block.size())) return PartEnd::fatal;
  }
}

bool OfficePackage::read(const Choose& choose) {
  if (fatal_.code != nullptr) return false;
  std::unordered_set<std::string> seen;
  std::uint64_t num_done = 0;
  constexpr int max_attempts = 16;  // a damaged part ends libarchive's reading: another begins behind it
  for (int attempt = 0; attempt < max_attempts; ++attempt) {
    Archive archive(bytes_, streams_);
    PartEnd end = PartEnd::whole;
    const std::uint64_t num_before = num_done;
    for (std::uint64_t at = 0; end == PartEnd::whole && archive.next(); ++at) {
      if (at >= max_members_)
        return fail(problem_code::too_large, "It has more parts than a container may have files.");
      if (at < num_done) {
        end = pass_over(archive);
        continue;
      }
      num_done = at + 1;
      const std::string name = archive.name();
      XmlHandler* handler = seen.contains(name) ? nullptr : choose(name);
      if (handler != nullptr) seen.insert(name);
      end = handler == nullptr ? pass_over(archive) : read_part(archive, name, *handler);
    }
    if (archive.is_damaged()) note_damage("it is cut short or damaged (" + archive.message() + ")");
    if (end == PartEnd::fatal) return false;
    if (end == PartEnd::whole || num_done == num_before) break;
  }
  return true;
}

bool report_package(const OfficePackage& package, string_view what, const std::string& path,
                    std::vector<Problem>& problems) {
  if (package.fatal().code != nullptr) {
    problems.push_back({path, package.fatal().code, package.fatal().message});
    return false;
  }
  if (!package.damage().empty())
    problems.push_back({path, problem_code::malformed,
                        "This " + std::string(what) + " is damaged: " + package.damage() +
                            ". What could be read of it was read; replace it by a whole copy."});
  return true;
}

}  // namespace nuskha
