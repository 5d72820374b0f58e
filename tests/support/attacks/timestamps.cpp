// SPDX-License-Identifier: Apache-2.0
// Timestamps that are not about this signature, not by whom they say, or not about a time at which
// the seal was good.
#include "support/attacks/attack.hpp"

#include "yinxin/signing/cms_read.hpp"

namespace yinxin::attacks {
namespace {

using verify::Verdict;

constexpr const char* wrong = "timestamp.wrong";

using MakeTokens = std::function<std::vector<Bytes>(BytesView signature)>;

Bytes as_attribute(BytesView token) {
    return attribute("1.2.840.113549.1.9.16.2.14", {token});
}

std::string with_tokens(FreshCopy& copy, const Sealer& sealer, const MakeTokens& make) {
    return seal(with_wide_hole(copy.parts()), [&](std::string_view covered) {
        SignerParts signer(sealer.key, sealer.certificate, covered);
        signer.unsigned_attributes = make;
        return cms_of(signer, sealer.certificate, sealer.chain).build();
    });
}

/// One token, made from the signature's imprint.
std::string with_token(FreshCopy& copy, const std::function<Bytes(const crypto::Digest32&)>& make) {
    return with_tokens(copy, copy.ours(), [&](BytesView signature) -> std::vector<Bytes> {
        return {as_attribute(make(crypto::sha256(signature)))};
    });
}

Bytes token_in(const std::string& file) {
    const auto cms = signing::ReceivedCms::parse(signature_in(file)).value();
    const BytesView token = cms.signer()->timestamp_token.value();
    return {token.begin(), token.end()};
}

/// The time a token states, one year earlier; its signature stays.
Bytes backdated(Bytes token) {
    const std::string_view text = as_text(token);
    const auto at = text.find("20261123");
    if (at == std::string_view::npos) throw std::runtime_error("no time in the token");
    token[at + 3] = '5';
    return token;
}

}  // namespace

Attacks timestamps(FreshCopy& copy) {
    const Instant now = copy.now();
    const auto stamp = [&](const crypto::Digest32& imprint, Instant at) {
        return test::sure(copy.authority().token(imprint, at));
    };
    return {
        altered("of_another_signature",
                with_token(copy, [&](const auto&) { return token_in(copy.other_file()); }),
                wrong),
        altered("of_the_document",
                with_token(
                    copy,
                    [&](const auto&) { return stamp(crypto::sha256(as_bytes(copy.file())), now); }),
                wrong),
        altered(
            "backdated",
            with_token(copy, [&](const auto& imprint) { return backdated(stamp(imprint, now)); }),
            wrong),
        altered("spoiled",
                with_token(copy,
                           [&](const auto& imprint) {
                               Bytes token = stamp(imprint, now);
                               token.back() ^= 1;
                               return token;
                           }),
                wrong),
        altered("no_token_at_all",
                with_token(copy, [](const auto&) { return der::sequence({der::null()}); }),
                wrong),
        altered("a_seal_for_a_token",
                with_token(copy, [&](const auto&) { return signature_in(copy.file()); }),
                "cms.malformed"),
    };
}

}  // namespace yinxin::attacks
