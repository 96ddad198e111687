import FoundationEssentials
import Foundations
@testable import SiteAuthority
import Testing
import X509

let today = WallTime(millis: 1_795_000_000_000)

@Suite struct SiteAuthorityTests {
    private func verify(_ authority: SiteAuthority, _ chain: String, _ scratch: Scratch, host: String? = nil,
                        address: String? = nil) throws -> (status: Int32, output: String) {
        let root = try scratch.write("root.pem", authority.rootPEM)
        let file = try scratch.write("chain.pem", chain)
        let target = host.map { ["-verify_hostname", $0] } ?? address.map { ["-verify_ip", $0] } ?? []
        return try run("openssl", ["verify", "-x509_strict", "-attime", "1795000000", "-CAfile", root, "-untrusted", file]
            + target + [file])
    }

    @Test func openSSLAcceptsTheChain() throws {
        let scratch = try Scratch()
        let authority = try SiteAuthority.found(title: "Office 12", names: ["kinbox.lan", "cases.example.org"], at: today)
        let leaf = try authority.issue(names: ["kinbox.lan", "cases.example.org", "127.0.0.1", "192.168.1.9", "::1"], at: today)
        for host in ["kinbox.lan", "cases.example.org"] {
            let verdict = try verify(authority, leaf.chain, scratch, host: host)
            #expect(verdict.status == 0, "\(verdict.output)")
        }
        for address in ["127.0.0.1", "192.168.1.9", "::1"] {
            let verdict = try verify(authority, leaf.chain, scratch, address: address)
            #expect(verdict.status == 0, "\(verdict.output)")
        }
        #expect(try verify(authority, leaf.chain, scratch, host: "other.lan").status != 0)
    }

    /// Whoever steals the intermediate's key can sign what they like; verifiers must refuse it.
    @Test(arguments: ["bank.example", "8.8.8.8", "evil-example.org", "2001:db8::1"])
    func verifiersRefuseNamesOutsideTheSite(_ name: String) throws {
        let scratch = try Scratch()
        let authority = try SiteAuthority.found(title: "Office 12", names: ["example.org"], at: today)
        #expect(throws: CertificateFault.nameNotPermitted(name)) { try authority.issue(names: [name], at: today) }
        // The thief's tool: openssl with the stolen key.
        let key = try scratch.write("stolen.key", try SiteAuthority.pem(ofStored: authority.stored))
        let issuer = try scratch.write("inter.pem", try SiteAuthority.intermediatePEM(authority.stored))
        let kind = name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." } ? "IP" : "DNS"
        let extensions = try scratch.write("ext.cnf", "subjectAltName=\(kind):\(name)\nextendedKeyUsage=serverAuth\n"
            + "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n")
        let forged = scratch.path + "/forged.pem", request = scratch.path + "/r.csr", own = scratch.path + "/own.key"
        try run("openssl", ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", own,
                            "-subj", "/CN=box", "-out", request])
        try run("openssl", ["x509", "-req", "-in", request, "-CA", issuer, "-CAkey", key, "-CAcreateserial", "-days", "30",
                            "-extfile", extensions, "-out", forged])
        let root = try scratch.write("root.pem", authority.rootPEM)
        let openssl = try run("openssl", ["verify", "-CAfile", root, "-untrusted", issuer, forged])
        #expect(openssl.status != 0)
        #expect(openssl.output.contains("permitted subtree violation"), "\(openssl.output)")
        let gnutls = try run("certtool", ["--verify", "--load-ca-certificate", root, "--infile", forged])
        #expect(gnutls.status != 0)
    }

    @Test func datesSuitPhones() throws {
        let scratch = try Scratch()
        let authority = try SiteAuthority.found(title: "Office 12", names: [], at: today)
        let leaf = try authority.issue(names: ["127.0.0.1"], at: today)
        let chain = try OwnCertificate.readChain(leaf.chain)
        let length = chain[0].notValidAfter.timeIntervalSince(chain[0].notValidBefore) / 86_400
        #expect(length <= 825)
        #expect(chain[0].notValidBefore.timeIntervalSince1970 <= 1_795_000_000 - 400 * 86_400)
        #expect(chain[0].notValidAfter.timeIntervalSince1970 >= 1_795_000_000 + 400 * 86_400)
        #expect(!authority.needsRenewal(leaf, names: ["127.0.0.1"], at: today))
        #expect(authority.needsRenewal(leaf, names: ["127.0.0.1", "kinbox.lan"], at: today))
        let other = try SiteAuthority.found(title: "Office 12", names: [], at: today)
        #expect(other.needsRenewal(leaf, names: [], at: today))
        _ = scratch
    }

    /// By injected time: renewed at half its life ahead, and when the clock turns out to have run ahead at its making.
    @Test(arguments: [(0, false), (200, false), (207, true), (411, true), (2_000, true), (-200, false), (-207, true), (-400, true)])
    func aLeafIsRenewedInTime(_ days: Int64, _ isDue: Bool) throws {
        let authority = try SiteAuthority.found(title: "Office 12", names: [], at: today)
        let leaf = try authority.issue(names: ["127.0.0.1"], at: today)
        let then = WallTime(millis: today.millis + days * 86_400_000)
        #expect(authority.needsRenewal(leaf, names: ["127.0.0.1"], at: then) == isDue)
        let next = try authority.issue(names: ["127.0.0.1"], at: then)
        #expect(!authority.needsRenewal(next, names: ["127.0.0.1"], at: then))
        // The same authority signs it: phones that trust the site go on doing so.
        let chains = try [leaf, next].map { try OwnCertificate.readChain($0.chain) }
        #expect(chains[0][1] == chains[1][1])
    }

    @Test func aClockOf1970DoesNotMakeDeadCertificates() throws {
        let dead = WallTime(millis: 5_000, trust: .unset)
        let authority = try SiteAuthority.found(title: "Office 12", names: [], at: dead)
        let leaf = try authority.issue(names: ["kinbox.local"], at: dead)
        #expect(leaf.ends > Validity.programTime)
    }

    @Test func comesBackFromTheVault() throws {
        let authority = try SiteAuthority.found(title: "Ofisi ya Wilaya", names: ["kinbox.lan"], at: today)
        let again = try SiteAuthority(authority.stored)
        #expect(again.rootFingerprint == authority.rootFingerprint)
        #expect(again.rootFingerprint.count == 95)
        let leaf = try again.issue(names: ["kinbox.lan"], at: today)
        #expect(try verify(authority, leaf.chain, Scratch(), host: "kinbox.lan").status == 0)
        let other = try SiteAuthority.found(title: "Other", names: [], at: today)
        let mixed = SiteAuthority.Stored(key: other.stored.key, intermediate: authority.stored.intermediate,
                                         root: authority.stored.root)
        #expect(throws: CertificateFault.authorityUnreadable) { try SiteAuthority(mixed) }
        let torn = SiteAuthority.Stored(key: authority.stored.key, intermediate: [1, 2, 3], root: [])
        #expect(throws: CertificateFault.authorityUnreadable) { try SiteAuthority(torn) }
    }

    @Test(arguments: ["", ".", "-a.lan", "a..b", "a b", "*.lan", "1.2.3", "büro.lan", "a.123", "x\0y", "256.1.1.1"])
    func refusesOddNames(_ name: String) {
        #expect(throws: CertificateFault.self) { try SiteName(name) }
    }

    @Test func foldsNames() throws {
        #expect(try SiteName("KinBox.LAN.") == .dns("kinbox.lan"))
        #expect(try SiteName("10.0.0.1") == .address([10, 0, 0, 1]))
        #expect(try SiteName("::1").text == "::1")
    }
}
