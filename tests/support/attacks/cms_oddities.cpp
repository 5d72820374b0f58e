// SPDX-License-Identifier: Apache-2.0
// Signatures that are not what they should be (RFC 5652, ETSI EN 319 122-1). All are made with our
// own key over the right bytes, so that the oddity alone is at fault.
#include "support/attacks/attack.hpp"

#include "yinxin/crypto/algorithms.hpp"

namespace yinxin::attacks {
namespace {

using verify::Verdict;

/// What the hand-made signature is over, and with what.
struct Bench {
    const Sealer& ours;
    std::string_view covered;

    [[nodiscard]] SignerParts signer() const { return {ours.key, ours.certificate, covered}; }
    [[nodiscard]] CmsParts cms(const SignerParts& signer) const {
        return cms_of(signer, ours.certificate, ours.chain);
    }
};

/// Our file with a signature made by `make`.
std::string signed_with(FreshCopy& copy, const std::function<Bytes(const Bench&)>& make) {
    return seal(with_wide_hole(copy.parts()),
                [&](std::string_view covered) { return make(Bench{copy.ours(), covered}); });
}

/// One thing spoiled in the signer's part.
std::string with_signer(FreshCopy& copy, const std::function<void(SignerParts&)>& spoil) {
    return signed_with(copy, [&](const Bench& bench) {
        SignerParts signer = bench.signer();
        spoil(signer);
        return bench.cms(signer).build();
    });
}

/// One thing spoiled outside it.
std::string with_frame(FreshCopy& copy, const std::function<void(CmsParts&, const Bench&)>& spoil) {
    return signed_with(copy, [&](const Bench& bench) {
        CmsParts parts = bench.cms(bench.signer());
        spoil(parts, bench);
        return parts.build();
    });
}

Attack odd(std::string name, std::string file, std::string problem) {
    return altered(std::move(name), std::move(file), "cms." + problem);
}

/// Lawful variants that are not judged here.
Attack unsupported(std::string name, std::string file, std::string problem) {
    return always(
        std::move(name), std::move(file), Verdict::indeterminate, "cms." + std::move(problem));
}

/// No signed attributes: the value is over the content itself.
std::string without_attributes(FreshCopy& copy) {
    return with_signer(copy, [](SignerParts& signer) { signer.has_attributes = false; });
}

/// The signed attributes of a good signature offered as the content: a signature without attributes
/// over the same bytes has the same value.
std::string with_attributes_as_content(FreshCopy& copy) {
    return signed_with(copy, [](const Bench& bench) {
        SignerParts signer = bench.signer();
        Bytes attributes;
        for (const Bytes& one : signer.attributes)
            attributes.insert(attributes.end(), one.begin(), one.end());
        const Bytes set = der::element(der::tag::set, attributes);
        signer.has_attributes = false;
        signer.covered = as_text(set);
        CmsParts parts = bench.cms(signer);
        parts.content = der::octet_string(set);
        return parts.build();
    });
}

Attacks signer_counts(FreshCopy& copy) {
    const Sealer& namesake = copy.namesake();
    const auto second = [&](const Bench& bench) {
        return SignerParts(namesake.key, namesake.certificate, bench.covered).build();
    };
    return {
        odd("two_signers",
            with_frame(copy,
                       [&](CmsParts& parts, const Bench& bench) {
                           parts.signer_infos.push_back(second(bench));
                           parts.certificates.push_back(namesake.certificate.der());
                       }),
            "signer_count"),
        odd("two_signers_the_stranger_first",
            with_frame(copy,
                       [&](CmsParts& parts, const Bench& bench) {
                           parts.signer_infos.insert(parts.signer_infos.begin(), second(bench));
                           parts.certificates.push_back(namesake.certificate.der());
                       }),
            "signer_count"),
        odd("same_signer_twice",
            with_frame(copy,
                       [](CmsParts& parts, const Bench&) {
                           parts.signer_infos.push_back(parts.signer_infos.front());
                       }),
            "signer_count"),
        odd("no_signer",
            with_frame(copy, [](CmsParts& parts, const Bench&) { parts.signer_infos.clear(); }),
            "signer_count"),
    };
}

Attacks contents_inside(FreshCopy& copy) {
    const std::string other = "another document";
    return {
        odd("content_inside",
            with_frame(copy,
                       [](CmsParts& parts, const Bench& bench) {
                           parts.content =
                               der::octet_string(crypto::sha256(as_bytes(bench.covered)));
                       }),
            "content_present"),
        odd("other_content_inside_and_signed",
            signed_with(copy,
                        [&](const Bench& bench) {
                            const SignerParts signer(bench.ours.key, bench.ours.certificate, other);
                            CmsParts parts = bench.cms(signer);
                            parts.content = der::octet_string(as_bytes(other));
                            return parts.build();
                        }),
            "content_present"),
        unsupported("attributes_as_content", with_attributes_as_content(copy), "content_present"),
        odd("other_content_type",
            with_frame(copy,
                       [](CmsParts& parts, const Bench&) {
                           parts.version = der::integer(3);
                           parts.content_type = der::oid("1.2.840.113549.1.9.16.1.4");
                       }),
            "content_type_wrong"),
    };
}

Attacks attributes(FreshCopy& copy) {
    const Bytes wrong(32, 7);
    return {
        unsupported("no_signed_attributes", without_attributes(copy), "attributes_missing"),
        odd("no_message_digest",
            with_signer(copy,
                        [](SignerParts& signer) {
                            signer.attributes.erase(signer.attributes.begin() + 1);
                        }),
            "message_digest_missing"),
        odd("wrong_message_digest",
            with_signer(
                copy,
                [&](SignerParts& signer) { signer.attributes[1] = message_digest_is(wrong); }),
            "message_digest_wrong"),
        odd("digest_with_two_values",
            with_signer(copy,
                        [&](SignerParts& signer) {
                            const Bytes right =
                                der::octet_string(crypto::sha256(as_bytes(signer.covered)));
                            signer.attributes[1] = attribute("1.2.840.113549.1.9.4",
                                                             {right, der::octet_string(wrong)});
                        }),
            "malformed"),
        odd("two_message_digests",
            with_signer(copy,
                        [&](SignerParts& signer) {
                            signer.attributes.push_back(message_digest_is(wrong));
                        }),
            "attributes_order"),
        odd("attributes_out_of_order",
            with_signer(copy,
                        [](SignerParts& signer) {
                            std::ranges::sort(signer.attributes, std::ranges::greater());
                            signer.sorted = false;
                        }),
            "attributes_order"),
        odd("no_content_type",
            with_signer(
                copy,
                [](SignerParts& signer) { signer.attributes.erase(signer.attributes.begin()); }),
            "content_type_wrong"),
        odd("content_type_of_a_timestamp",
            with_signer(copy,
                        [](SignerParts& signer) {
                            signer.attributes[0] = content_type_is("1.2.840.113549.1.9.16.1.4");
                        }),
            "content_type_wrong"),
    };
}

Attacks certificates(FreshCopy& copy) {
    const Sealer again = copy.certify_again(copy.seal_plan());
    return {
        unsupported("no_signing_certificate",
                    with_signer(copy, [](SignerParts& signer) { signer.attributes.pop_back(); }),
                    "signing_certificate_missing"),
        odd("signing_certificate_of_another",
            with_signer(copy,
                        [&](SignerParts& signer) {
                            signer.attributes.back() =
                                names_certificate(copy.namesake().certificate);
                        }),
            "signing_certificate_wrong"),
        odd("certificate_swapped_for_one_of_the_same_key",
            signed_with(copy,
                        [&](const Bench& bench) {
                            SignerParts signer = bench.signer();
                            signer.name =
                                SignerParts(again.key, again.certificate, bench.covered).name;
                            return cms_of(signer, again.certificate, again.chain).build();
                        }),
            "signing_certificate_wrong"),
        odd("certificate_swapped_for_a_namesake",
            signed_with(copy,
                        [&](const Bench& bench) {
                            const Sealer& other = copy.namesake();
                            SignerParts signer = bench.signer();
                            signer.name =
                                SignerParts(other.key, other.certificate, bench.covered).name;
                            return cms_of(signer, other.certificate, other.chain).build();
                        }),
            "signing_certificate_wrong"),
        unsupported(
            "no_certificate",
            with_frame(copy, [](CmsParts& parts, const Bench&) { parts.certificates.clear(); }),
            "signer_certificate_missing"),
    };
}

/// Encodings that lenient readers take for the same.
Attacks encodings(FreshCopy& copy) {
    const auto with_bytes = [&](const std::function<Bytes(Bytes)>& change) {
        return seal(with_wide_hole(copy.parts()),
                    [&](std::string_view covered) { return change(copy.signed_by_us()(covered)); });
    };
    return {
        unsupported("indefinite_length",
                    with_bytes([](Bytes cms) {
                        // 30 82 LL LL: 30 80 ... 00 00
                        cms[1] = 0x80;
                        cms.erase(cms.begin() + 2, cms.begin() + 4);
                        cms.insert(cms.end(), {0, 0});
                        return cms;
                    }),
                    "indefinite_length"),
        odd("length_not_minimal",
            with_bytes([](Bytes cms) {
                cms[1] = 0x83;
                cms.insert(cms.begin() + 2, 0);
                return cms;
            }),
            "malformed"),
        odd("length_too_long",
            with_bytes([](Bytes cms) {
                cms[2] = 0x7F;
                return cms;
            }),
            "malformed"),
        odd("not_signed_data",
            with_bytes([](Bytes cms) {
                cms[14] = static_cast<std::uint8_t>(cms[14] + 1);
                return cms;
            }),
            "malformed"),
        odd("a_timestamp_token",
            seal(with_wide_hole(copy.parts()),
                 [&](std::string_view covered) {
                     return copy.authority()
                         .token(crypto::sha256(as_bytes(covered)), copy.now())
                         .value();
                 }),
            "content_present"),
        odd("a_certificate",
            with_bytes([&](const Bytes&) { return copy.ours().certificate.der(); }),
            "malformed"),
        odd("nested_a_thousand_times",
            with_bytes([](const Bytes&) {
                Bytes nest;
                for (int i = 0; i < 1000; ++i)
                    nest = der::sequence({nest});
                return nest;
            }),
            "malformed"),
        odd("another_copys",
            with_signature(copy.file(), signature_in(copy.other_file())),
            "message_digest_wrong"),
    };
}

}  // namespace

Attacks cms_oddities(FreshCopy& copy) {
    Attacks all;
    for (Attacks family : {signer_counts(copy),
                           contents_inside(copy),
                           attributes(copy),
                           certificates(copy),
                           encodings(copy)}) {
        std::ranges::move(family, std::back_inserter(all));
    }
    return all;
}

}  // namespace yinxin::attacks
