// SPDX-License-Identifier: Apache-2.0
#include "probes/requests.hpp"

#include <gtest/gtest.h>

#include "probes/picture.hpp"

namespace saksi::probes {
namespace {

const std::string kBase = "https://disdik.absen-maju.example";

ReadPage page_with(std::string action) {
  ReadPage page;
  page.url = kBase + "/absensi/masuk?x=1";
  page.facts.form =
      Form{std::move(action), "POST", {{"_token", "tok"}, {"lat", "0"}}, {"depan"}, true};
  return page;
}

Step step_of(StepKind kind) {
  Step step;
  step.kind = kind;
  step.fields = {{"lat", "-3.79"}, {"kamera", "$picture"}, {"pin", "$password"}};
  return step;
}

Prepared made(const Step& step, const ReadPage* page, const std::string& password) {
  Values values;
  values.user = "akun.uji";
  values.password = Secret(password);
  return prepare({kBase, {}, values, page, ""}, step);
}

TEST(StaysHome, KnowsItsHostAndKeepsItsProtection) {
  EXPECT_TRUE(stays_home(kBase, kBase + "/x"));
  EXPECT_TRUE(stays_home("http://a.example", "https://a.example/x"));
  EXPECT_FALSE(stays_home(kBase, "http://disdik.absen-maju.example/x"));
  EXPECT_FALSE(stays_home(kBase, "https://absen-maju.example/"));
  EXPECT_FALSE(stays_home(kBase, "https://disdik.absen-maju.example@evil.example/"));
  EXPECT_FALSE(stays_home(kBase, "https://evil.example/disdik.absen-maju.example"));
  EXPECT_FALSE(stays_home(kBase, "javascript:alert(1)"));
  EXPECT_FALSE(stays_home(kBase, ""));
}

TEST(UploadRequest, HoldsTheFormTheCoordinatesAndThePictureButNoPassword) {
  const ReadPage page = page_with("/absensi/unggah");

  const Prepared upload = made(step_of(StepKind::upload), &page, "");

  ASSERT_FALSE(upload.obstacle.has_value());
  EXPECT_EQ(upload.request.url, kBase + "/absensi/unggah");
  const std::string& body = upload.request.body;
  EXPECT_NE(body.find("name=\"_token\"\r\n\r\ntok\r\n"), std::string::npos);
  EXPECT_NE(body.find("name=\"lat\"\r\n\r\n-3.79\r\n"), std::string::npos);
  EXPECT_NE(body.find("name=\"depan\"; filename=\"saksi-uji.png\""), std::string::npos);
  EXPECT_NE(body.find("name=\"kamera\"; filename=\"saksi-uji.png\""), std::string::npos);
  EXPECT_NE(body.find("name=\"pin\"\r\n\r\n\r\n"), std::string::npos);
  EXPECT_EQ(body.find("name=\"foto\""), std::string::npos);
  EXPECT_GT(body.size(), 2 * test_picture().size());
}

TEST(LoginRequest, SendsAFormWithoutActionToItsOwnPage) {
  const ReadPage page = page_with("");
  const Prepared login = made(step_of(StepKind::login), &page, "r4hasia");
  EXPECT_EQ(login.request.url, page.url);
  EXPECT_NE(login.request.body.find("pin=r4hasia"), std::string::npos);
}

TEST(LoginRequest, RefusesAFormThatLeadsAway) {
  for (const char* action :
       {"https://evil.example/masuk", "//evil.example/", "http://disdik.absen-maju.example/",
        "javascript:x", "https://disdik.absen-maju.example:x@evil.example/"}) {
    const ReadPage page = page_with(action);
    const Prepared login = made(step_of(StepKind::login), &page, "r4hasia");
    ASSERT_TRUE(login.obstacle.has_value()) << action;
    EXPECT_EQ(code(login.obstacle->cls), "http_redirect_bad") << action;
    EXPECT_EQ(login.request.body, "") << action;
  }
}

TEST(LoginRequest, LetsNoPageWriteASecondHeaderLine) {
  ReadPage page = page_with("/masuk");
  page.facts.form->fields.clear();
  page.facts.csrf_meta = "tok\r\nX-Evil: 1";
  const Prepared login = made(step_of(StepKind::login), &page, "r4hasia");
  for (const auto& [name, value] : login.request.headers) EXPECT_NE(name, "X-CSRF-TOKEN") << value;
}

TEST(TestPicture, IsAPngOfThePromisedSizeEachTimeTheSame) {
  const std::string picture = test_picture();
  EXPECT_EQ(picture.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(picture.substr(12, 4), "IHDR");
  EXPECT_EQ(static_cast<unsigned char>(picture[19]), 128);
  EXPECT_EQ(static_cast<unsigned char>(picture[23]), 96);
  // CRC-32 of the empty IEND chunk, from RFC 2083: ours agrees with everyone's.
  EXPECT_EQ(picture.substr(picture.size() - 12), std::string("\0\0\0\0IEND\xAE\x42\x60\x82", 12));
  EXPECT_EQ(picture, test_picture());
}

}  // namespace
}  // namespace saksi::probes
