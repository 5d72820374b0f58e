// SPDX-License-Identifier: Apache-2.0
// Packages as uploaded: the input is a list of members (length of the name, name, two bytes of
// length, content), packed soundly here, so that the fuzzer need not find checksums. Nobody is
// trusted, so that nothing can be valid.
#include "fuzz/input.hpp"
#include "support/ofd/zip_writer.hpp"

#include "yinxin/verify/judge.hpp"
#include "yinxin/verify/read.hpp"

#include <algorithm>

using namespace yinxin;

namespace {

class Input {
  public:
    explicit Input(BytesView rest) : rest_(rest) {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    std::size_t number() {
        const BytesView byte = take(1);
        return byte.empty() ? 0 : byte.front();
    }
    BytesView take(std::size_t count) {
        const BytesView taken = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }

  private:
    BytesView rest_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(BytesView(data, size));
    ofd::ZipFile file;
    while (!input.at_end()) {
        const std::string_view name = as_text(input.take(input.number()));
        const std::size_t low = input.number();
        const std::string_view content = as_text(input.take(low + 256 * input.number()));
        file.items.push_back(ofd::stored_item(name, content));
    }
    const verify::Claims claims = verify::read(as_bytes(file.write()));
    constexpr Instant at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
    const verify::Report report = verify::judge(claims, {}, nullptr, {std::nullopt, at}, at);
    fuzz::must(report.verdict != verify::Verdict::valid);
    fuzz::must(!report.findings.empty());
    return 0;
}
