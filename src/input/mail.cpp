// Mail (EML, RFC 5322 and MIME): the text that a reader sees, and the files attached to it. Entry points: extract_mail,
// open_attachments; is_mail is message_headers.cpp's. Test: tests/input/mail_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/unicode.h"
#include "input/decode.h"
#include "input/front_matter.h"
#include "input/mail_budget.h"
#include "input/mail_parts.h"
#include "input/mail_text.h"
#include "input/problem_codes.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t most_mail_bytes = std::size_t{1} << 31;  // GMime's arrays in memory end before 4 GiB

/// Parts of a mail as UTF-8. Tells each kind of trouble once a mail.
class PartDecoder : public MailTextReader {
 public:
  PartDecoder(const ExtractContext& context, const std::string& path, std::vector<Problem>& problems)
      : context_(context), path_(path), problems_(problems) {}

  std::string read(MailText part) override {
    return tidy_paragraphs(part.is_html ? read_html(std::move(part)) : read_plain(std::move(part)));
  }

  const std::string& charset() const { return charset_; }
  const std::string& encoding() const { return encoding_; }
  bool encoding_detected() const { return encoding_detected_; }

 private:
  std::string read_html(MailText part) {
    Document page;
    page.path = path_;
    keep_charset(part.charset);
    const ExtractContext context{context_.options, part.charset};
    if (!nuskha::read_html(std::move(part.bytes), context, page, problems_)) return {};
    keep_encoding(page.encoding, page.encoding_detected);
    return std::move(page.text);
  }

  std::string read_plain(MailText part) {
    keep_charset(part.charset);
    std::erase(part.bytes, '\0');  // UTF-16 isn't for mail
    DecodedText decoded = decode_labelled(part.bytes, part.charset);
    if (decoded.trouble == DecodeTrouble::binary) {  // it says that it is text
      decoded = {};
      decoded.text = replace_invalid_utf8(part.bytes);
    }
    tell(decoded);
    keep_encoding(decoded.encoding, decoded.is_detected);
    return part.is_flowed ? unwrap_flowed(decoded.text, part.delete_spaces) : std::move(decoded.text);
  }

  void keep_charset(const std::string& charset) {
    if (charset_.empty()) charset_ = charset;
  }

  void keep_encoding(const std::string& encoding, bool is_detected) {
    if (std::exchange(has_encoding_, true)) return;
    encoding_ = encoding;
    encoding_detected_ = is_detected;
  }

  void tell(const DecodedText& decoded) {
    if (decoded.trouble != DecodeTrouble::invalid_utf8 && decoded.trouble != DecodeTrouble::undecodable) return;
    if (std::exchange(is_told_, true)) return;
    if (decoded.trouble == DecodeTrouble::invalid_utf8) {
      problems_.push_back({path_, problem_code::invalid_utf8,
                           fmt::format("{} byte sequence(s) of its text aren't UTF-8; each was read as U+FFFD. Mend "
                                       "the file if they matter.",
                                       decoded.num_replaced)});
    } else {
      problems_.push_back({path_, problem_code::undecodable,
                           fmt::format("Its text was read as {}, but {} byte sequence(s) mean nothing in it and were "
                                       "read as U+FFFD. Mend the charset that its headers name.",
                                       decoded.encoding, decoded.num_replaced)});
    }
  }

  const ExtractContext& context_;
  const std::string& path_;
  std::vector<Problem>& problems_;
  std::string charset_;
  std::string encoding_ = "UTF-8";
  bool has_encoding_ = false;
  bool encoding_detected_ = false;
  bool is_told_ = false;
};

void tell_damage(const Mail& mail, bool has_text, const std::string& path, std::vector<Problem>& problems) {
  if (mail.is_encrypted())
    problems.push_back({path, problem_code::encrypted,
                        has_text
                            ? "A part of it is encrypted and was not read. Decrypt it with a mail program and save "
                              "it anew."
                            : "It is encrypted and was not read. Decrypt it with a mail program and save it anew."});
  if (mail.has_long_headers())
    problems.push_back(
        {path, problem_code::too_large,
         fmt::format("Its headers and those of its parts take more than {} MiB; neither the rest of them "
                     "nor what follows was read. No mail program makes such a mail: leave it out with "
                     "--exclude.",
                     most_header_bytes >> 20)});
  else if (mail.is_cut_short())
    problems.push_back({path, problem_code::malformed,
                        "It is cut short: the last part has no end. What is there was read. Save it anew from the mail "
                        "program if the text isn't whole."});
  if (mail.is_too_deep())
    problems.push_back({path, problem_code::malformed,
                        "Its parts are nested deeper than 64; those beyond were not read. No mail program makes such a "
                        "mail: leave it out with --exclude."});
  if (mail.lacks_boundary())
    problems.push_back({path, problem_code::malformed,
                        "A multipart names no boundary, so that its parts can't be told apart and were not read. Mend "
                        "its Content-Type."});
}

