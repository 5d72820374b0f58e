// SPDX-License-Identifier: Apache-2.0
#pragma once

// A complete small installation in a directory of its own: database, keys, seals, catalogue, press,
// use cases. Nothing here knows the demonstration maker; every row is written through storage.

#include "yinxin/config/settings.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/jobs/press_copies.hpp"
#include "yinxin/jobs/seal_room.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/verify/judge.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace yinxin::test {

/// The value, or the end of the test with the reason.
template <class T>
T sure(Result<T> outcome) {
    if (!outcome) throw std::runtime_error(outcome.error().describe());
    return *std::move(outcome);
}
inline void sure(Result<void> outcome) {
    if (!outcome) throw std::runtime_error(outcome.error().describe());
}

/// A clock the test moves.
class HouseClock final : public Clock {
  public:
    explicit HouseClock(Instant now) : seconds_(epoch_of(now)) {}
    [[nodiscard]] Instant now() const override { return instant_of(seconds_.load()); }
    void set(Instant now) { seconds_ = epoch_of(now); }
    void advance(std::chrono::seconds by) { seconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> seconds_;
};

/// 10:00 on 23 November 2026, UTC+8: when every house begins.
inline constexpr Instant house_opens{std::chrono::seconds{1795399200}};

/// Whether sealed files get the timestamp of the demonstration's authority.
enum class Timestamps { on, off };

/// Whether copies of the house are PDF alone, or OFD as well.
enum class Faces { pdf, both };

/// What a certificate of the test says; the rest comes from the catalogue.
struct CertificateWish {
    std::string qualification = "constructor_1";  ///< sealed with P-256; "banker" with RSA-3072
    std::string specialty = "05";
    std::string level;
    CivilDay approved_on = make_day(2025, 9, 7);
    CivilDay issued_on = make_day(2025, 12, 1);
    storage::BatchState batch = storage::BatchState::released;
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    bool is_approved = true;  ///< false: the row was slipped in, signed by another key
};

/// A certificate, and who may ask for it.
struct Held {
    service::Actor actor;
    HolderId holder;
    LineId line;
    BatchId batch;
};

class SmallHouse {
  public:
    /// Makes a new installation, or opens the one that is in `directory` already.
    explicit SmallHouse(std::filesystem::path directory,
                        Timestamps timestamps = Timestamps::off,
                        Faces faces = Faces::pdf);
    SmallHouse(const SmallHouse&) = delete;
    /// Puts something round the store of every house that is opened while it is set.
    using Dress = std::function<std::unique_ptr<storage::Store>(std::unique_ptr<storage::Store>,
                                                                const Clock&)>;
    static inline Dress dress;
    SmallHouse& operator=(const SmallHouse&) = delete;
    ~SmallHouse();

    /// A person with an account bound to it.
    service::Actor add_person(std::string_view name = "王演示");
    LineId add_certificate(const service::Actor& actor, const CertificateWish& wish = {});
    /// A new person with one certificate whose data the person has confirmed.
    Held add_holder(const CertificateWish& wish = {}, std::string_view name = "王演示");
    /// Enters the next version of a certificate (correction of the name).
    void supersede(const Held& held, std::string_view corrected_name);
    void set_status(const Held& held, domain::CertificateStatus status);
    /// Ends the test if the application is refused.
    EndorsementId apply(const Held& held, domain::EndorsementTerms terms = {});
    /// Applies and presses. @return the released copy.
    CopyId endorse(const Held& held, domain::EndorsementTerms terms = {});
    CopyId copy_of(const Held& held, EndorsementId id);

    jobs::PressShop shop();
    /// One round of the press at the clock's time.
    jobs::PressTally press(int most = 16);
    /// Runs a use case.
    template <class T>
    T run(service::Task<T> task) {
        return flow::block_on(*runtime_, std::move(task));
    }
    /// Plain SQL, as an intruder or an operator would type it. The text must be a literal: prepared
    /// statements are kept by its address.
    template <class... Args>
    std::int64_t change(const char* literal, const Args&... args) {
        return sure(store_->write_now([&](storage::Transaction& transaction) {
            return transaction.execute(storage::Statement{"test.change", literal}, args...);
        }));
    }
    template <class T = std::int64_t, class... Args>
    T one(const char* literal, const Args&... args) {
        return sure(store_->read_now([&](storage::Reader& reader) {
            return reader.one<T>(storage::Statement{"test.one", literal}, args...);
        }));
    }

    service::Services& services() { return *services_; }
    flow::Runtime& runtime() { return *runtime_; }
    storage::Store& store() { return *store_; }
    storage::BlobStore& blobs() { return *blobs_; }
    const storage::DataKeys& keys() const { return *keys_; }
    const config::Reference& reference() const { return *reference_; }
    const config::ReferenceShelf& shelf() const { return reference_; }
    jobs::SealRoom& seals() { return seals_; }
    const crypto::Signer& approval_key() const { return *approval_; }
    std::string public_url() const { return settings_.public_url; }

    const std::filesystem::path directory;
    HouseClock clock{house_opens};
    config::Settings settings_;

  private:
    storage::NewCertificate certificate_for(const service::Actor& actor,
                                            const CertificateWish& wish);

    std::unique_ptr<flow::Runtime> runtime_;  ///< the store's thread posts to it until it ends
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::DataKeys> keys_;
    std::unique_ptr<storage::BlobStore> blobs_;
    config::ReferenceShelf reference_;
    jobs::SealRoom seals_;
    verify::Trust trust_;
    std::shared_ptr<const crypto::Signer> approval_;
    issuing::Letterhead letterhead_;
    std::unique_ptr<flow::Pool> cpu_;
    std::unique_ptr<service::Services> services_;
};

/// A house in a scratch directory that goes with it.
class ScratchHouse {
  public:
    explicit ScratchHouse(Timestamps timestamps = Timestamps::off, Faces faces = Faces::pdf);
    ~ScratchHouse();
    SmallHouse* operator->() { return house_.get(); }
    SmallHouse& operator*() { return *house_; }
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
    /// Closes the house and opens its directory again, as a restart does.
    void reopen(Timestamps timestamps = Timestamps::off);

  private:
    std::filesystem::path directory_;
    std::unique_ptr<SmallHouse> house_;
};

}  // namespace yinxin::test
