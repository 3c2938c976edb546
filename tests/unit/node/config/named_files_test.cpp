#include "node/config/named_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temp_directory.hpp"
#include "tests/unit/node/config/minimal_config.hpp"

namespace vitalstream::node {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using vitalstream::testing::TempDirectory;

class NamedFiles : public ::testing::Test {
 protected:
  NamedFiles() {
    for (const char* name :
         {"genesis.json", "node.crt", "node.key", "ca.crt", "validator-key.json"}) {
      static_cast<void>(folder_.write(name, "something"));
    }
  }
  Problems problems(const std::string& file_text = "") {
    Sources sources = minimal_sources(file_text);
    sources.file = folder_.path() / "node.yaml";
    sources.working_folder = folder_.path();
    const auto loaded = load(sources);
    EXPECT_TRUE(loaded.has_value());
    return loaded ? problems_of_named_files(*loaded) : Problems{};
  }
  std::vector<std::string> keys(const std::string& file_text = "") {
    std::vector<std::string> names;
    for (const Problem& problem : problems(file_text)) {
      names.push_back(problem.key);
    }
    return names;
  }
  void remove(const std::string& name) { std::filesystem::remove(folder_.path() / name); }

  TempDirectory folder_;
};

TEST_F(NamedFiles, AllThereIsNoProblem) { EXPECT_THAT(problems(), IsEmpty()); }

TEST_F(NamedFiles, EachThatIsMissingIsToldWithItsPathAndOrigin) {
  remove("node.key");
  remove("genesis.json");
  const Problems found = problems();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].key, "genesis.file");
  EXPECT_EQ(found[1].key, "network.key_file");
  EXPECT_EQ(found[1].value, (folder_.path() / "node.key").string());
  EXPECT_EQ(found[1].origin, "flag --network-key-file");
  EXPECT_THAT(found[1].advice, HasSubstr("no such file"));
}

TEST_F(NamedFiles, AFolderAndAnEmptyFileAreNoKeys) {
  remove("node.crt");
  std::filesystem::create_directory(folder_.path() / "node.crt");
  static_cast<void>(folder_.write("ca.crt", ""));
  const Problems found = problems();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0].advice, HasSubstr("folder"));
  EXPECT_THAT(found[1].advice, HasSubstr("empty"));
}

TEST_F(NamedFiles, ACertificateThatWouldBePassedOverIsTold) {
  const std::string block = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  static_cast<void>(folder_.write("ca.crt", block + block));
  EXPECT_THAT(problems(), IsEmpty());
  static_cast<void>(folder_.write("ca.crt", block + "\xef\xbb\xbf" + block));
  static_cast<void>(folder_.write("vault-ca.crt", " " + block));
  const std::string vault =
      "keys:\n  provider: vault\n  vault:\n    addresses: [https://vault.example:8200]\n"
      "    key: validator\n    token: file:token\n    ca_file: vault-ca.crt\n";
  static_cast<void>(folder_.write("token", "s.token"));
  const Problems found = problems(vault);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].key, "network.ca_file");
  EXPECT_EQ(found[1].key, "keys.vault.ca_file");
  EXPECT_THAT(found[1].advice, HasSubstr("would be passed over"));
}

TEST_F(NamedFiles, ASecretThatOthersMayReadIsToldWithWhatToDo) {
  chmod(folder_.path().c_str(), 0755);
  chmod((folder_.path() / "node.key").c_str(), 0644);
  chmod((folder_.path() / "validator-key.json").c_str(), 0604);
  chmod((folder_.path() / "ca.crt").c_str(), 0644);
  const Problems found = problems();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].key, "network.key_file");
  EXPECT_THAT(found[0].advice, HasSubstr("mode 0600"));
  EXPECT_EQ(found[1].key, "keys.local.file");
}

TEST_F(NamedFiles, OneThatThisUserMayNotReadIsToldApart) {
  constexpr uid_t kNobody = 65534;
  const uid_t user = geteuid();
  chmod(folder_.path().c_str(), 0755);
  chmod((folder_.path() / "node.key").c_str(), 0);
  // Root may read everything.
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    ASSERT_TRUE(user != 0 || chown(file.path().c_str(), kNobody, kNobody) == 0);
  }
  ASSERT_TRUE(user != 0 || seteuid(kNobody) == 0);
  const Problems found = problems();
  ASSERT_EQ(seteuid(user), 0);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].advice, HasSubstr("may not read"));
}

TEST_F(NamedFiles, OfTheProvidersOnlyTheChosenOneCounts) {
  remove("validator-key.json");
  EXPECT_THAT(keys(), ElementsAre("keys.local.file"));
  const std::string pkcs11 =
      "keys:\n  provider: pkcs11\n  pkcs11:\n    module: module.so\n"
      "    key: pkcs11:token=chain;object=validator\n    pin: ";
  EXPECT_THAT(keys(pkcs11 + "file:pin\n"), ElementsAre("keys.pkcs11.module", "keys.pkcs11.pin"));
  static_cast<void>(folder_.write("module.so", "x"));
  static_cast<void>(folder_.write("pin", "5678"));
  EXPECT_THAT(keys(pkcs11 + "file:pin\n"), IsEmpty());
}

TEST_F(NamedFiles, AVariableThatHoldsASecretMustBeSet) {
  const std::string with_passphrase =
      "keys:\n  local:\n    passphrase: env:VITALSTREAM_NAMED_FILES_TEST\n";
  const Problems found = problems(with_passphrase);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].value, "VITALSTREAM_NAMED_FILES_TEST");
  EXPECT_THAT(found[0].advice, HasSubstr("not set"));
  setenv("VITALSTREAM_NAMED_FILES_TEST", "secret", 1);
  EXPECT_THAT(problems(with_passphrase), IsEmpty());
  unsetenv("VITALSTREAM_NAMED_FILES_TEST");
}

TEST_F(NamedFiles, TheDataFolderMayBeMadeLater) {
  EXPECT_THAT(problems("data_dir: nowhere\n"), IsEmpty());
}

}  // namespace
}  // namespace vitalstream::node
