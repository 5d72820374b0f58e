// SPDX-License-Identifier: Apache-2.0
// Key sets and tokens of a login provider: the first line is the set, the rest the token. What was
// not signed by a key we know is taken in no form.
#include "fuzz/input.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/provider_tokens.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text(BytesView(data, size));
    const std::size_t end = text.find('\n');
    const auto keys = service::ProviderKeys::parse(text.substr(0, end));
    if (!keys || end == std::string_view::npos) return 0;
    const std::string_view token = text.substr(end + 1);
    // The time of the seeds, which are right but for their signature.
    const service::TokenRules rules{
        "https://exam.example.cn", "yinxin", "n", "", Instant(std::chrono::seconds(1'795'363'200))};
    const auto claims = service::check_id_token(token, *keys, rules);
    if (claims) fuzz::must(!claims->subject.empty());
    const auto logout = service::check_logout_token(token, *keys, rules);
    if (logout) fuzz::must(!logout->id.empty());
    return 0;
}
