// SPDX-License-Identifier: Apache-2.0
// Timestamp tokens, and answers of authorities to a request.
#include "fuzz/input.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <algorithm>

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView input(data, size);
    static const crypto::TrustStore nobody{{}};
    static const signing::TimestampRequest request{
        .imprint = {}, .nonce = crypto::der::integer(1), .der = {}};
    (void)signing::parse_timestamp_response(input, request);
    const auto imprint = signing::read_token_imprint(input);
    const auto token = signing::read_token(input);
    if (token && imprint) fuzz::must(std::ranges::equal(*imprint, token->imprint));
    if (imprint) fuzz::must(!signing::verify_token(input, *imprint, nobody));
    return 0;
}
