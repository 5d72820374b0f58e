// SPDX-License-Identifier: Apache-2.0
// Signatures as received: read, and judged over a digest that none of the seeds is about.
#include "fuzz/input.hpp"

#include "yinxin/signing/cms_read.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto cms = signing::ReceivedCms::parse(BytesView(data, size));
    if (!cms) return 0;
    (void)cms->claimed_time();
    (void)cms->other_certificates();
    const crypto::Digest32 nothing{};
    fuzz::must(!signing::check_cms(*cms, nothing).empty());
    (void)signing::check_cms(*cms, nothing, signing::ContentPlace::inside, cms->content_type());
    return 0;
}
