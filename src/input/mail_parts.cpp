// The tree of a mail's parts, by GMime. It looks at no locale, no keys and no network: options go with each parse, and
// of encodings only those of file names are GMime's. Entry points: Mail::Mail, Mail::texts. Test:
// tests/input/mail_test.cpp.
#include "input/mail_parts.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "input/extractor.h"
#include "input/front_matter.h"
#include "input/mail_budget.h"
#include "input/mail_words.h"

namespace nuskha {
namespace {

using std::string_view;

/// Parts within parts, beyond which nothing is read: no mail program makes ten.
constexpr unsigned most_nested = 64;

/// Once for the process; GMime's own function isn't to be called by two threads at once.
void start_gmime() { [[maybe_unused]] static const bool is_started = (g_mime_init(), true); }

template <typename T>
struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <typename T>
using Object = std::unique_ptr<T, Unref<T>>;

struct Free {
  void operator()(char* text) const { g_free(text); }
};
using Text = std::unique_ptr<char, Free>;

/// Content types of parts. `subtype` null: any.
bool is_type(GMimeObject* part, const char* type, const char* subtype) {
  GMimeContentType* const content = g_mime_object_get_content_type(part);
  return content != nullptr && g_mime_content_type_is_type(content, type, subtype == nullptr ? "*" : subtype) != 0;
}

string_view parameter(GMimeObject* part, const char* name) {
  const char* const value = g_mime_object_get_content_type_parameter(part, name);
  return value == nullptr ? string_view() : string_view(value);
}

bool equals(string_view text, string_view lower_case) {
  return text.size() == lower_case.size() && has_ending(text, lower_case);
}

bool is_set_aside(GMimeObject* part) {
  GMimeContentDisposition* const disposition = g_mime_object_get_content_disposition(part);
  return disposition != nullptr && g_mime_content_disposition_is_attachment(disposition) != 0;
}

bool is_html(GMimeObject* part) { return is_type(part, "text", "html") || is_type(part, "application", "xhtml+xml"); }

/// Text that mail programs show where it stands.
bool is_shown(GMimeObject* part) {
  return GMIME_IS_PART(part) && !is_set_aside(part) &&
         (is_html(part) || is_type(part, "text", "plain") || is_type(part, "text", "markdown") ||
          is_type(part, "text", "x-markdown"));
}

/// Pictures and sounds, and what programs write to one another.
bool holds_no_document(GMimeObject* part) {
  for (const char* type : {"image", "audio", "video", "font"})
    if (is_type(part, type, nullptr)) return true;
  for (const char* subtype :
       {"css", "calendar", "vcard", "x-vcard", "directory", "x-amp-html", "watch-html", "javascript", "rfc822-headers"})
    if (is_type(part, "text", subtype)) return true;
  for (const char* subtype : {"pgp-signature", "pgp-keys", "pgp-encrypted", "pkcs7-signature", "x-pkcs7-signature",
                              "pkcs7-mime", "x-pkcs7-mime", "ics"})
    if (is_type(part, "application", subtype)) return true;
  return is_type(part, "message", nullptr);
}

std::string content_of(GMimeObject* part) {
  if (!GMIME_IS_PART(part)) return {};
  GMimeDataWrapper* const content = g_mime_part_get_content(GMIME_PART(part));
  if (content == nullptr) return {};
  const Object<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, stream.get());
  const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return bytes->len == 0 ? std::string() : std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

MailText text_of(GMimeObject* part) {
  MailText out;
  out.bytes = content_of(part);
  out.charset = parameter(part, "charset");
  out.is_html = is_html(part);
  out.is_flowed = equals(parameter(part, "format"), "flowed");
  out.delete_spaces = equals(parameter(part, "delsp"), "yes");
  return out;
}

/// A header of the part as it stands there, unfolded; empty if there is none.
std::string raw_header(GMimeObject* part, const char* name) {
  GMimeHeader* const header = g_mime_header_list_get_header(g_mime_object_get_header_list(part), name);
  const char* const raw = header == nullptr ? nullptr : g_mime_header_get_raw_value(header);
  return raw == nullptr ? std::string() : std::string(Text(g_mime_utils_header_unfold(raw)).get());
}

/// A file's name that stands in encoded words, as many programs write it against the standard; else nothing.
std::string file_name_in_words(GMimeObject* part, GMimeParserOptions* options) {
  const std::string disposition = raw_header(part, "Content-Disposition");
  if (disposition.find("=?") != disposition.npos) {
    const Object<GMimeContentDisposition> parsed(
        g_mime_content_disposition_parse(options, decode_words(disposition, {}).c_str()));
    const char* const name = g_mime_content_disposition_get_parameter(parsed.get(), "filename");
    if (name != nullptr) return replace_invalid_utf8(name);
  }
  const std::string type = raw_header(part, "Content-Type");
  if (type.find("=?") == type.npos) return {};
  const Object<GMimeContentType> parsed(g_mime_content_type_parse(options, decode_words(type, {}).c_str()));
  const char* const name = g_mime_content_type_get_parameter(parsed.get(), "name");
  return name == nullptr ? std::string() : replace_invalid_utf8(name);
}

bool is_blank(string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

}  // namespace

struct Mail::Parsed {
  GMimeParserOptions* options = nullptr;
  Object<GMimeMessage> message;

