// What of a line with changes must stay in one piece where it is shown.
#pragma once

#include <vector>

#include "nuskha/diff_report.h"
#include "report/diff_lines.h"

namespace nuskha {

/// Each change is shown in an isolate of its own, which the bidirectional algorithm takes for a neutral character.
/// Where text runs both ways, a change within a date, an address or a phrase would tear it apart: its pieces would
/// stand in another order than they are written. So, in a line that holds right-to-left text:
///   - dates, numbers and symbols with Arabic digits or letters are shown as changed as a whole
///     ("٥/٣/٢٠٢١" became "٥/٣/٢٠٢٢");
///   - addresses of web and mail, up to the next white space, and phrases that run against the line ("Windows 10" in a
///     line of Arabic) are isolated as a whole, with only the change marked. Of a change that is more than a part of
///     one, such as a sentence, what belongs to the address or phrase becomes a change of its own.
/// `runs` are those of one line of `report`. A line of more than 10,000 runs stays as it is. Cost O(line).
void keep_pieces(const DiffReport& report, std::vector<DiffRun>& runs);

}  // namespace nuskha
