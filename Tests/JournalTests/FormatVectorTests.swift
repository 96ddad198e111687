import CSodium
import Foundation
import Foundations
@testable import Journal
import Testing

/// docs/formats/vectors/journal.json, which another implementation (Tests/formats) computed from the same text.
@Suite struct FormatVectorTests {
    private let vectors: [String: Value]
    private let keys = SodiumKeys()

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/formats/vectors/journal.json")
        vectors = try #require(try JSONDecoder().decode(Value.self, from: Data(contentsOf: file)).map)
    }

    @Test func valuesEncodeAsWritten() throws {
        let list = try #require(vectors["cbor"]?.list)
        #expect(list.count > 30)
        for vector in list.compactMap(\.map) {
            let said = try #require(vector["value"])
            let value = typed(said)
            let hex = try #require(vector["hex"]?.text)
            #expect(CanonicalCBOR.encode(value).hex == hex)
            #expect(try CanonicalCBOR.decode(bytes(hex)) == value)
        }
    }

    @Test func whatIsNotCanonicalIsRefusedByName() throws {
        for vector in try #require(vectors["refused"]?.list).compactMap(\.map) {
            let hex = try #require(vector["hex"]?.text)
            let code = try #require(vector["code"]?.text)
            #expect { try CanonicalCBOR.decode(bytes(hex)) } throws: { ($0 as? CodingFault)?.code == code }
        }
    }

    @Test func anEntryIsMadeLinkedAndSigned() throws {
        let vector = try #require(vectors["entry"]?.map)
        let head = try #require(vector["header"]?.map)
        let said = try #require(vector["payload"]?.map)
        let place = try #require(vector["link"]?.map)
        let at = try #require(head["at"]?.list).compactMap(\.int)
        let kindNumber = Int64(try int(head["scopeKind"]))
        let scopeKind = try #require(ScopeKind(number: kindNumber))
        let header = EntryHeader(
            id: try id(head["id"]), device: try id(head["device"]), deviceSeq: try int(head["deviceSeq"]),
            at: WallTime(millis: at[0], offsetMinutes: Int(at[1]), trust: try #require(ClockTrust(number: at[2]))),
            scope: Scope(scopeKind, try id(head["scope"])), record: try id(head["record"]),
            base: try int(head["base"]), save: try id(head["save"]), clock: HybridTimestamp(rawValue: UInt64(try int(head["clock"]))))
        let saidFields = try #require(said["fields"])
        let fields = try #require(typed(saidFields).map)
        let payload = EntryPayload(kind: try text(said["kind"]), op: try text(said["op"]), actor: try id(said["actor"]),
                                   formVersion: try int(said["formVersion"]), fields: fields)
        let key = bytes(try text(vector["payloadKey"]))
        let nonce = bytes(try text(vector["nonce"]))
        let authored = AuthoredEntry.encode(header, payload) { plain, associated in
            var sealed = [UInt8](repeating: 0, count: plain.count + 16)
            crypto_aead_xchacha20poly1305_ietf_encrypt(&sealed, nil, plain, UInt64(plain.count), associated, UInt64(associated.count), nil, nonce, key)
            return nonce + sealed
        }
        #expect(authored.hex == vector["authored"]?.text)

        let (read, associated, sealed) = try AuthoredEntry.decode(authored)
        #expect(read == header)
        let opened = try keys.open(bytes(try text(vector["wrappedKey"])), key: bytes(try text(vector["scopeKey"])), associated: EntryTable.keyLabel(header.id))
        #expect(opened == key)
        #expect(try AuthoredEntry.decodePayload(keys.open(sealed, key: opened, associated: associated)) == payload)

        let digest = keys.blake2b256(authored)
        #expect(digest.hex == vector["digest"]?.text)
        let how = try #require(place["receivedHow"]?.list).compactMap(\.int)
        let link = BoxLink(
            site: try id(place["site"]), epoch: Epoch(counter: try int(place["epoch"]), tag: bytes(try text(place["epochTag"])), firstPosition: 0),
            seq: Int64(try int(place["seq"])), previous: bytes(try text(place["previous"])),
            received: WallTime(millis: Int64(try int(place["received"])), offsetMinutes: Int(how[0]), trust: try #require(ClockTrust(number: how[1]))),
            hlc: HybridTimestamp(rawValue: UInt64(try int(place["hlc"]))), digest: digest)
        #expect(keys.blake2b256(link.bytes).hex == vector["linkHash"]?.text)
        #expect(Attestation.message(site: link.site, first: Int64(try int(place["position"])), digests: digest).hex == vector["attestation"]?.text)
    }

    @Test func aTrailLineAndATaskIDAreAsWritten() throws {
        let vector = try #require(vectors["trail"]?.map)
        let how = try #require(vector["how"]?.list).compactMap(\.int)
        let actionText = try text(vector["action"])
        let action = try #require(TrailAction(rawValue: actionText))
        var line = TrailLine(
            position: Int64(try int(vector["position"])),
            at: WallTime(millis: Int64(try int(vector["at"])), offsetMinutes: Int(how[0]), trust: try #require(ClockTrust(number: how[1]))),
            event: TrailEvent(action, actor: try id(vector["actor"]),
                              detail: try #require(vector["detail"]?.map)))
        line.month = vector["month"]?.text
        line.sealedWords = bytes(try text(vector["words"]))
        let link = keys.blake2b256(line.bytes(site: try id(vector["site"]), previous: bytes(try text(vector["previous"]))))
        #expect(link.hex == vector["linkHash"]?.text)
        let task = try #require(vectors["conflictTask"]?.map)
        #expect(ConflictTask.id(for: try id(task["record"]), keys).description == task["id"]?.text)
    }

    /// Fuzz seeds: an altered entry is refused or read; nothing else.
    @Test func alteredEntriesNeverCrash() throws {
        let vector = try #require(vectors["entry"]?.map)
        let entry = bytes(try text(vector["authored"]))
        var generator = Splitmix(state: 3)
        for _ in 0..<20_000 {
            var altered = entry
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: altered[Int.random(in: 0..<altered.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                case 1 where altered.count > 2: altered.removeLast(Int.random(in: 1..<altered.count, using: &generator))
                default: altered.insert(UInt8.random(in: 0...255, using: &generator), at: Int.random(in: 0..<altered.count, using: &generator))
                }
            }
            _ = try? AuthoredEntry.decode(altered)
            _ = try? AuthoredEntry.decodePayload(altered)
            _ = try? RecordBody.decode(altered)
        }
    }

    private func typed(_ value: Value) -> Value {
        switch value {
        case .map(let map):
            if map.count == 1, let hex = map["$bytes"]?.text { return .bytes(bytes(hex)) }
            if map.count == 1, let decimal = map["$decimal"]?.text { return .decimal(decimal) }
            return .map(map.mapValues(typed))
        case .list(let list): return .list(list.map(typed))
        default: return value
        }
    }

    private func id(_ value: Value?) throws -> UUIDv7 { try #require(value?.identifier) }
    private func int(_ value: Value?) throws -> Int { Int(try #require(value?.int)) }
    private func text(_ value: Value?) throws -> String { try #require(value?.text) }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) }
    }
}
