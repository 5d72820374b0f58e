// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/ofd/ses_writer.hpp"
#include "support/ofd/zip_writer.hpp"
#include "support/scratch_directory.hpp"
#include "support/small_house.hpp"

#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/pki.hpp"
#include "yinxin/signing/timestamp_authority.hpp"
#include "yinxin/verify/judge.hpp"

/// OFD copies, sealed by a writer of electronic seals that belongs to the tests: GB/T 33190
/// packages with an electronic seal of GB/T 38540. Everything about them can be spoiled before
/// sealing.
namespace yinxin::ofd {

/// The files of a package in their order, without the three a signature brings.
using Members = std::vector<std::pair<std::string, std::string>>;

/// A package about to be sealed.
struct Sealing {
    Members members;
    std::string check_method = "1.2.156.10197.1.401";
    std::string signature_method{sm2_with_sm3};
    std::vector<std::string> unlisted{};  ///< members the signature leaves out
    SealParts seal;
    SignatureParts signature;
    std::string kind = "Seal";  ///< Type in Signatures.xml
    /// Last changes to the members, the list of signatures and the seal among them.
    std::function<void(Members& members)> last_change{};
    /// Last changes to Signature.xml, before it is hashed.
    std::function<void(std::string& signature_xml)> edit{};
};

/// Names of the members that make the signature.
inline constexpr std::string_view signatures_name = "Doc_0/Signs/Signatures.xml";
inline constexpr std::string_view signature_name = "Doc_0/Signs/Sign_0/Signature.xml";
inline constexpr std::string_view value_name = "Doc_0/Signs/Sign_0/SignedValue.dat";
inline constexpr std::string_view seal_name = "Doc_0/Signs/Sign_0/Seal.esl";
inline constexpr std::string_view page_name = "Doc_0/Pages/Page_0/Content.xml";

/// A text with its first occurrence of something replaced; throws when it does not occur.
[[nodiscard]] std::string with(std::string text, std::string_view from, std::string_view to);
/// The content of a member; throws when there is none.
[[nodiscard]] std::string& content_of(Members& members, std::string_view name);
[[nodiscard]] std::string content_of(const Members& members, std::string_view name);
[[nodiscard]] ZipFile zip_of(const Members& members);

/// What is sealed.
enum class Package {
    small,    ///< one of each part, made by hand
    pressed,  ///< what our own press makes
};

/// A certificate authority with SM2 keys, a maker of seals, a seal and a timestamp authority; and
/// the same again that nobody trusts.
class FreshOfd {
  public:
    explicit FreshOfd(Package package = Package::small);

    [[nodiscard]] Instant now() const noexcept { return now_; }
    [[nodiscard]] const KeyHolder& root() const noexcept { return root_; }
    [[nodiscard]] const KeyHolder& maker() const noexcept { return maker_; }
    [[nodiscard]] const KeyHolder& signer() const noexcept { return signer_; }
    /// Same names, all keys the attacker's.
    [[nodiscard]] const KeyHolder& false_maker() const noexcept { return false_maker_; }
    [[nodiscard]] const KeyHolder& false_signer() const noexcept { return false_signer_; }
    [[nodiscard]] const signing::TimestampAuthority& authority() const noexcept {
        return *authority_;
    }
    /// A fresh key certified by the root.
    [[nodiscard]] KeyHolder certify(const crypto::CertificatePlan& plan,
                                    crypto::KeyKind kind = crypto::KeyKind::sm2);
    [[nodiscard]] crypto::CertificatePlan plan(std::string common_name) const;

    /// A copy of ours before sealing: now, by our seal, every member listed, with a timestamp.
    [[nodiscard]] Sealing fresh() const;
    /// Sealed: the members, and then those of the signature.
    [[nodiscard]] Members seal(const Sealing& sealing) const;
    [[nodiscard]] Members seal(const Sealing& sealing,
                               const KeyHolder& maker,
                               const KeyHolder& signer) const;
    /// Sealed and packed.
    [[nodiscard]] std::string pack(const Sealing& sealing) const;

    /// A revocation list of the root.
    [[nodiscard]] crypto::Crl revoke(const crypto::Certificate& certificate, Instant at) const;

    /// Who is trusted: our root.
    [[nodiscard]] verify::Trust trust(std::vector<crypto::Crl> crls = {}) const;
    /// What our register says to claims that are not one of our copies byte for byte.
    [[nodiscard]] verify::RegisterAnswer register_answer(const verify::Claims& claims) const;

  private:
    using Certify = std::function<Result<crypto::Certificate>(const crypto::Signer& key)>;
    [[nodiscard]] KeyHolder make_key(crypto::KeyKind kind, const Certify& certify_it);
    [[nodiscard]] KeyHolder make_root();
    [[nodiscard]] KeyHolder certify_under(const KeyHolder& root,
                                          const crypto::CertificatePlan& plan,
                                          crypto::KeyKind kind);

    Members members_;
    test::ScratchDirectory directory_;
    int keys_made_ = 0;
    Instant now_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + std::chrono::hours(2);
    KeyHolder root_ = make_root();
    KeyHolder maker_ = certify(plan("演示制章机构"));
    KeyHolder signer_ = certify(plan("演示省人力资源演示厅"));
    KeyHolder false_root_ = make_root();
    KeyHolder false_maker_ = certify_under(false_root_, plan("演示制章机构"), crypto::KeyKind::sm2);
    KeyHolder false_signer_ =
        certify_under(false_root_, plan("演示省人力资源演示厅"), crypto::KeyKind::sm2);
    std::shared_ptr<const signing::TimestampAuthority> authority_;
};

}  // namespace yinxin::ofd
