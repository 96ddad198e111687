import HTTPServer
import Testing

/// What real and hostile clients do to a socket; each test says by the bytes what may come back.
@Suite struct FramingTests {
    private let routes = [
        Route(.get, "/hello") { _, _ in .text("hello") },
        Route(.get, "/large") { _, _ in Response(body: .bytes([UInt8](repeating: 7, count: 300_000))) },
        Route(.post, "/take", bodyLimit: 10_000) { request, _ in .text(String(request.body.count)) },
    ]

    private func withServer(_ limits: Limits = Limits(), _ body: (UInt16) throws -> Void) async throws {
        let live = try LiveServer(Router(routes), limits: limits)
        try await live.during { try body(live.port) }
    }

    private func ask(_ port: UInt16, _ text: String) throws -> RawAnswer? {
        let client = try #require(RawClient(port: port))
        client.send(text)
        return client.answer()
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await withServer { port in
            let client = try #require(RawClient(port: port))
            client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\nPOST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            let first = try #require(client.answer())
            let second = try #require(client.answer(after: first.rest))
            let third = try #require(client.answer(after: second.rest))
            #expect([first.text, second.text] == ["hello", "5"])
            #expect(third.status == 404)
        }
    }

    @Test func headHasTheLengthAndNoBody() async throws {
        try await withServer { port in
            let client = try #require(RawClient(port: port))
            client.send("HEAD /large HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = try #require(client.answer(withBody: false))
            #expect(head.headers["content-length"] == "300000")
            #expect(client.answer(after: head.rest)?.text == "hello")
        }
    }

    /// RFC 9110 §8.6: a 304 tells the length of what the caller holds, and a 204 none.
    @Test func answersWithoutBodyTellTheRightLength() async throws {
        let live = try LiveServer(Router([
            Route(.get, "/tagged") { request, _ in Response.text("twelve bytes").tagged("a", for: request) },
            Route(.get, "/none") { _, _ in .noContent },
        ]))
        try await live.during {
            let client = try #require(RawClient(port: live.port))
            client.send("GET /tagged HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\"\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\nGET /tagged HTTP/1.1\r\nHost: x\r\n\r\n")
            let held = try #require(client.answer(withBody: false))
            #expect(held.status == 304)
            #expect(held.headers["content-length"] == "12")
            let none = try #require(client.answer(after: held.rest, withBody: false))
            #expect(none.status == 204)
            #expect(none.headers["content-length"] == nil)
            #expect(client.answer(after: none.rest)?.text == "twelve bytes")
        }
    }

    @Test func refusesLargeBodiesBeforeTheyCome() async throws {
        try await withServer { port in
            let huge = try ask(port, "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
            #expect(huge?.status == 413)
            #expect(huge?.headers["connection"]?.lowercased() == "close")
            let waiting = try ask(port, "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\nExpect: 100-continue\r\n\r\n")
            #expect(waiting?.status == 413)
        }
    }

    /// Who only reads after sending all still learns why.
    @Test func drainsSlightlyLargeBodies() async throws {
        try await withServer { port in
            let client = try #require(RawClient(port: port))
            client.send(requestBytes("POST", "/take", [], [UInt8](repeating: 1, count: 500_000)))
            let answer = try #require(client.answer())
            #expect(answer.status == 413)
            #expect(answer.text.contains("10000 bytes"))
            client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.answer()?.text == "hello")
        }
    }

    @Test func boundsChunkedBodies() async throws {
        try await withServer { port in
            let chunked = "POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            #expect(try ask(port, chunked + "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")?.text == "7")
            let client = try #require(RawClient(port: port))
            client.send(chunked)
            let piece = Array("1000\r\n".utf8) + [UInt8](repeating: 65, count: 0x1000) + Array("\r\n".utf8)
            var sent = 0
            // Far beyond what is drained: the server has to give up on us.
            while sent < 64 << 20, client.send(piece) { sent += piece.count }
            #expect(sent < 64 << 20)
            for broken in ["zz\r\nabc\r\n", "-1\r\nabc\r\n", "fffffffffffffffff\r\nabc\r\n"] {
                let answer = try ask(port, chunked + broken)
                #expect(answer == nil || answer?.status == 400 || answer?.status == 413, "\(broken)")
            }
            #expect(try ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 200)
        }
    }

    @Test(arguments: [
        "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: -1", "Content-Length: 5x", "Content-Length: +5",
        "Content-Length: 0x5", "Content-Length: 99999999999999999999999999", "Content-Length: ",
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Host: y", "X-Bad Name: 1", "X-Text: \u{1}", "X\u{0}Y: 1", "NoColonHere",
    ])
    func refusesAmbiguousHeads(_ header: String) async throws {
        try await withServer { port in
            let client = try #require(RawClient(port: port))
            client.send("POST /take HTTP/1.1\r\nHost: x\r\n\(header)\r\n\r\n12345")
            let answer = client.answer()
            // Some the library refuses itself; none may reach the handler.
            #expect(answer == nil || (400..<500).contains(answer?.status ?? 0), "\(answer?.status ?? 0)")
            #expect(answer?.text != "5")
        }
    }

    @Test func refusesHeadersThatAreNotUTF8() async throws {
        try await withServer { port in
            let client = try #require(RawClient(port: port))
            client.send(Array("GET /hello HTTP/1.1\r\nHost: x\r\nX-Name: ".utf8) + [0xC3, 0x28, 0xFF] + Array("\r\n\r\n".utf8))
            #expect(client.answer()?.status == 400)
            let raw = try #require(RawClient(port: port))
            raw.send(Array("GET /hel".utf8) + [0xFF, 0xFE] + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            #expect(raw.answer()?.status == 400)
        }
    }

    @Test func refusesLargeHeads() async throws {
        try await withServer { port in
            for size in [13_000, 25_000, 31_000, 40_000, 200_000] {
                let client = try #require(RawClient(port: port))
                client.send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Long: \(String(repeating: "a", count: size))\r\n\r\n")
                let answer = client.answer()
                #expect(answer == nil || answer?.status == 431, "\(size): \(answer?.status ?? 0)")
                if size < 30_000 { #expect(answer?.status == 431, "\(size)") }
            }
            let many = (0..<200).map { "X-\($0): 1\r\n" }.joined()
            #expect(try ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\n\(many)\r\n")?.status == 431)
            let fitting = String(repeating: "a", count: 11_000)
            #expect(try ask(port, "GET /hello HTTP/1.1\r\nHost: x\r\nX-Long: \(fitting)\r\n\r\n")?.status == 200)
            let line = try ask(port, "GET /" + String(repeating: "a", count: 100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(line == nil || line?.status == 414 || line?.status == 431)
        }
    }

    @Test func refusesOddRequestLines() async throws {
        try await withServer { port in
            for line in ["GET hello HTTP/1.1", "GET * HTTP/1.1", "GET /a\u{0}b HTTP/1.1", "GET  HTTP/1.1", "\r\n\r\n", "GET /hello#x HTTP/1.1",
                         "GET /hello HTTP/9.9", "GET ftp://x/hello HTTP/1.1", " GET /hello HTTP/1.1", "GET", "\u{0}\u{0}\u{0}"] {
                let client = try #require(RawClient(port: port))
                client.send(line + "\r\nHost: x\r\nConnection: close\r\n\r\n")
                let answer = client.answer()
                #expect(answer == nil || (400...505).contains(answer?.status ?? 0), "\(line): \(answer?.status ?? 0)")
            }
            #expect(try ask(port, "GET http://box/hello HTTP/1.1\r\nHost: x\r\n\r\n")?.text == "hello")
            #expect(try ask(port, "GET /hello HTTP/1.1\r\n\r\n")?.status == 400)
        }
    }
}
