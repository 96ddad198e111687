import HTTPServer
import Testing

@Suite struct TLSTests {
    private let routes = [Route(.get, "/") { request, _ in .text(request.isTLS ? "sealed" : "open") }]

    private func connect(_ port: UInt16, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let all = ["s_client", "-connect", "127.0.0.1:\(port)"] + arguments
        let (status, bytes) = try run("openssl", all, input: [], withErrors: true)
        return (status, String(decoding: bytes, as: UTF8.self))
    }

    @Test func speaksNewProtocolsOnly() async throws {
        let site = try TestSite()
        let live = try LiveServer(Router(routes), tls: site.material)
        try await live.during {
            for version in ["-tls1_3", "-tls1_2"] {
                let verdict = try connect(live.port, [version, "-CAfile", site.rootPath, "-verify_return_error"])
                #expect(verdict.output.contains("Verify return code: 0 (ok)"), "\(verdict.output)")
            }
            for version in ["-tls1_1", "-tls1"] {
                let verdict = try connect(live.port, [version, "-cipher", "ALL:@SECLEVEL=0"])
                #expect(!verdict.output.contains("Cipher is ECDHE"), "\(version)")
                #expect(verdict.output.contains("Cipher is (NONE)"), "\(version)")
            }
            // No forward secrecy, no authentication of the record: refused even where the client offers nothing else.
            for cipher in ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA"] {
                let verdict = try connect(live.port, ["-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"])
                #expect(verdict.output.contains("Cipher is (NONE)"), "\(cipher)")
            }
        }
    }

    @Test func sendsHSTSOverTLSOnly() async throws {
        let routes = routes
        try await Depth.tls.serve(routes) { box in
            let answer = try await box.ask("GET", "/")
            #expect(answer.text == "sealed")
            #expect(answer.headers["strict-transport-security"] == "max-age=63072000")
        }
        try await Depth.live.serve(routes) { box in
            let answer = try await box.ask("GET", "/")
            #expect(answer.text == "open")
            #expect(answer.headers["strict-transport-security"] == nil)
        }
    }

    @Test func survivesThoseWhoSpeakNoTLS() async throws {
        let site = try TestSite()
        let live = try LiveServer(Router(routes), tls: site.material)
        try await live.during {
            for noise in ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}", String(repeating: "\u{0}", count: 5000)] {
                let client = try #require(RawClient(port: live.port))
                client.send(noise)
                client.close()
            }
            let answer = try await TLSAsker(port: live.port, site: site).ask("GET", "/")
            #expect(answer.text == "sealed")
        }
    }

    @Test func aWrongKeyIsAClearFault() throws {
        let one = try TestSite(), two = try TestSite()
        let mixed = TLSMaterial(certificateChain: one.material.certificateChain, key: two.material.key)
        let fault = #expect(throws: ServerFault.self) { try LiveServer(Router(routes), tls: mixed) }
        #expect(fault?.code == "certificate-refused")
        let nonsense = TLSMaterial(certificateChain: "nonsense", key: "nonsense")
        #expect(throws: ServerFault.self) { try LiveServer(Router(routes), tls: nonsense) }
    }
}
