// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "account_world.hpp"

#include "yinxin/crypto/totp.hpp"
#include "yinxin/service/staff_codes.hpp"
#include "yinxin/service/staff_login.hpp"

#include <string>
#include <vector>

namespace yinxin::service {

/// An office in a database of its own: people with roles, who come in as real ones do.
class OfficeWorld : public AccountWorld {
  protected:
    using Role = domain::StaffRole;

    /// Somebody who has accepted the invitation and is logged in with both factors.
    struct Person {
        domain::StaffActor actor;
        std::string login_name;
        Secret totp_secret;
        Secret token;
        std::vector<std::string> recovery_codes;
    };

    Origin desk() const { return {"192.0.2.10", "test"}; }

    Invited invite(const std::string& login_name, domain::RoleSet roles, std::string issuer = "") {
        auto invited = write([&](storage::Transaction& transaction) {
            return invite_as_operator(transaction,
                                      services().keys,
                                      {login_name, "演示人员", issuer, roles},
                                      clock_.now());
        });
        EXPECT_TRUE(invited) << invited.error().describe();
        return *std::move(invited);
    }
    std::string code_of(const Secret& secret) const {
        return crypto::totp_code(secret, crypto::totp_step(clock_.now()));
    }
    Person enter(const std::string& login_name, const Secret& code) {
        const auto facts = run(find_open_invitation(services(), code, desk()));
        EXPECT_TRUE(facts) << facts.error().describe();
        auto accepted = run(accept_invitation(services(),
                                              code,
                                              Secret(std::string(good_password)),
                                              code_of(facts->totp_secret),
                                              desk()));
        EXPECT_TRUE(accepted) << accepted.error().describe();
        Person person;
        person.login_name = login_name;
        person.totp_secret = facts->totp_secret;
        person.token = accepted->token;
        person.recovery_codes = accepted->recovery_codes;
        person.actor = run(find_staff_session(services(), person.token))->actor;
        // The code just used is used up: the next one comes with the next step.
        clock_.pass(crypto::totp_step_length * 2);
        return person;
    }
    Person add_staff(const std::string& login_name,
                     domain::RoleSet roles,
                     std::string issuer = "") {
        const Invited invited = invite(login_name, roles, std::move(issuer));
        return enter(login_name, invited.code);
    }
    Result<Secret> log_in(const std::string& login_name, const std::string& password) {
        return run(log_in_staff(services(), login_name, Secret(password), desk()));
    }
};

}  // namespace yinxin::service
