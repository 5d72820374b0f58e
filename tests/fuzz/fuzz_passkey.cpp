// SPDX-License-Identifier: Apache-2.0
// Authenticator data, attestation objects and COSE keys, as any browser may send them.
#include "fuzz/input.hpp"

#include "yinxin/signing/authenticator_data.hpp"

using namespace yinxin;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView input(data, size);
    std::size_t read = 0;
    if (const auto key = signing::read_cose_key(input, read)) {
        fuzz::must(read <= size);
        // What was read is a key that names itself, and can be read again.
        const auto again = crypto::PersonalKey::parse(key->spki());
        fuzz::must(again.operator bool());
        fuzz::must(again->id() == key->id());
    }
    for (const auto& outcome :
         {signing::read_authenticator_data(input), signing::read_attestation_object(input)}) {
        if (!outcome || !outcome->credential) continue;
        fuzz::must(outcome->credential->id.size() >= 16);
        fuzz::must(outcome->credential->id.size() <= 1023);
        fuzz::must(crypto::PersonalKey::parse(outcome->credential->key.spki()).operator bool());
    }
    return 0;
}