  Parsed() = default;
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;
  ~Parsed() {
    message.reset();
    g_mime_parser_options_free(options);
  }
};

struct Mail::Attachment {
  GMimeObject* part = nullptr;  // the message's
  std::string name;
};

/// Goes through the parts, no deeper than most_nested.
class Mail::Walk {
 public:
  explicit Walk(Mail& mail) : mail_(mail) {}

  /// Finds what is attached, encrypted or too deep.
  void survey(GMimeObject* part, bool is_resource = false) {
    if (part == nullptr || !enter()) return;
    if (GMIME_IS_MESSAGE_PART(part)) {
      survey(body_of(part));
    } else if (GMIME_IS_MULTIPART(part)) {
      mail_.is_encrypted_ |= GMIME_IS_MULTIPART_ENCRYPTED(part) != 0;
      const int root = is_type(part, "multipart", "related") ? root_of(part) : -1;
      const int count = g_mime_multipart_get_count(GMIME_MULTIPART(part));
      for (int i = 0; i < count && !GMIME_IS_MULTIPART_ENCRYPTED(part); ++i)
        survey(g_mime_multipart_get_part(GMIME_MULTIPART(part), i), root >= 0 && i != root);
    } else {
      mail_.is_encrypted_ |= is_enveloped(part);
      const char* const file = GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : nullptr;
      const bool is_text = is_shown(part) && !(is_resource && file != nullptr);
      const bool is_unnamed_resource = is_resource && file == nullptr && !is_set_aside(part);
      if (!is_text && !is_unnamed_resource && !holds_no_document(part)) attach(part, file);
    }
    --depth_;
  }

  /// Appends what is seen of a part.
  void read(GMimeObject* part, MailTextReader& reader, std::vector<std::string>& out) {
    if (part == nullptr || depth_ == most_nested) return;
    ++depth_;
    if (GMIME_IS_MESSAGE_PART(part)) {
      forwarded_.push_back(body_of(part));
    } else if (GMIME_IS_MULTIPART(part)) {
      read_multipart(part, reader, out);
    } else if (is_shown(part)) {
      std::string text = reader.read(text_of(part));
      if (!is_blank(text)) out.push_back(std::move(text));
    }
    --depth_;
  }

  /// Likewise the mails that were met, and those in them.
  void read_forwarded(MailTextReader& reader, std::vector<std::string>& out) {
    std::vector<GMimeObject*> bodies = std::exchange(forwarded_, {});
    if (depth_ == most_nested) return;
    ++depth_;
    for (GMimeObject* const body : bodies) {
      read(body, reader, out);
      read_forwarded(reader, out);
    }
    --depth_;
  }

 private:
  bool enter() {
    if (depth_ == most_nested) {
      mail_.is_too_deep_ = true;
      return false;
    }
    ++depth_;
    return true;
  }

  static GMimeObject* body_of(GMimeObject* part) {
    GMimeMessage* const message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    return message == nullptr ? nullptr : g_mime_message_get_mime_part(message);
  }

  static bool is_enveloped(GMimeObject* part) {
    return (is_type(part, "application", "pkcs7-mime") || is_type(part, "application", "x-pkcs7-mime")) &&
           !equals(parameter(part, "smime-type"), "signed-data");
  }

  /// Of multipart/related the one that the others belong to.
  static int root_of(GMimeObject* part) {
    const char* const start = g_mime_object_get_content_type_parameter(part, "start");
    if (start == nullptr) return 0;
    string_view id = start;
    if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    GMimeObject* const found =
        g_mime_multipart_get_subpart_from_content_id(GMIME_MULTIPART(part), std::string(id).c_str());
    return found == nullptr ? 0 : std::max(0, g_mime_multipart_index_of(GMIME_MULTIPART(part), found));
  }

  void attach(GMimeObject* part, const char* file) {
    std::string name = file_name_in_words(part, mail_.parsed_->options);
    if (name.empty() && file != nullptr) name = replace_invalid_utf8(file);
    name = name.substr(name.find_last_of("/\\") + 1);
    if (name.empty()) name = "part-" + std::to_string(mail_.attachments_.size() + 1);
    mail_.attachments_.push_back({part, std::move(name)});
  }

