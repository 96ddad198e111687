import Foundations
import HTTPServer
import SiteAuthority

/// A site's authority made for one test, its root in a file for other programs.
struct TestSite: Sendable {
    let scratch: Scratch
    let rootPath: String
    let material: TLSMaterial

    init() throws {
        scratch = try Scratch()
        let now = SystemTime().now()
        let authority = try SiteAuthority.found(title: "Test office", names: ["kinbox.lan"], at: now)
        rootPath = try scratch.write("root.pem", authority.rootPEM)
        let issued = try authority.issue(names: ["kinbox.lan", "127.0.0.1"], at: now)
        material = TLSMaterial(certificateChain: issued.chain, key: issued.key)
    }
}

/// Asks through `openssl s_client`, which verifies chain and address.
struct TLSAsker: Asker {
    let port: UInt16
    let site: TestSite

    func ask(_ method: String, _ target: String, headers: [(String, String)], body: [UInt8]) async throws -> Answer {
        let request = requestBytes(method, target, headers + [("Connection", "close")], body)
        let arguments = ["s_client", "-quiet", "-connect", "127.0.0.1:\(port)", "-CAfile", site.rootPath,
                         "-verify_return_error", "-verify_ip", "127.0.0.1"]
        let (_, output) = try run("openssl", arguments, input: request, withErrors: false)
        guard let raw = RawAnswer(output, withBody: method != "HEAD") else { throw NoAnswer() }
        return Answer(status: raw.status, headers: raw.headers, body: raw.body)
    }
}
