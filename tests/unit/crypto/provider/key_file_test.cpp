#include "crypto/provider/key_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crypto/provider/random.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

// The least that Argon2id takes: these tests are not about the cost of a guess.
constexpr ArgonCost kCheap{.passes = 1, .memory_kib = 8};

Passphrase phrase(std::string_view text) { return SecretBytes::copy_of(as_bytes(text)); }

KeyFileContent content_for(SignatureAlgorithm algorithm) {
  KeyFileContent content;
  content.secrets.signing = SecretBytes::copy_of(Bytes(32, 0x42));
  content.secrets.wrapping = SecretBytes::copy_of(Bytes(32, 0x24));
  content.public_key =
      SigningKey::from_secret(algorithm, content.secrets.signing.view())->public_key();
  return content;
}

std::string text_for(SignatureAlgorithm algorithm, const Passphrase& passphrase) {
  const auto text = encode_key_file(content_for(algorithm), passphrase, kCheap);
  return text ? std::string(as_text(text->view())) : std::string();
}

std::string ed25519_text(const Passphrase& passphrase) {
  return text_for(SignatureAlgorithm::Ed25519, passphrase);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

KeyFileError error_of(const std::string& text, const Passphrase& passphrase) {
  const auto content = decode_key_file(text, passphrase);
  EXPECT_TRUE(content.has_error()) << text;
  return content.has_error() ? content.error() : KeyFileError{};
}

TEST(KeyFile, ReadsBackWithAndWithoutPassphrase) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    for (const bool is_protected : {true, false}) {
      const Passphrase passphrase = is_protected ? phrase("open sesame") : std::nullopt;
      const auto content = decode_key_file(text_for(algorithm, passphrase), passphrase);
      ASSERT_TRUE(content.has_value());
      const KeyFileContent expected = content_for(algorithm);
      EXPECT_EQ(content->public_key, expected.public_key);
      EXPECT_TRUE(equal_secrets(content->secrets.signing.view(), expected.secrets.signing.view()));
      EXPECT_TRUE(
          equal_secrets(content->secrets.wrapping.view(), expected.secrets.wrapping.view()));
    }
  }
}

// Files that lie at validators. Once written, a format is read for ever.
TEST(KeyFile, FilesAlreadyWrittenAreStillRead) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    std::ifstream file(std::string(VS_SOURCE_DIR) + "/tests/golden/crypto/key_file_1_" +
                       std::string(to_string(algorithm)) + ".json");
    std::stringstream text;
    text << file.rdbuf();
    const auto content = decode_key_file(text.str(), phrase("open sesame"));
    ASSERT_TRUE(content.has_value());
    EXPECT_EQ(content->public_key, content_for(algorithm).public_key);
  }
}

TEST(KeyFile, EncryptedTextDoesNotHoldTheSecret) {
  // The base64url of 0x42 0x42 0x42.
  EXPECT_EQ(ed25519_text(phrase("open sesame")).find("QkJC"), std::string::npos);
  EXPECT_NE(ed25519_text(std::nullopt).find("QkJC"), std::string::npos);
}

TEST(KeyFile, RefusesAWrongPassphrase) {
  const std::string text = ed25519_text(phrase("open sesame"));
  EXPECT_EQ(error_of(text, phrase("open sesamE")), KeyFileError::WrongPassphraseOrTampered);
  EXPECT_EQ(error_of(text, phrase("open sesame\n")), KeyFileError::WrongPassphraseOrTampered);
}

TEST(KeyFile, RefusesAnEncryptedFileWithoutPassphraseAndTheReverse) {
  EXPECT_EQ(error_of(ed25519_text(phrase("open sesame")), std::nullopt),
            KeyFileError::PassphraseNeeded);
  EXPECT_EQ(error_of(ed25519_text(std::nullopt), phrase("open sesame")),
            KeyFileError::NotEncrypted);
}

