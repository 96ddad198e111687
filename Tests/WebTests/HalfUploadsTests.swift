import Access
import Casework
import Foundation
import Foundations
import HTTPServer
import Journal
import Testing

@testable import Web

/// An attachment in pieces: what arrived stays, nobody else touches it, and what nobody continues goes.
@Suite struct HalfUploadsTests {
    let site: MatrixSite
    let person: MatrixPerson, other: MatrixPerson
    let note: UUIDv7

    init() throws {
        let site = try MatrixSite()
        func notes(_ person: MatrixPerson) -> [MatrixRecord] {
            site.places(for: person).flatMap(site.papers).filter { $0.kind == "note" && site.model.sees($0, person) && site.model.mayChange("text", of: $0, person) }
        }
        let writer = try #require(site.people.first { !notes($0).isEmpty })
        let note = try #require(notes(writer).first).id
        let other = try #require(site.people.first { $0.id != writer.id })
        (self.site, person, self.note, self.other) = (site, writer, note, other)
    }

    private func begin(size: Int = 0) async -> MatrixSite.Answer {
        await site.ask("POST", "/api/v1/attachments/uploads?form=note&field=paper&record=\(note)&name=letter.txt&size=\(size)", as: person, [:])
    }

    private func put(_ id: String, _ offset: Int, _ bytes: [UInt8], as who: MatrixPerson? = nil) async -> MatrixSite.Answer {
        await site.ask("PUT", "/api/v1/attachments/uploads/\(id)?offset=\(offset)", as: who ?? person, raw: bytes)
    }

    @Test func piecesComeOnceEachAndTheEndAnswersTheSameTwice() async throws {
        let id = try #require(await begin().json["upload"] as? String)
        let text = Array(String(repeating: "plain words of a letter\n", count: 20_000).utf8)
        let first = Array(text.prefix(200_000)), second = Array(text.dropFirst(200_000).prefix(200_000)), rest = Array(text.dropFirst(400_000))
        #expect(await put(id, 0, first).json["received"] as? Int == 200_000)
        #expect(await put(id, 0, first).json["received"] as? Int == 200_000, "the same piece again is harmless")
        #expect(await put(id, 400_000, rest).json["received"] as? Int == 200_000, "a piece out of place is not taken")
        #expect(await site.ask("GET", "/api/v1/attachments/uploads/\(id)", as: person).json["received"] as? Int == 200_000)
        #expect(await put(id, 200_000, second).json["received"] as? Int == 400_000)
        #expect(await put(id, 400_000, rest).json["received"] as? Int == text.count)
        let ended = await site.ask("POST", "/api/v1/attachments/uploads/\(id)/end", as: person, [:])
        #expect(ended.status == 201)
        let attachment = try #require(ended.json["attachment"] as? [String: Any])
        #expect(attachment["size"] as? Int == text.count && attachment["type"] as? String == "text/plain")
        let whole = await site.ask("POST", "/api/v1/attachments?form=note&field=paper&record=\(note)&name=letter.txt", as: person, raw: text)
        #expect((whole.json["attachment"] as? [String: Any])?["digest"] as? String == attachment["digest"] as? String, "the same bytes as in one request")
        let again = await site.ask("POST", "/api/v1/attachments/uploads/\(id)/end", as: person, [:])
        #expect(again.json["value"] as? String == ended.json["value"] as? String, "an answer that was lost is given again")
    }

    @Test func nobodyElseLearnsOfIt() async throws {
        let id = try #require(await begin().json["upload"] as? String), missing = site.missing().description
        for (method, rest) in [("GET", ""), ("PUT", "?offset=0"), ("POST", "/end"), ("DELETE", "")] {
            func ask(_ id: String) async -> MatrixSite.Answer {
                method == "PUT" ? await put(id, 0, Array("words".utf8), as: other) : await site.ask(method, "/api/v1/attachments/uploads/\(id)\(rest)", as: other, method == "POST" ? [:] : nil)
            }
            let answer = await ask(id), nothing = await ask(missing)
            #expect(answer.status == 404 && answer.same == nothing.same, "\(method)")
        }
        #expect(await site.ask("GET", "/api/v1/attachments/uploads/\(id)", as: person).json["received"] as? Int == 0)
        #expect(await site.ask("DELETE", "/api/v1/attachments/uploads/\(id)", as: person).status == 204)
        #expect(await put(id, 0, [65]).status == 404)
    }

    @Test func whatIsTooLargeOrOfNoKindIsRefusedAndGone() async throws {
        #expect(await begin(size: 26 << 20).status == 413, "before a byte is sent")
        let id = try #require(await begin().json["upload"] as? String)
        _ = await put(id, 0, Array("MZ\u{90}\u{0}\u{3}\u{0}\u{0}\u{0}".utf8) + Array(repeating: 0, count: 100_000))
        let end = await site.ask("POST", "/api/v1/attachments/uploads/\(id)/end", as: person, [:])
        #expect(end.status == 415 || end.status == 404)
        #expect(await put(id, 0, [65]).status == 404, "it is of no further use")
    }

    @Test func onePersonHasSoManyAtOnceAndTheIdleOnesGo() async throws {
        var ids: [String] = []
        for _ in 0..<HalfUploads.mostOfOne { ids.append(try #require(await begin().json["upload"] as? String)) }
        let refused = await begin()
        #expect(refused.status == 429 && refused.code == "uploads-running")
        #expect(await site.ask("DELETE", "/api/v1/attachments/uploads/\(ids[0])", as: person).status == 204)
        #expect(await begin().status == 201)
        let id = try #require(UUIDv7(ids[1])), halves = site.served.halves, now = site.time.monotonicNanos()
        guard case .lent = halves.lend(id, to: person.id, now: now + HalfUploads.idleNanos - 1) else { Issue.record("it is there for an hour"); return }
        guard case .busy = halves.lend(id, to: person.id, now: now) else { Issue.record("one request at a time"); return }
        halves.giveBack(id, received: 0, now: now)
        guard case .missing = halves.lend(id, to: person.id, now: now + HalfUploads.idleNanos) else { Issue.record("nobody continued it for an hour"); return }
    }
}
