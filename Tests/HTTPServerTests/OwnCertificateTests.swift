import Foundation
import Foundations
@testable import SiteAuthority
import Testing

/// Certificates of another issuer, made by openssl.
@Suite struct OwnCertificateTests {
    private struct Issued {
        var chain: String
        var key: String
    }

    private func read(_ path: String) throws -> String { try run("cat", [path]).output }

    private func issue(_ scratch: Scratch, days: String = "30", key: [String] = ["-newkey", "rsa:2048"],
                       digest: String = "-sha256") throws -> Issued {
        let path = scratch.path
        try run("openssl", ["req", "-x509"] + key + ["-nodes", "-keyout", path + "/ca.key", "-out", path + "/ca.pem",
                            "-subj", "/CN=Ministry", "-days", "3650"])
        try run("openssl", ["req", "-new"] + key + ["-nodes", "-keyout", path + "/own.key", "-out", path + "/own.csr",
                            "-subj", "/CN=box"])
        let extensions = try scratch.write("own.cnf", "subjectAltName=DNS:cases.example.org,DNS:*.district.example\n")
        try run("openssl", ["x509", "-req", digest, "-in", path + "/own.csr", "-CA", path + "/ca.pem", "-CAkey", path + "/ca.key",
                            "-CAcreateserial", "-days", days, "-extfile", extensions, "-out", path + "/own.pem"])
        return Issued(chain: try read(path + "/own.pem") + read(path + "/ca.pem"), key: try read(path + "/own.key"))
    }

    private var now: WallTime { SystemTime().now() }

    @Test(arguments: [["-newkey", "rsa:2048"], ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]])
    func acceptsAGoodOne(_ key: [String]) throws {
        let issued = try issue(Scratch(), key: key)
        for name in ["cases.example.org", "a.district.example"] {
            let checked = try OwnCertificate.check(chain: issued.chain, key: issued.key, name: name, at: now)
            #expect(checked.ends > now.millis)
        }
        #expect(throws: CertificateFault.otherNames(wanted: "b.a.district.example", has: ["cases.example.org", "*.district.example"])) {
            try OwnCertificate.check(chain: issued.chain, key: issued.key, name: "b.a.district.example", at: now)
        }
    }

    @Test func tellsWhatIsWrong() throws {
        let scratch = try Scratch()
        let issued = try issue(scratch), other = try issue(Scratch())
        let name = "cases.example.org"
        func fault(_ chain: String, _ key: String, at time: WallTime? = nil) -> CertificateFault? {
            do throws(CertificateFault) {
                _ = try OwnCertificate.check(chain: chain, key: key, name: name, at: time ?? now)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(issued.chain, other.key) == .keyDoesNotMatch)
        #expect(fault("", issued.key) == .chainUnreadable)
        #expect(fault("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", issued.key) == .chainUnreadable)
        #expect(fault(String(repeating: "x", count: 100_000), issued.key) == .chainUnreadable)
        #expect(fault(issued.chain, "no key") == .keyUnreadable)
        try run("openssl", ["pkey", "-in", scratch.path + "/own.key", "-aes256", "-passout", "pass:secret", "-out", scratch.path + "/locked.key"])
        #expect(fault(issued.chain, try read(scratch.path + "/locked.key")) == .keyEncrypted)
        let leaf = try read(scratch.path + "/own.pem")
        let foreignRoot = String(other.chain.suffix(from: try #require(other.chain.range(of: "-----BEGIN", options: .backwards)).lowerBound))
        #expect(fault(leaf + foreignRoot, issued.key) == .chainBroken(position: 1))
        let later = WallTime(millis: now.millis + 100 * 86_400_000)
        #expect(fault(issued.chain, issued.key, at: later) == .expired(days: 70))
        #expect(fault(issued.chain, issued.key, at: WallTime(millis: 0, trust: .unset)) == nil)
        let before = WallTime(millis: now.millis - 10 * 86_400_000)
        #expect(fault(issued.chain, issued.key, at: before) == .notYetValid(days: 10))
        let short = try issue(Scratch(), key: ["-newkey", "rsa:1024"])
        #expect(fault(short.chain, short.key) == .chainUnreadable)
        let old = try issue(Scratch(), digest: "-sha1")
        #expect(fault(old.chain, old.key) == .tooWeak)
    }
}
