import FormEngine
import Foundation
import Foundations
import Testing
@testable import TimeLimits

/// The rule files of the tests: two standard countries, and one whose law is amended.
enum Country {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
    static let standard = tests.appending(path: "../../assets/standard/limits").standardized

    static func files(_ name: String) throws -> [String: [UInt8]] {
        let folder = name == "amended" ? tests.appending(path: "countries/amended") : standard.appending(path: name)
        var files: [String: [UInt8]] = [:]
        for file in LimitBookReader.files { files[file] = try Array(Data(contentsOf: folder.appending(path: file))) }
        return files
    }

    static func book(_ name: String) throws -> LimitBook { try #require(LimitBookReader(try files(name)).book) }

    static func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name == "AM" ? "Asia/Yerevan" : "Europe/Chisinau")) }

    static func judge(_ name: String) throws -> LimitJudge {
        let zone = try zone(name)
        return LimitJudge(try book(name)) { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0) / 1000)) / 60 }
    }

    /// `2026-03-10T14:00` on the wall of that country.
    static func wall(_ text: String, _ name: String) throws -> WallTime {
        let parts = text.split(separator: "T"), clock = parts[1].split(separator: ":").compactMap { Int($0) }
        let day = try #require(CivilDay(String(parts[0])))
        let local = Int64(day.daysSinceEpoch) * 86_400_000 + Int64(clock[0] * 60 + clock[1]) * 60_000
        let zone = try zone(name)
        func offset(_ millis: Int64) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(millis) / 1000)) / 60 }
        let offset = offset(local - Int64(offset(local)) * 60_000)
        return WallTime(millis: local - Int64(offset) * 60_000, offsetMinutes: offset, trust: .attested)
    }

    /// `form field=value field=value made=2026-03-10T14:00 | form …`; without `made` at nine o'clock on the first full date.
    static func records(_ text: String, _ name: String) throws -> [LimitRecord] {
        try text.split(separator: "|").enumerated().map { index, part in
            let words = part.split(separator: " ").map(String.init)
            var fields: [String: String] = [:], made: String?
            for word in words.dropFirst() {
                let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
                if pair[0] == "made" { made = pair[1]; continue }
                fields[pair[0]] = pair[1]
                if made == nil, CivilDay(pair[1]) != nil { made = pair[1] + "T09:00" }
            }
            return LimitRecord(id: UUIDv7.make(at: Int64(index + 1)), form: words[0], fields: fields, made: try wall(try #require(made), name))
        }
    }

    static func table(_ file: String) throws -> CSVTable { try CSVTable(String(contentsOf: tests.appending(path: file), encoding: .utf8)) }
}
