// SPDX-License-Identifier: Apache-2.0
// Electronic seals of strangers.
#include "fuzz/input.hpp"

#include "yinxin/signing/ses_read.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView input(data, size);
    if (const auto seal = signing::read_ses_seal(input)) {
        fuzz::must(seal->whole.size() == size);
        (void)signing::check_ses_seal(*seal);
    }
    const auto ses = signing::read_ses(input);
    if (!ses) return 0;
    fuzz::must(ses->to_sign.size() < size && ses->seal.whole.size() < ses->to_sign.size());
    // Nobody signed what the fuzzer made of a seal over another file.
    fuzz::must(!signing::check_ses(*ses, input, "/Signature.xml").empty());
    return 0;
}
