// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/domain/check_display.hpp"
#include "yinxin/domain/endorsement_policy.hpp"
#include "yinxin/domain/issuer.hpp"
#include "yinxin/domain/numbering.hpp"
#include "yinxin/domain/qualification.hpp"
#include "yinxin/domain/result_face.hpp"
#include "yinxin/domain/seal.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::config {

/// A seal's picture: the words it is drawn from, or one made elsewhere. Whoever draws it knows
/// where the words go.
struct SealPicture {
    std::string arc_text;     ///< round the upper edge
    std::string centre_text;  ///< large, in the middle
    std::string base_text;    ///< straight, under the centre; may be empty
    std::string png;          ///< base64url; then the words say what it shows and are not drawn

    friend bool operator==(const SealPicture&, const SealPicture&) = default;
};

/// 页脚: who runs the service and whom to ring up.
struct Footer {
    struct Phone {
        domain::Bilingual place;
        std::string number;

        friend bool operator==(const Phone&, const Phone&) = default;
    };
    domain::Bilingual sponsor;  ///< 主办单位; empty: not said
    std::string record_no;      ///< ICP备案号; may be empty
    std::vector<Phone> phones;  ///< 12333 and local ones

    friend bool operator==(const Footer&, const Footer&) = default;
};

/// The reference data of one installation: qualifications by year, who issues them, with which
/// seals, under which endorsement policies. One versioned text (TOML), read whole at start-up and
/// immutable then.
struct Reference {
    domain::Catalogue catalogue;
    std::map<std::string, domain::Issuer, std::less<>> issuers;
    std::map<std::string, domain::Authority, std::less<>> authorities;
    std::map<std::string, domain::EndorsementPolicy, std::less<>> policies;
    std::map<std::string, domain::Seal, std::less<>>
        seals;  ///< names and dates; state is the store's
    std::map<std::string, SealPicture, std::less<>>
        seal_pictures;  ///< by seal id, one for each seal
    std::vector<domain::SealAssignment> seal_assignments;
    domain::DisplayPolicy check_display;
    /// How each issuer numbers its certificates, one for each issuer.
    std::map<std::string, domain::NumberingRule, std::less<>> numbering;
    std::string marking;  ///< printed on every document of a demonstration; else empty
    Footer footer;

    /// nullptr: no such policy.
    [[nodiscard]] const domain::EndorsementPolicy* find_policy(std::string_view id) const;
    [[nodiscard]] const domain::Issuer* find_issuer(std::string_view id) const;
    /// What certificates of a qualification and approval year say. Refers to this object.
    /// @error not_found  no edition of that year.
    [[nodiscard]] Result<domain::FaceGround> face_ground(std::string_view qualification_id,
                                                         int year) const;
};

/// Reads the text strictly: an unknown key, a wrong type, an id used twice and an id that leads
/// nowhere refuse. The keys are explained at the top of demo/catalogue.toml.
/// @error config.invalid  the detail names the table, its place and the key; param "key".
[[nodiscard]] Result<Reference> parse_reference(std::string_view toml);

/// The text that parse_reference reads as this; the same reference gives the same text.
[[nodiscard]] std::string write_reference(const Reference& reference);

}  // namespace yinxin::config
