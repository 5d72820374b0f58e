// SPDX-License-Identifier: Apache-2.0
// Electronic seals of strangers.
#include "fuzz/input.hpp"

#include "yinxin/signing/ses_read.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView input(data, size);
    const auto ses = signing::read_ses(input);
    if (!ses) return 0;
    fuzz::must(ses->to_sign.size() < size && ses->seal.whole.size() < ses->to_sign.size());
    // Nobody signed what the fuzzer made of a seal over another file.
    fuzz::must(!signing::check_ses(*ses, input, "/Signature.xml").empty());
    return 0;
}
