// SPDX-License-Identifier: Apache-2.0
// Distinguished encoding rules, and the certificates, revocation lists and keys written in them.
#include "fuzz/input.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/public_key.hpp"
#include "yinxin/crypto/x509.hpp"

#include <algorithm>

using namespace yinxin;
namespace der = crypto::der;

namespace {

/// Goes through all elements as far as they can be read, with every typed reader.
void walk(BytesView bytes, int depth) {
    der::Reader reader(bytes);
    while (!reader.at_end()) {
        const auto element = reader.next();
        if (!element) return;
        fuzz::must(element->whole.size() >= element->content.size() + 2);
        // What is read strictly is written back as it was.
        fuzz::must(
            std::ranges::equal(der::element(element->tag, element->content), element->whole));
        (void)der::parse_oid(element->content);
        (void)der::parse_integer(element->content);
        (void)der::parse_time(*element);
        if (depth > 0 && (element->tag & 0x20U) != 0) walk(element->content, depth - 1);
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView input(data, size);
    walk(input, 32);
    (void)der::check_nesting(input);
    (void)der::parse_padded(input);
    (void)crypto::PublicKey::parse(input);
    if (const auto certificate = crypto::Certificate::parse_der(input)) {
        fuzz::must(std::ranges::equal(certificate->der(), input));
        (void)certificate->public_key();
        (void)certificate->may_sign_documents();
        (void)certificate->may_sign_timestamps();
    }
    if (const auto list = crypto::Crl::parse_der(input)) {
        for (const crypto::Revocation& entry : list->revocations())
            fuzz::must(list->find(entry.serial).has_value());
    }
    return 0;
}
