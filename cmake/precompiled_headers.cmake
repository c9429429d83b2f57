# What files of nuskha include most: docs/decisions/build-flags.md has the reason to compile it once, and where.
set(NUSKHA_STANDARD_HEADERS
    <algorithm> <array> <bit> <charconv> <cstdint> <filesystem> <functional> <map> <memory> <mutex> <numeric> <optional>
    <span> <string> <string_view> <system_error> <tuple> <unordered_map> <utility> <vector>)
# False alarms of g++ about std::string's own code, which it keeps to itself where that comes from no precompiled header.
set(NUSKHA_PRECOMPILED_OPTIONS "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>")
