// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/config/settings.hpp"
#include "yinxin/flow/pools.hpp"
#include "yinxin/flow/task.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace yinxin::crypto {
class Signer;
}
namespace yinxin::verify {
struct Claims;
struct Trust;
}  // namespace yinxin::verify

namespace yinxin::documents {
class Stationery;
}
namespace yinxin::issuing {
class LetterPress;
}

/// Use cases: permissions, transactions, answers. They know no page and no protocol, and they meet
/// each other only through rows.
namespace yinxin::service {

using flow::Task;

/// Of pages and messages.
enum class Language { zh, en };

class LoginProviders;
class DoorMeter;
class LookMeter;
class IdentityProof;

/// Files that only a demonstration makes up, so that everybody can try an import.
enum class DemoFile {
    table,   ///< 1,000 results, 20 of them faulty
    photos,  ///< an archive with a photo for each
};

/// The long-lived objects use cases work with; owned by app, they outlive every request.
struct Services {
    storage::Store& store;
    storage::BlobStore& blobs;
    const storage::DataKeys& keys;
    const config::ReferenceShelf& reference;
    const config::Settings& settings;
    const Clock& clock;
    flow::Pool& cpu;  ///< Argon2, drawing, hashing
    const documents::Stationery& stationery;
    std::function<void()> wake_press;  ///< called after a job was committed
    bool is_demonstration = false;
    flow::Pool* passwords =
        nullptr;  ///< Argon2 alone, settings.password.at_once threads; null: cpu
    /// Reads a foreign file in a process of its own; empty: on the cpu pool (tests, tools).
    std::function<Task<Result<verify::Claims>>(Bytes file)> read_file;
    const verify::Trust* trust = nullptr;           ///< our anchors; null: no file can be VALID
    const issuing::LetterPress* letters = nullptr;  ///< seals receipts; null: none are given
    const crypto::Signer* approver = nullptr;  ///< signs what was approved; null: nothing is issued
    config::ReferenceShelf* references = nullptr;  ///< where changed rules are put; null: nowhere
    flow::Pool* letters_pool = nullptr;  ///< may wait for a timestamp authority; null: cpu
    flow::Pool* files_pool = nullptr;    ///< waits for the blob store; null: cpu
    /// What requests to gateways of messages and their receipts are signed with, by gateway's name;
    /// null: there are none.
    const std::map<std::string, Secret, std::less<>>* gateway_keys = nullptr;
    LoginProviders* providers = nullptr;  ///< whose accounts work here; null: nobody's
    DoorMeter* doors = nullptr;           ///< counts at doors one could guess at; null: none are
    LookMeter* looks = nullptr;           ///< counts anonymous looks; null: each is written
    IdentityProof* identity = nullptr;    ///< says who sits at the keyboard; null: nobody does
    /// Other people for every series; empty outside a demonstration.
    std::function<Result<Bytes>(DemoFile file, std::uint32_t series)> make_demo_file;
};

/// Where calls to the blob store wait: it may be another machine, which may be slow.
[[nodiscard]] inline flow::Pool& pool_of_files(const Services& services) noexcept {
    return services.files_pool != nullptr ? *services.files_pool : services.cpu;
}

/// Who is asking: an account that has logged in and agreed, and the persons it is bound to.
struct Actor {
    AccountId account;
    std::vector<HolderId> holders;
    std::string trace{};  ///< of the request; follows the work it orders, '' for none
};

}  // namespace yinxin::service