TEST(KeyFile, RefusesAChangedSecret) {
  std::string text = ed25519_text(phrase("open sesame"));
  const std::size_t at = text.find("\"secrets\":\"") + 15;
  text[at] = text[at] == 'A' ? 'B' : 'A';
  EXPECT_EQ(error_of(text, phrase("open sesame")), KeyFileError::WrongPassphraseOrTampered);
}

TEST(KeyFile, RefusesAnotherPublicKeyOverTheSameSecret) {
  const auto other = SigningKey::from_secret(SignatureAlgorithm::Ed25519, Bytes(32, 0x43));
  const auto mixed = [&](const Passphrase& passphrase) {
    KeyFileContent content = content_for(SignatureAlgorithm::Ed25519);
    content.public_key = other->public_key();
    const auto text = encode_key_file(content, passphrase, kCheap);
    return std::string(as_text(text->view()));
  };
  EXPECT_EQ(error_of(mixed(std::nullopt), std::nullopt), KeyFileError::KeyMismatch);
  EXPECT_EQ(error_of(mixed(phrase("open sesame")), phrase("open sesame")),
            KeyFileError::KeyMismatch);
}

TEST(KeyFile, RefusesAChangedCost) {
  const std::string text = ed25519_text(phrase("open sesame"));
  const auto passphrase = phrase("open sesame");
  EXPECT_EQ(error_of(replaced(text, "\"passes\":1", "\"passes\":2"), passphrase),
            KeyFileError::WrongPassphraseOrTampered);
  for (const char* passes : {"\"passes\":0", "\"passes\":65"}) {
    EXPECT_EQ(error_of(replaced(text, "\"passes\":1", passes), passphrase),
              KeyFileError::CostOutOfRange);
  }
  for (const char* memory : {"\"memory_kib\":7", "\"memory_kib\":1048577"}) {
    EXPECT_EQ(error_of(replaced(text, "\"memory_kib\":8", memory), passphrase),
              KeyFileError::CostOutOfRange);
  }
}

TEST(KeyFile, RefusesACostThatItWouldNotRead) {
  const auto refused = encode_key_file(content_for(SignatureAlgorithm::Ed25519), phrase("x"),
                                       {.passes = 1, .memory_kib = 7});
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error(), KeyFileError::CostOutOfRange);
}

TEST(KeyFile, RefusesWhatIsNoKeyFile) {
  const std::string text = ed25519_text(std::nullopt);
  EXPECT_EQ(error_of("", std::nullopt), KeyFileError::Malformed);
  EXPECT_EQ(error_of("[]", std::nullopt), KeyFileError::Malformed);
  EXPECT_EQ(error_of("{}", std::nullopt), KeyFileError::UnknownFormat);
  EXPECT_EQ(error_of(replaced(text, "key-1", "key-2"), std::nullopt), KeyFileError::UnknownFormat);
  EXPECT_EQ(error_of(replaced(text, "\"none\"", "\"other\""), std::nullopt),
            KeyFileError::Malformed);
  EXPECT_EQ(error_of(replaced(text, "\"none\"", "\"none\",\"more\":1"), std::nullopt),
            KeyFileError::Malformed);
  EXPECT_EQ(error_of(replaced(text, "\"secrets\":\"", "\"secrets\":\"AA"), std::nullopt),
            KeyFileError::Malformed);
  EXPECT_EQ(error_of(replaced(text, "OKP", "EC"), std::nullopt), KeyFileError::Malformed);
  EXPECT_EQ(error_of(text + text, std::nullopt), KeyFileError::Malformed);
}

TEST(KeyFile, RefusesATruncatedFileAtEveryByte) {
  const std::string text = ed25519_text(phrase("open sesame"));
  const auto passphrase = phrase("open sesame");
  // Without the line end at its end it is still whole.
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    EXPECT_EQ(error_of(text.substr(0, size), passphrase), KeyFileError::Malformed) << size;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
