// PDF by poppler's pdftotext, a program of its own: docs/decisions/input-pdf.md. Its answer, the words and where they
// stand, becomes text in pdf_layout.cpp. Entry point: extract_pdf. Test: tests/input/pdf_test.cpp.
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/unicode.h"
#include "input/pdf_boxes.h"
#include "input/pdf_layout.h"
#include "input/pdf_title.h"
#include "input/problem_codes.h"
#include "input/readers.h"
#include "input/run_program.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr const char* program = "pdftotext";
constexpr const char* advice_to_install =
    "Install poppler-utils (Debian, Ubuntu: apt install poppler-utils; macOS: brew install poppler)";
constexpr std::size_t signature_window = 1024;
// Words come with their places, about 115 bytes each, and are kept in about 50 until all are there.
constexpr std::uint64_t output_per_text_byte = 4;
constexpr std::uint64_t least_output = 1 << 20;

/// True if a program of this name is found as execvp and posix_spawnp find it.
bool is_on_path(string_view name) {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nothing of ours sets variables
  string_view folders = path == nullptr ? "/bin:/usr/bin" : path;
  while (true) {
    const std::size_t end = folders.find(':');
    std::string file(folders.substr(0, end));
    if (!file.empty()) file += '/';  // an empty one is the current folder
    file += name;
    struct stat status = {};
    if (stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(file.c_str(), X_OK) == 0) return true;
    if (end == folders.npos) return false;
    folders.remove_prefix(end + 1);
  }
}

/// The first line of another program's complaint that `is_wanted`, fit to be quoted: short, on one line, UTF-8 without
/// controls.
template <typename Wanted>
std::string quoted_complaint(string_view err, Wanted is_wanted) {
  while (!err.empty()) {
    const std::size_t end = err.find('\n');
    const string_view line = err.substr(0, end);
    err.remove_prefix(end == err.npos ? err.size() : end + 1);
    if (line.empty() || !is_wanted(line)) continue;
    std::string out;
    string_view rest = line.substr(0, 400);
    while (!rest.empty() && out.size() < 120) {
      const CodePoint c = decode_utf8(rest);
      const CharacterKind kind = kind_of(c.value);
      if (kind == CharacterKind::control || kind == CharacterKind::space || c.value == 0xFFFD)
        out += out.empty() || out.back() == ' ' ? "" : " ";
      else if (kind != CharacterKind::unassigned)
        out += rest.substr(0, c.length);
      rest.remove_prefix(c.length);
    }
    if (!out.empty()) return out;
  }
  return {};
}

bool is_error(string_view line) {
  return line.find("Error") != line.npos && line.find("optional content") == line.npos;
}

std::string quoted(const ProgramRun& run) {
  const std::string complaint = quoted_complaint(run.err, is_error);
  return complaint.empty() ? std::string() : " (" + complaint + ")";
}

bool mentions(const ProgramRun& run, string_view words) { return run.err.find(words) != run.err.npos; }

bool ran_out_of_memory(const ProgramRun& run) {
  return run.signal == SIGKILL || mentions(run, "ut of memory") || mentions(run, "bad_alloc") ||
         mentions(run, "cannot allocate memory");
}

/// Why there is no document, after a run that gave none or was ended; an empty code if there may be one.
struct Failure {
  const char* code = nullptr;
  std::string message;
};

Failure failure_to_start(int error) {
  if (error == ENOENT)
    return {problem_code::unsupported, "A PDF file, which pdftotext reads for nuskha, and that isn't installed. " +
                                           std::string(advice_to_install) + "."};
  if (error == ENOMEM || error == EAGAIN)
    return {problem_code::too_large,
            "There is no memory or process left to run pdftotext with. Run with fewer threads (--jobs)."};
  return {problem_code::unsupported, std::string("pdftotext, which reads PDF files for nuskha, can't be run: ") +
                                         std::strerror(error) + "."};  // NOLINT(concurrency-mt-unsafe)
}

