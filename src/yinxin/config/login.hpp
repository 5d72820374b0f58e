// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/id_number.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::config {

/// Which claims of a provider say who somebody is. Read only where the provider vouches for them.
struct PersonClaims {
    bool are_asserted = false;  ///< the provider verified the person: name and number bind at once
    std::string verified;       ///< a claim that must be true for this person; empty: none is asked
    std::string name = "name";
    std::string document_type;  ///< empty: everybody has a resident identity card
    std::string number = "id_number";
    /// The provider's word for a kind of document, and ours.
    std::map<std::string, domain::IdDocumentType, std::less<>> document_types;
};

/// An OpenID provider whose accounts work here: the exam registration platform.
struct LoginProvider {
    std::string id;  ///< in addresses: /login/{id}
    domain::Bilingual name;
    std::string issuer;
    std::string client_id;
    std::filesystem::path secret_file;  ///< its first line is the client secret; mode 0600
    std::vector<std::string> scopes{"openid"};
    /// Origins beside the issuer's own at which its endpoints may lie ("https://login.example.cn").
    std::vector<std::string> also_at;
    std::filesystem::path ca;          ///< PEM; empty: the system's
    bool is_loopback_allowed = false;  ///< plain http to this machine: tests and demonstrations
    PersonClaims person;
    std::string mobile_claim;  ///< a mobile the provider verified; empty: none is taken

    /// "https://host:port" of the issuer.
    [[nodiscard]] std::string origin() const;
    /// Whether an endpoint lies where this provider's may.
    [[nodiscard]] bool may_lie_at(std::string_view url) const;
};

/// Logging in with the accounts of others.
struct Login {
    std::vector<LoginProvider> providers;  ///< in the order of their buttons
    std::chrono::seconds deadline{5};      ///< of one call to a provider

    [[nodiscard]] const LoginProvider* find(std::string_view id) const noexcept;
};

/// "https://host:port" at the beginning of a URL; "" where there is none, or where a user name, a
/// backslash or anything else could make two readers see two hosts.
[[nodiscard]] std::string origin_of_url(std::string_view url);

}  // namespace yinxin::config
