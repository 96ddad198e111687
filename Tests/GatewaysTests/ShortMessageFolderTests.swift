import Alerts
import Foundation
import Foundations
import Testing

@testable import Gateways

@Suite struct ShortMessageFolderTests {
    private func message(_ mark: String = "kbaa", to phone: String = "+37360123456", language: String = "ar") -> OutgoingMessage {
        OutgoingMessage(way: .sms, address: phone, words: MessageWords(language: language, isUrgent: true), isUrgent: true, at: WallTime(millis: 1_790_078_405_000), mark: mark)
    }

    @Test func aFileAppearsWholeOnceAndReplacesNone() throws {
        let folder = NSTemporaryDirectory() + "sms-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
        let gateway = ShortMessageFolder(folder)
        try gateway.send(message())
        try gateway.send(message())
        let name = try #require(try names().first)
        #expect(try names().count == 1 && name.hasPrefix("OUTA2026") && name.hasSuffix("_+37360123456_kbaa.txt"))
        let bytes = try #require(FileManager.default.contents(atPath: folder + "/" + name))
        #expect(Array(bytes.prefix(2)) == [0xFF, 0xFE] && String(data: bytes, encoding: .utf16) == MessageWords(language: "ar", isUrgent: true).short)
        try gateway.send(message("kbbb"))
        #expect(try names().count == 2)
    }

    @Test func aFolderThatIsNotThereAndABadNumberAreTold() {
        #expect(throws: GatewayFault.self) { try ShortMessageFolder("/nowhere/at/all").send(message()) }
        #expect(throws: GatewayFault.self) { try ShortMessageFolder(NSTemporaryDirectory()).send(message(to: "../../x")) }
    }
}
