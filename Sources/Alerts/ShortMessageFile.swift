public import Foundations

/// A file in the outbox folder of gammu-smsd's FILES service: `OUTC20261122_150405_00_+37360123456_kb1f2e.txt`
/// (https://docs.gammu.org/smsd/files.html). C is the priority; A would come first.
public struct ShortMessageFile: Sendable, Hashable {
    public let name: String
    /// ASCII, or UTF-16 with a byte order mark where the text needs it: Gammu reads both and sends the latter as UCS-2.
    public let bytes: [UInt8]

    /// - Parameters:
    ///   - phone: as `Contact.phone` answers it.
    ///   - mark: letters and digits that make the name unique, at most 16.
    public init(_ text: String, to phone: String, isUrgent: Bool, at moment: WallTime, mark: String) {
        let day = moment.localDay.description.filter { $0 != "-" }
        let time = String(moment.iso8601.dropFirst(11).prefix(8).filter { $0 != ":" })
        name = "OUT\(isUrgent ? "A" : "C")\(day)_\(time)_00_\(phone)_\(mark).txt"
        bytes = text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}
