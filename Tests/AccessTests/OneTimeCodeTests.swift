import Testing
@testable import Access

@Suite struct OneTimeCodeTests {
    private let rfcSecret = Array("12345678901234567890".utf8)

    /// RFC 6238, appendix B, SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
    func rfc6238(_ seconds: Int64, _ code: String) {
        #expect(TOTP.code(secret: rfcSecret, unixSeconds: seconds, digits: 8) == code)
        #expect(TOTP.code(secret: rfcSecret, unixSeconds: seconds) == String(code.suffix(6)))
    }

    /// RFC 4226, appendix D.
    @Test func rfc4226() {
        let codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
        for (step, code) in codes.enumerated() { #expect(TOTP.code(secret: rfcSecret, step: Int64(step)) == code) }
    }

    @Test func oneStepToEachSideIsAccepted() {
        let now: Int64 = 1_790_000_000
        for away in -1...1 {
            let code = TOTP.code(secret: rfcSecret, unixSeconds: now + Int64(away) * 30)
            #expect(TOTP.step(of: code, secret: rfcSecret, unixSeconds: now) == now / 30 + Int64(away))
        }
        for away in [-3, -2, 2, 3] {
            let code = TOTP.code(secret: rfcSecret, unixSeconds: now + Int64(away) * 30)
            #expect(TOTP.step(of: code, secret: rfcSecret, unixSeconds: now) == nil)
        }
        #expect(TOTP.step(of: "", secret: rfcSecret, unixSeconds: now) == nil)
        #expect(TOTP.step(of: "12345é", secret: rfcSecret, unixSeconds: now) == nil)
    }

    /// FIPS 180 and RFC 2202.
    @Test func sha1AndItsHMAC() {
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(hex(SHA1.digest([])) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(hex(SHA1.digest(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(hex(SHA1.digest([UInt8](repeating: 0x61, count: 1_000_000))) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
        #expect(hex(SHA1.hmac(key: [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8)))
            == "b617318655057264e28bc0b6fb378c8ef146be00")
        #expect(hex(SHA1.hmac(key: [UInt8](repeating: 0xAA, count: 80), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
            == "aa4ae5e15272d00e95705637ce8a3b55ed402112")
    }

    /// RFC 4648, section 10.
    @Test(arguments: [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")])
    func base32(_ plain: String, _ text: String) {
        #expect(Base32.text(Array(plain.utf8)) == text)
        #expect(Base32.bytes(text.lowercased() + "==") == Array(plain.utf8))
    }

    @Test func base32RefusesOtherLetters() {
        #expect(Base32.bytes("MZX1") == nil)
        #expect(Base32.bytes("ÄÖ") == nil)
    }

    @Test func uriIsEncoded() {
        let uri = TOTP.uri(secret: rfcSecret, userName: "ana", site: "Chișinău & co")
        #expect(uri.hasPrefix("otpauth://totp/Kinbox%20Chi%C8%99in%C4%83u%20%26%20co:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="))
    }

    @Test func recoveryCodesAreTenAndReadBackAsTyped() {
        let codes = RecoveryCodes.make(RandomBytes(randomBytes))
        #expect(Set(codes).count == 10)
        for code in codes {
            #expect(RecoveryCodes.canonical(" " + code.lowercased()) == RecoveryCodes.canonical(code))
            #expect(RecoveryCodes.canonical(code)?.count == 10)
        }
        #expect(RecoveryCodes.canonical("123456") == nil)
        #expect(RecoveryCodes.canonical(String(repeating: "A", count: 5000)) == nil)
    }
}
