// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/scratch_directory.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/service/passkeys.hpp"

#include <string>

#include <gtest/gtest.h>

/// An authenticator of a browser, as far as one test needs it: P-256, always unlocked.
namespace yinxin::service {

class SoftAuthenticator {
  public:
    explicit SoftAuthenticator(std::uint8_t number) : id_(32, number) {
        const auto path = directory_.path() / "key.pem";
        EXPECT_TRUE(crypto::generate_key_file(path, crypto::KeyKind::p256));
        signer_ = *crypto::open_file_key(path);
    }

    std::uint32_t counter = 0;
    bool is_verified = true;

    [[nodiscard]] std::string credential() const { return to_base64url(id_); }

    NewPasskey create(const PasskeyAsk& ask, std::string label) const {
        const BytesView spki = signer_->public_key_spki();
        Bytes data = head_of(ask, 0x40, 0);
        append(data, Bytes(16));
        append(data, Bytes{0, static_cast<std::uint8_t>(id_.size())});
        append(data, id_);
        append(data, Bytes{0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20});
        append(data, spki.subspan(spki.size() - 64, 32));
        append(data, Bytes{0x22, 0x58, 0x20});
        append(data, spki.last(32));
        Bytes object{0xA3, 0x63, 'f', 'm', 't',  0x64,
                     'n',  'o',  'n', 'e', 0x67, 'a',
                     't',  't',  'S', 't', 'm',  't',
                     0xA0, 0x68, 'a', 'u', 't',  'h',
                     'D',  'a',  't', 'a', 0x58, static_cast<std::uint8_t>(data.size())};
        append(object, data);
        return {ask.sealed, std::move(label), client(ask, "webauthn.create"), to_base64url(object)};
    }

    PasskeyAssertion get(const PasskeyAsk& ask) const {
        const Bytes data = head_of(ask, 0, counter);
        const std::string client_data = client(ask, "webauthn.get");
        Bytes message = data;
        append(message, crypto::sha256(*parse_base64url(client_data)));
        return {ask.sealed,
                credential(),
                client_data,
                to_base64url(data),
                to_base64url(*signer_->sign(message))};
    }

  private:
    static void append(Bytes& out, BytesView more) {
        out.insert(out.end(), more.begin(), more.end());
    }

    Bytes head_of(const PasskeyAsk& ask, std::uint8_t flags, std::uint32_t count) const {
        const auto digest = crypto::sha256(as_bytes(ask.rp_id));
        Bytes data(digest.begin(), digest.end());
        data.push_back(static_cast<std::uint8_t>(flags | 1 | (is_verified ? 4 : 0)));
        for (int shift = 24; shift >= 0; shift -= 8) {
            data.push_back(static_cast<std::uint8_t>(count >> static_cast<unsigned>(shift)));
        }
        return data;
    }
    static std::string client(const PasskeyAsk& ask, const std::string& type) {
        return to_base64url(as_bytes(R"({"type":")" + type + R"(","challenge":")" + ask.challenge +
                                     R"(","origin":")" + ask.origin + R"(","crossOrigin":false})"));
    }

    test::ScratchDirectory directory_;
    Bytes id_;
    std::shared_ptr<const crypto::Signer> signer_;
};

}  // namespace yinxin::service
