// SPDX-License-Identifier: Apache-2.0
// Weak, unknown and mismatched algorithms, and signature values that are none.
#include "support/attacks/attack.hpp"

#include "yinxin/crypto/algorithms.hpp"

namespace yinxin::attacks {
namespace {

using verify::Verdict;

constexpr std::string_view oid_md5 = "1.2.840.113549.2.5";
constexpr std::string_view oid_sha1 = "1.3.14.3.2.26";
constexpr std::string_view oid_sha3_512 = "2.16.840.1.101.3.4.2.10";
constexpr std::string_view oid_pss = "1.2.840.113549.1.1.10";
constexpr std::string_view oid_rsa_sha1 = "1.2.840.113549.1.1.5";
constexpr std::string_view oid_ecdsa_sha1 = "1.2.840.10045.4.1";
constexpr std::string_view oid_rsa_sha3_512 = "2.16.840.1.101.3.4.3.16";
constexpr std::string_view oid_ecdsa_sha3_512 = "2.16.840.1.101.3.4.3.12";

constexpr const char* digest_unsupported = "cms.digest_unsupported";
constexpr const char* signature_unsupported = "cms.signature_unsupported";
constexpr const char* signature_wrong = "cms.signature_wrong";

std::string with_signer(FreshCopy& copy, const std::function<void(SignerParts&)>& spoil) {
    return seal(with_wide_hole(copy.parts()), [&](std::string_view covered) {
        SignerParts signer(copy.ours().key, copy.ours().certificate, covered);
        spoil(signer);
        return cms_of(signer, copy.ours().certificate, copy.ours().chain).build();
    });
}

/// All of it with another digest: announced, in the attribute and in the signature.
std::string with_digest(FreshCopy& copy,
                        const char* name,
                        std::string_view digest_oid,
                        std::string_view signature_oid) {
    return with_signer(copy, [&](SignerParts& signer) {
        signer.digest_algorithm = algorithm(digest_oid, true);
        signer.attributes[1] = message_digest_is(digest_with(name, signer.covered));
        signer.signature_algorithm = algorithm(signature_oid);
        signer.sign = [&](BytesView message) {
            return sign_with(copy.ours().key_path, name, as_text(message));
        };
    });
}

std::string with_value(FreshCopy& copy, const std::function<Bytes(Bytes)>& change) {
    return with_signer(copy, [&](SignerParts& signer) {
        signer.sign = [&](BytesView message) {
            return change(copy.ours().key->sign(message).value());
        };
    });
}

/// The value of a signature: a DER pair of numbers.
Bytes pair_of(BytesView r, BytesView s) {
    return der::sequence({der::unsigned_integer(r), der::unsigned_integer(s)});
}

/// Order of P-256.
const Bytes order =
    parse_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").value();

Attacks values_of_ecdsa(FreshCopy& copy) {
    const Bytes zero{0};
    const Bytes one{1};
    const auto as = [&](const char* name, const Bytes& value) {
        return altered(
            name, with_value(copy, [&](const Bytes&) { return value; }), signature_wrong);
    };
    return {
        as("zero_and_zero", pair_of(zero, zero)),
        as("zero_and_one", pair_of(zero, one)),
        as("one_and_zero", pair_of(one, zero)),
        as("one_and_one", pair_of(one, one)),
        as("one_and_order", pair_of(one, order)),
        as("order_and_one", pair_of(order, one)),
        as("order_and_order", pair_of(order, order)),
        altered("pair_with_a_third",
                with_value(copy,
                           [&](const Bytes& value) {
                               const auto pair = crypto::der::parse_single(value).value();
                               return der::sequence({pair.content, der::integer(0)});
                           }),
                signature_wrong),
    };
}

Attacks values_of_rsa(FreshCopy& copy) {
    return {
        altered("value_of_zeros",
                with_value(copy, [](const Bytes& value) { return Bytes(value.size(), 0); }),
                signature_wrong),
        altered("value_of_one",
                with_value(copy,
                           [](const Bytes& value) {
                               Bytes one(value.size(), 0);
                               one.back() = 1;
                               return one;
                           }),
                signature_wrong),
        altered("value_with_zero_before",
                with_value(copy,
                           [](Bytes value) {
                               value.insert(value.begin(), 0);
                               return value;
                           }),
                signature_wrong),
        always(
            "probabilistic_padding",
            with_signer(copy,
                        [&](SignerParts& signer) {
                            signer.signature_algorithm = algorithm(oid_pss);
                            signer.sign = [&](BytesView message) {
                                return sign_with(
                                    copy.ours().key_path, "SHA256", as_text(message), Padding::pss);
                            };
                        }),
            Verdict::indeterminate,
            signature_unsupported),
    };
}

}  // namespace

Attacks cms_algorithms(FreshCopy& copy) {
    const bool is_rsa = copy.kind() == crypto::KeyKind::rsa3072;
    const auto unsupported = [](const char* name, std::string file, const char* code) {
        return always(name, std::move(file), Verdict::indeterminate, code);
    };
    Attacks all = {
        altered("sha1",
                with_digest(copy, "SHA1", oid_sha1, is_rsa ? oid_rsa_sha1 : oid_ecdsa_sha1),
                "cms.digest_weak"),
        unsupported(
            "sha3",
            with_digest(
                copy, "SHA3-512", oid_sha3_512, is_rsa ? oid_rsa_sha3_512 : oid_ecdsa_sha3_512),
            digest_unsupported),
        unsupported("algorithm_unheard_of",
                    with_signer(copy,
                                [](SignerParts& signer) {
                                    signer.signature_algorithm = algorithm("1.2.3.4.5");
                                }),
                    signature_unsupported),
        altered("announced_as_md5",
                with_signer(copy,
                            [](SignerParts& signer) {
                                signer.digest_algorithm = algorithm(oid_md5, true);
                            }),
                "cms.digest_weak"),
        altered("signed_with_sha1_said_to_be_sha256",
                with_signer(copy,
                            [&](SignerParts& signer) {
                                signer.sign = [&](BytesView message) {
                                    return sign_with(
                                        copy.ours().key_path, "SHA1", as_text(message));
                                };
                            }),
                signature_wrong),
        unsupported("algorithm_of_the_other_key",
                    with_signer(copy,
                                [&](SignerParts& signer) {
                                    signer.signature_algorithm =
                                        crypto::signature_algorithm_identifier(
                                            is_rsa ? crypto::SignatureAlgorithm::ecdsa_p256_sha256
                                                   : crypto::SignatureAlgorithm::rsa_sha256);
                                }),
                    signature_unsupported),
        altered(
            "value_empty", with_value(copy, [](const Bytes&) { return Bytes(); }), signature_wrong),
        altered("value_of_another_key",
                with_signer(copy, [&](SignerParts& signer) { signer.key = copy.namesake().key; }),
                signature_wrong),
    };
    std::ranges::move(is_rsa ? values_of_rsa(copy) : values_of_ecdsa(copy),
                      std::back_inserter(all));
    return all;
}

}  // namespace yinxin::attacks