Failure failure_of(const ProgramRun& run, const InputLimits& limits) {
  if (run.start_error != 0) return failure_to_start(run.start_error);
  if (run.stop == ProgramRun::Stop::time)
    return {problem_code::timed_out, "A PDF file that takes more than " + std::to_string(limits.pdf_seconds) +
                                         " seconds to read. Split it, or raise --pdf-timeout."};
  if (run.stop == ProgramRun::Stop::output)
    return {problem_code::too_large,
            "A PDF file that unpacks to more text than the limits allow. Split it, or raise --max-document."};
  if (run.exit_code == 0) return {};
  if (ran_out_of_memory(run))
    return {problem_code::too_large, "A PDF file that takes more than " + std::to_string(limits.pdf_memory >> 20) +
                                         " MiB of memory to read. Split it, or raise --pdf-memory."};
  if (mentions(run, "ncorrect password"))
    return {problem_code::encrypted, "A PDF file that can't be read without a password. Save it without one."};
  if (run.exit_code == 3)
    return {problem_code::encrypted,
            "A PDF file whose author doesn't allow copying of its text, which this pdftotext heeds. Save it without a "
            "password."};
  if (run.exit_code == 126 || run.exit_code == 127)
    return {problem_code::unsupported,
            "pdftotext, which reads PDF files for nuskha, can't be run. " + std::string(advice_to_install) + " anew."};
  if (run.exit_code == 99 && !mentions(run, "Error"))
    return {problem_code::unsupported,
            "pdftotext, which reads PDF files for nuskha, is too old: it doesn't know -bbox-layout. Install "
            "poppler-utils 0.41 or newer."};
  return {};
}

/// What was left of a run that broke off, or that complained.
std::string damage(const ProgramRun& run, bool has_text) {
  const std::string what =
      run.signal != 0 ? "A PDF file that pdftotext broke down on" : "The PDF file is damaged" + quoted(run);
  return what + (has_text ? "; what could be read of it was read. Compare it with the original, or save it anew."
                          : " and nothing of it can be read. Save it anew from the original.");
}

}  // namespace

bool is_pdf(string_view head, string_view /*name*/) {
  head = head.substr(0, signature_window + 8);
  const std::size_t at = head.find("%PDF-");
  // Elsewhere than at the very beginning it begins a line, or stands after bytes that no text has.
  const bool is_at_line = at == 0 || (at != head.npos && static_cast<unsigned char>(head[at - 1]) < ' ') ||
                          (at == 3 && head.starts_with("\xEF\xBB\xBF"));
  return at <= signature_window && is_at_line && at + 5 < head.size() &&
         std::isdigit(static_cast<unsigned char>(head[at + 5])) != 0;
}

std::string pdf_missing_here() {
  return is_on_path(program) ? std::string() : "pdftotext, of poppler-utils, isn't installed";
}

bool extract_pdf(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems) {
  const InputLimits& limits = context.options.limits;
  const auto report = [&](const char* code, std::string message) {
    problems.push_back({document.path, code, std::move(message)});
  };
  std::vector<PdfPage> pages;
  PdfBoxReader reader([&pages](PdfPage&& page) { pages.push_back(std::move(page)); });
  ProgramOptions run_options;
  run_options.input = &bytes;
  run_options.limits = {.seconds = limits.pdf_seconds,
                        .memory_bytes = limits.pdf_memory,
                        .output_bytes = output_per_text_byte * limits.document_bytes + least_output,
                        .may_write_files = false};
  run_options.take_output = [&reader](string_view piece) { reader.read(piece); };
  const ProgramRun run = run_program({program, "-enc", "UTF-8", "-bbox-layout", "-", "-"}, run_options);
  reader.finish();
  if (const Failure failure = failure_of(run, limits); failure.code != nullptr) {
    report(failure.code, failure.message);
    return false;
  }
  if (reader.text_bytes() > limits.document_bytes) {
    report(problem_code::too_large,
           "A PDF file that unpacks to more text than the limits allow. Split it, or raise --max-document.");
    return false;
  }
  const bool is_damaged = run.exit_code != 0 || !quoted_complaint(run.err, is_error).empty();
  PdfText text = lay_out(pages);
  if (is_damaged) report(problem_code::malformed, damage(run, !text.text.empty()));
  if (text.text.empty() && (run.exit_code != 0 || reader.num_pages() == 0)) {
    if (!is_damaged) report(problem_code::malformed, damage(run, false));
    return false;
  }
  if (text.text.empty())
    report(problem_code::no_text,
           "The PDF file holds no text, only pictures, such as a scan. Make its text readable by OCR, for instance by "
           "ocrmypdf.");
  document.text = std::move(text.text);
  document.places = std::move(text.places);
  document.place_unit = PlaceUnit::page;
  document.title = useful_pdf_title(reader.title());
  document.made_date = reader.made_date();
  return true;
}

}  // namespace nuskha