/// "ar, en": the first.
std::string first_language(const std::string& header) {
  return to_one_line(string_view(header).substr(0, header.find(',')));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += "\n\n";
    out += text;
  }
  return out;
}

void drop_mark(std::string& bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
}

/// GMime and what is made of its parts take twelve times as much.
std::uint64_t longest_mail(const InputLimits& limits) {
  return std::min<std::uint64_t>(limits.document_bytes, most_mail_bytes);
}

/// What is attached to one mail.
class AttachmentReader : public MemberReader {
 public:
  AttachmentReader(std::unique_ptr<ByteStream> stream, std::uint64_t most_bytes)
      : stream_(std::move(stream)), most_bytes_(most_bytes) {}

  bool next(Member& member, std::vector<Problem>&) override {
    if (stream_ != nullptr) parse();
    if (!mail_ || next_ == mail_->num_attachments()) return false;
    member = {};
    member.name = mail_->attachment_name(next_);
    MailText part = mail_->attachment(next_++);
    member.charset = std::move(part.charset);
    bytes_ = std::move(part.bytes);
    at_ = 0;
    return true;
  }

  std::size_t read(char* data, std::size_t size) override {
    const std::size_t got = bytes_.copy(data, size, at_);
    at_ += got;
    return got;
  }
  const StreamError& member_error() const override { return none_; }
  const StreamError& error() const override { return error_; }

 private:
  void parse() {
    const std::unique_ptr<ByteStream> stream = std::move(stream_);
    std::string bytes;
    std::size_t filled = 0;
    for (;;) {
      if (filled == bytes.size()) bytes.resize(std::max<std::size_t>(64 << 10, filled + filled / 2));
      const std::size_t got = stream->read(bytes.data() + filled, bytes.size() - filled);
      if (got == 0) break;
      filled += got;
      if (filled > most_bytes_) return;  // which extract_mail tells
    }
    bytes.resize(filled);
    error_ = stream->error();
    drop_mark(bytes);
    mail_.emplace(std::move(bytes));
  }

  std::unique_ptr<ByteStream> stream_;  // until the first call to next
  const std::uint64_t most_bytes_;
  std::optional<Mail> mail_;
  std::size_t next_ = 0;
  std::string bytes_;
  std::size_t at_ = 0;
  StreamError error_;
  StreamError none_;
};

}  // namespace

bool extract_mail(std::string bytes, const ExtractContext& context, Document& document,
                  std::vector<Problem>& problems) {
  if (const std::uint64_t most = longest_mail(context.options.limits); bytes.size() > most) {
    problems.push_back({document.path, problem_code::too_large,
                        fmt::format("It is longer than {} MiB; neither it nor what is attached to it was read. Save "
                                    "what is attached to it apart, or raise --max-document (for mail, up to 2 GiB).",
                                    most >> 20)});
    return false;
  }
  drop_mark(bytes);
  Mail mail(std::move(bytes));
  PartDecoder decoder(context, document.path, problems);
  document.text = joined(mail.texts(decoder));
  document.encoding = decoder.encoding();
  document.encoding_detected = decoder.encoding_detected();
  document.place_unit = PlaceUnit::paragraph;
  document.places = mark_paragraphs(document.text);
  document.title = mail.header("Subject", decoder.charset());
  if (document.title && document.title->empty()) document.title.reset();
  document.date = mail.date();
  if (!document.date) {
    document.date_text = mail.header("Date", decoder.charset());
    if (document.date_text && document.date_text->empty()) document.date_text.reset();
  }
  if (const auto language = mail.header("Content-Language", {})) document.language = first_language(*language);
  tell_damage(mail, !document.text.empty(), document.path, problems);
  return !(mail.is_encrypted() && document.text.empty());
}

std::unique_ptr<MemberReader> open_attachments(ContainerBytes bytes, const ExtractContext& context) {
  return std::make_unique<AttachmentReader>(std::move(bytes.stream), longest_mail(context.options.limits));
}

}  // namespace nuskha
