public import Foundations

/// A message as SMTP carries it (RFC 5322): ASCII throughout, lines of at most 76 characters, CRLF.
public enum MailText {
    /// - Parameters:
    ///   - from: `to`: as `Contact.mail` answers them.
    ///   - mark: letters and digits; the same for a message that is sent again, so that mail programs show it once.
    public static func message(from: String, to: String, subject: String, body: String, at moment: WallTime, mark: String) -> String {
        let host = from.split(separator: "@").last.map(String.init) ?? "kinbox.invalid"
        let head = [
            "From: Kinbox <\(from)>", "To: <\(to)>", "Subject: \(encoded(subject))", "Date: \(date(moment))", "Message-ID: <\(mark)@\(host)>", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        return (head + ["", lines(base64(Array(body.replacingLineBreaks.utf8)))]).joined(separator: "\r\n") + "\r\n"
    }

    /// An encoded word where the subject has more than ASCII (RFC 2047). Subjects of ours fit into one or two.
    static func encoded(_ subject: String) -> String {
        if subject.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return subject }
        var words: [String] = [], part: [UInt8] = []
        for character in subject {
            let bytes = Array(String(character).utf8)
            if part.count + bytes.count > 42 {
                words.append("=?utf-8?B?\(base64(part))?=")
                part = []
            }
            part += bytes
        }
        words.append("=?utf-8?B?\(base64(part))?=")
        return words.joined(separator: "\r\n ")
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `22 Nov 2026 15:04:05 +0400`
    static func date(_ moment: WallTime) -> String {
        let text = moment.iso8601, day = moment.localDay.description.split(separator: "-")
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let away = abs(moment.offsetMinutes), month = day.count == 3 ? Int(day[1]) ?? 1 : 1
        return "\(Int(day.last ?? "1") ?? 1) \(months[min(max(month, 1), 12) - 1]) \(day.first ?? "1970") \(text.dropFirst(11).prefix(8)) "
            + (moment.offsetMinutes < 0 ? "-" : "+") + two(away / 60) + two(away % 60)
    }

    public static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let left = bytes.count - start
            let group = UInt32(bytes[start]) << 16 | (left > 1 ? UInt32(bytes[start + 1]) << 8 : 0) | (left > 2 ? UInt32(bytes[start + 2]) : 0)
            for place in 0..<4 { out.append(place <= left ? digits[Int(group >> UInt32(18 - 6 * place) & 63)] : 0x3D) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func lines(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 76).map { String(decoding: bytes[$0..<min($0 + 76, bytes.count)], as: UTF8.self) }.joined(separator: "\r\n")
    }
}

extension String {
    fileprivate var replacingLineBreaks: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }
}
