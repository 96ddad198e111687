import Glibc
@testable import HTTPServer
import Synchronization
import Testing

@Suite struct StreamingTests {
    /// Reads a body piecewise and answers how much came, and whether it was the pattern.
    private static let measure = Route(.post, "/measure", bodyLimit: 64 << 20, isStreamed: true) { request, _ in
        let stream = try #require(request.stream)
        var count = 0, isRight = true
        while let piece = try await stream.next() {
            for (index, byte) in piece.enumerated() where byte != UInt8(truncatingIfNeeded: (count + index) % 251) { isRight = false }
            count += piece.count
        }
        return .text("\(count) \(isRight)")
    }

    private static func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) } }

    @Test(arguments: Depth.allCases) func bodiesComePiecewise(_ depth: Depth) async throws {
        try await depth.serve([Self.measure]) { box async throws in
            for size in [0, 1, 1000, 400_000] {
                #expect(try await box.ask("POST", "/measure", headers: [], body: Self.pattern(size)).text == "\(size) true")
            }
        }
    }

    /// A handler that reads slowly makes the sender wait; memory holds a few pieces, not the body.
    @Test func aSlowReaderHoldsTheSenderBack() async throws {
        let gate = Gate()
        let seen = Mutex(0)
        let slow = Route(.post, "/slow", bodyLimit: 64 << 20, isStreamed: true) { request, _ in
            gate.enter()
            let stream = try #require(request.stream)
            var count = 0
            while let piece = try await stream.next() {
                seen.withLock { $0 = max($0, piece.count) }
                count += piece.count
            }
            return .text(String(count))
        }
        let live = try LiveServer(Router([slow]))
        try await live.during {
            let client = try #require(RawClient(port: live.port))
            let size = 24 << 20
            async let sent = client.send(requestBytes("POST", "/slow", [], [UInt8](repeating: 1, count: size)))
            for _ in 0..<20 { usleep(10_000) }
            gate.open()
            #expect(await sent)
            #expect(client.answer()?.text == String(size))
            #expect(seen.withLock { $0 } < BodyStream.highWater + 64 * 1024)
        }
    }

    @Test func limitsHoldForStreams() async throws {
        let small = Route(.post, "/small", bodyLimit: 100_000, isStreamed: true) { request, _ in
            var count = 0
            while let piece = try await request.stream?.next() { count += piece.count }
            return .text(String(count))
        }
        let refusing = Route(.post, "/refuses", bodyLimit: 1 << 20, isStreamed: true) { _, _ in
            throw Problem(status: 403, code: "no", title: "No")
        }
        let live = try LiveServer(Router([small, refusing]))
        try await live.during {
            func ask(_ head: String, _ body: [UInt8]) throws -> RawAnswer? {
                let client = try #require(RawClient(port: live.port))
                client.send(Array("POST \(head)\r\n\r\n".utf8) + body)
                return client.answer()
            }
            let declared = try ask("/small HTTP/1.1\r\nHost: x\r\nContent-Length: 200000", [UInt8](repeating: 1, count: 200_000))
            #expect(declared?.status == 413)
            let piece = Array("10000\r\n".utf8) + [UInt8](repeating: 65, count: 0x10000) + Array("\r\n".utf8)
            let chunked = try ask("/small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked", piece + piece + piece + Array("0\r\n\r\n".utf8))
            #expect(chunked?.status == 413)
            // The handler refuses without reading: the rest is drained, the answer arrives.
            let refused = try ask("/refuses HTTP/1.1\r\nHost: x\r\nContent-Length: 900000", [UInt8](repeating: 1, count: 900_000))
            #expect(refused?.status == 403)
        }
    }

    @Test func aCutUploadIsAFault() async throws {
        let outcome = Mutex<String?>(nil)
        let route = Route(.post, "/up", bodyLimit: 1 << 20, isStreamed: true) { request, _ in
            do {
                while try await request.stream?.next() != nil {}
                outcome.withLock { $0 = "whole" }
            } catch let problem as Problem {
                outcome.withLock { $0 = problem.code }
            }
            return .noContent
        }
        let live = try LiveServer(Router([route]))
        try await live.during {
            let client = try #require(RawClient(port: live.port))
            client.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc")
            for _ in 0..<500 where live.server.requestsAtWork < 1 { usleep(10_000) }
            client.close()
            for _ in 0..<500 where outcome.withLock({ $0 }) == nil { usleep(20_000) }
            #expect(outcome.withLock { $0 } == "cut-off")
        }
    }

    @Test(arguments: Depth.allCases) func answersMayBeMadePiecewise(_ depth: Depth) async throws {
        let routes = [
            Route(.get, "/open") { _, _ in
                .streamed(type: "text/plain") { for index in 0..<2000 { try await $0.write(Array("line \(index)\n".utf8)) } }
            },
            Route(.get, "/sized") { _, _ in
                .streamed(type: "application/octet-stream", length: 3 << 20) { stream in
                    for _ in 0..<48 { try await stream.write([UInt8](repeating: 9, count: 1 << 16)) }
                }
            },
        ]
        try await depth.serve(routes) { box async throws in
            let open = try await box.ask("GET", "/open")
            #expect(open.text == (0..<2000).map { "line \($0)\n" }.joined())
            let sized = try await box.ask("GET", "/sized")
            #expect(sized.body == [UInt8](repeating: 9, count: 3 << 20))
            #expect(try await box.ask("HEAD", "/sized").body.isEmpty)
        }
    }

    /// A body that fails midway must not pass for a whole one.
    @Test func aBrokenBodyBreaksTheConnection() async throws {
        let route = Route(.get, "/breaks") { _, _ in
            .streamed(type: "text/plain") { stream in
                try await stream.write(Array("half".utf8))
                throw NoAnswer()
            }
        }
        let live = try LiveServer(Router([route]))
        try await live.during {
            let client = try #require(RawClient(port: live.port))
            client.send("GET /breaks HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(RawAnswer(client.untilClosed()) == nil)
        }
    }

    @Test func eventsArriveAsTheyAreSent() async throws {
        let gate = Gate()
        let ended = Mutex(false)
        let route = Route(.get, "/events") { _, _ in
            .events { events in
                defer { ended.withLock { $0 = true } }
                try await events.send("one\ntwo", event: "change", id: "7")
                gate.enter()
                try await events.send("three", event: "bad\nname")
                while true { try await Task.sleep(for: .milliseconds(20)) }
            }
        }
        let live = try LiveServer(Router([route]))
        try await live.during {
            let client = try #require(RawClient(port: live.port))
            client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            var text = ""
            while !text.contains("two\n\n"), let more = client.receive(), !more.isEmpty { text += String(decoding: more, as: UTF8.self) }
            #expect(text.lowercased().contains("content-type: text/event-stream"))
            #expect(text.contains("event: change\nid: 7\ndata: one\ndata: two\n\n"))
            gate.open()
            while !text.contains("three\n\n"), let more = client.receive(), !more.isEmpty { text += String(decoding: more, as: UTF8.self) }
            #expect(text.contains("data: three\n\n") && !text.contains("bad"))
            // The heartbeat is what finds out that nobody listens.
            client.close()
            for _ in 0..<500 where !ended.withLock({ $0 }) {
                live.server.streams.beat(now: monotonicNanos() + 30_000_000_000)
                usleep(20_000)
            }
            #expect(ended.withLock { $0 })
        }
    }

    /// Stopping ends event streams; they would never end themselves.
    @Test func stoppingEndsEvents() async throws {
        let route = Route(.get, "/events") { _, _ in
            .events { events in
                try await events.send("hello")
                while events.isOpen { try await Task.sleep(for: .milliseconds(20)) }
            }
        }
        let live = try LiveServer(Router([route]))
        let client = try #require(RawClient(port: live.port))
        client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        var text = ""
        while !text.contains("hello\n\n"), let more = client.receive(), !more.isEmpty { text += String(decoding: more, as: UTF8.self) }
        await live.stop(within: .seconds(2))
        // The end of a chunked body: browsers take it for the end of the stream and come back later.
        #expect(String(decoding: client.untilClosed(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        #expect(RawClient(port: live.port) == nil)
    }
}