  void read_multipart(GMimeObject* part, MailTextReader& reader, std::vector<std::string>& out) {
    GMimeMultipart* const multipart = GMIME_MULTIPART(part);
    const int count = g_mime_multipart_get_count(multipart);
    if (GMIME_IS_MULTIPART_ENCRYPTED(part) || count == 0) return;
    if (is_type(part, "multipart", "related")) {
      read(g_mime_multipart_get_part(multipart, root_of(part)), reader, out);
    } else if (is_type(part, "multipart", "alternative")) {
      read_alternative(multipart, count, reader, out);
    } else {
      for (int i = 0; i < count; ++i) read(g_mime_multipart_get_part(multipart, i), reader, out);
    }
  }

  /// The first with plain text that isn't empty; else the last with any, which is the richest.
  void read_alternative(GMimeMultipart* multipart, int count, MailTextReader& reader, std::vector<std::string>& out) {
    const std::size_t size = out.size();
    const std::size_t num_forwarded = forwarded_.size();
    const auto is_found = [&](int i) {
      forwarded_.resize(num_forwarded);
      read(g_mime_multipart_get_part(multipart, i), reader, out);
      return out.size() > size;
    };
    for (int i = 0; i < count; ++i)
      if (has_plain(g_mime_multipart_get_part(multipart, i), depth_) && is_found(i)) return;
    for (int i = count; i-- > 0;)
      if (!has_plain(g_mime_multipart_get_part(multipart, i), depth_) && is_found(i)) return;
  }

  static bool has_plain(GMimeObject* part, unsigned depth) {
    if (!GMIME_IS_MULTIPART(part)) return is_shown(part) && !is_html(part);
    if (depth == most_nested) return false;
    const int count = g_mime_multipart_get_count(GMIME_MULTIPART(part));
    for (int i = 0; i < count; ++i)
      if (has_plain(g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1)) return true;
    return false;
  }

  Mail& mail_;
  unsigned depth_ = 0;
  std::vector<GMimeObject*> forwarded_;
};

Mail::Mail(std::string bytes) : parsed_(std::make_unique<Parsed>()) {
  start_gmime();
  const std::size_t within = mail_bytes_within(bytes);
  has_long_headers_ = within < bytes.size();
  bytes.resize(within);
  parsed_->options = g_mime_parser_options_new();
  const char* charsets[] = {"utf-8", "windows-1252", nullptr};  // not the locale's
  g_mime_parser_options_set_fallback_charsets(parsed_->options, charsets);
  g_mime_parser_options_set_warning_callback(
      parsed_->options,
      [](gint64, GMimeParserWarning warning, const gchar*, gpointer self) {
        auto& mail = *static_cast<Mail*>(self);
        mail.is_cut_short_ |= warning == GMIME_WARN_TRUNCATED_MESSAGE;
        mail.is_too_deep_ |= warning == GMIME_CRIT_NESTING_OVERFLOW;
        mail.lacks_boundary_ |= warning == GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY;
      },
      this);
  const Object<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  bytes = {};
  const Object<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  parsed_->message.reset(g_mime_parser_construct_message(parser.get(), parsed_->options));
  if (parsed_->message != nullptr) Walk(*this).survey(g_mime_message_get_mime_part(parsed_->message.get()));
}

Mail::~Mail() = default;

std::optional<std::string> Mail::header(const char* name, string_view charset) const {
  if (parsed_->message == nullptr) return std::nullopt;
  // GMime gives headers "Content-…" to the part that they describe.
  GMimeObject* const body = g_mime_message_get_mime_part(parsed_->message.get());
  GMimeObject* const owner =
      string_view(name).starts_with("Content-") && body != nullptr ? body : GMIME_OBJECT(parsed_->message.get());
  if (g_mime_header_list_contains(g_mime_object_get_header_list(owner), name) == 0) return std::nullopt;
  return to_one_line(decode_words(raw_header(owner, name), charset));
}

std::optional<std::string> Mail::date() const {
  if (parsed_->message == nullptr) return std::nullopt;
  GDateTime* const date = g_mime_message_get_date(parsed_->message.get());  // the message's
  if (date == nullptr || g_date_time_get_year(date) < 1970) return std::nullopt;
  const Text text(g_date_time_format(date, "%Y-%m-%d"));
  return text == nullptr ? std::nullopt : parse_iso_date(text.get());
}

std::vector<std::string> Mail::texts(MailTextReader& reader) {
  std::vector<std::string> out;
  if (parsed_->message == nullptr) return out;
  Walk walk(*this);
  walk.read(g_mime_message_get_mime_part(parsed_->message.get()), reader, out);
  walk.read_forwarded(reader, out);
  return out;
}

std::size_t Mail::num_attachments() const { return attachments_.size(); }

const std::string& Mail::attachment_name(std::size_t i) const { return attachments_[i].name; }

MailText Mail::attachment(std::size_t i) const { return text_of(attachments_[i].part); }

}  // namespace nuskha
