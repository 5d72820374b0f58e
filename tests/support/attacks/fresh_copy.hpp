// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/attacks/cms_parts.hpp"
#include "support/attacks/pdf_parts.hpp"
#include "support/attacks/sealing.hpp"
#include "support/small_house.hpp"

#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/signing/timestamp_authority.hpp"
#include "yinxin/verify/judge.hpp"

#include <memory>
#include <string>

namespace yinxin::attacks {

/// Somebody who can seal.
struct Sealer {
    std::string key_path;
    std::shared_ptr<const crypto::Signer> key;
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain;
};

/// Two copies fresh from the press, of two people, and whatever attackers may have got hold of: a
/// CA that calls itself as ours does, and at worst our own keys. What is sealed with those must be
/// refused for its structure alone.
class FreshCopy {
  public:
    /// @param kind  of the seal's key: p256 or rsa3072.
    explicit FreshCopy(crypto::KeyKind kind);

    [[nodiscard]] crypto::KeyKind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& file() const noexcept { return parts_->file(); }
    [[nodiscard]] const PdfParts& parts() const noexcept { return *parts_; }
    [[nodiscard]] const std::string& other_file() const noexcept { return other_file_; }
    [[nodiscard]] Instant now() { return house_->clock.now(); }
    [[nodiscard]] test::SmallHouse& house() { return *house_; }

    /// Our own seal and its timestamp authority.
    [[nodiscard]] const Sealer& ours() const noexcept { return *ours_; }
    [[nodiscard]] const signing::TimestampAuthority& authority() const noexcept {
        return *authority_;
    }
    /// The same names, certified by a CA of the same names, all keys the attacker's.
    [[nodiscard]] const Sealer& namesake() const noexcept { return *namesake_; }
    /// The namesake's timestamp authority.
    [[nodiscard]] const signing::TimestampAuthority& false_authority() const noexcept {
        return *false_authority_;
    }
    /// A fresh key of this copy's kind, certified by our own issuing CA.
    [[nodiscard]] Sealer certify(const crypto::CertificatePlan& plan);
    /// Our seal's own key in another certificate of our own issuing CA.
    [[nodiscard]] Sealer certify_again(const crypto::CertificatePlan& plan);
    /// The plan of our seal's certificate, to be spoiled.
    [[nodiscard]] crypto::CertificatePlan seal_plan();
    /// A revocation list of our issuing CA.
    [[nodiscard]] crypto::Crl revoke(const crypto::Certificate& certificate,
                                     Instant at,
                                     crypto::RevocationReason reason);

    /// Signs as the press does; with a timestamp where an authority is given.
    [[nodiscard]] Sign signed_by(const Sealer& sealer,
                                 const signing::Timestamper* authority = nullptr);
    [[nodiscard]] Sign signed_by_us() { return signed_by(ours(), &authority()); }

    /// Who is trusted: our root.
    [[nodiscard]] verify::Trust trust(std::vector<crypto::Crl> crls = {}) const;
    /// What our register says to these claims.
    [[nodiscard]] verify::RegisterAnswer register_answer(const verify::Claims& claims) const;
    [[nodiscard]] const verify::RegisteredCopy& row() const noexcept { return row_; }
    [[nodiscard]] const verify::RegisteredCopy& other_row() const noexcept { return other_row_; }

  private:
    struct Pressed {
        std::string file;
        verify::RegisteredCopy row;
    };
    Pressed press(const test::CertificateWish& wish, std::string_view name);
    [[nodiscard]] Sealer load(const std::string& stem) const;
    void make_namesake();

    crypto::KeyKind kind_;
    test::ScratchHouse house_{test::Timestamps::on};
    std::unique_ptr<PdfParts> parts_;
    std::string other_file_;
    verify::RegisteredCopy row_;
    verify::RegisteredCopy other_row_;
    std::unique_ptr<Sealer> ours_;
    std::unique_ptr<Sealer> issuing_;
    std::unique_ptr<Sealer> namesake_;
    std::shared_ptr<const signing::TimestampAuthority> authority_;
    std::shared_ptr<const signing::TimestampAuthority> false_authority_;
    int keys_made_ = 0;
};

}  // namespace yinxin::attacks
