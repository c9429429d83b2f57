// Names of DateSource, as the JSON contract has them. Test: tests/report/json_test.cpp.
#include "nuskha/report.h"

namespace nuskha {

std::string_view to_string(DateSource source) {
  switch (source) {
    case DateSource::front_matter: return "front-matter";
    case DateSource::dateline: return "dateline";
    case DateSource::text: return "text";
    case DateSource::file_name: return "file-name";
    case DateSource::file_metadata: return "file-metadata";
    case DateSource::file_time: return "file-time";
  }
  return "text";
}

}  // namespace nuskha
