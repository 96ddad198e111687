/// A QR code (ISO/IEC 18004): byte mode, error correction M (15 %), versions 1 to 20, which hold up to 666 bytes.
///
/// For addresses, authority fingerprints and one-time-code secrets, drawn where they are shown: nothing is fetched.
public struct QRCode: Sendable, Equatable {
    /// Modules on a side, 21 to 97, without the quiet zone.
    public let size: Int
    private let dark: [Bool]

    public static let maximumBytes = 666

    /// Nil when `text` has more than `maximumBytes` bytes of UTF-8.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = (1...20).first(where: { QRLayout($0).byteCapacity >= bytes.count }) else { return nil }
        let layout = QRLayout(version)
        var plain = QRMatrix(layout)
        plain.place(layout.codewords(for: bytes))
        // Every mask is tried; the one with the least of what confuses a camera wins.
        let candidates = (0..<8).map { plain.masked($0) }
        let best = candidates.min { $0.penalty < $1.penalty } ?? plain
        size = layout.size
        dark = best.dark
    }

    /// True where the module is dark. Both from 0 to `size` − 1.
    public func isDark(x: Int, y: Int) -> Bool { dark[y * size + x] }

    /// An SVG image with the quiet zone of 4 modules, black on white in any colour scheme. `label` is read out by
    /// screen readers. Holds no style and no script, so it may stand in a page with a strict policy.
    public func svg(label: String) -> String {
        let side = size + 8
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                let start = x
                while x < size, isDark(x: x, y: y) { x += 1 }
                if x > start { path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z" }
                x += 1
            }
        }
        let name = label.reduce(into: "") { escaped, character in
            switch character {
            case "<": escaped += "&lt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(side) \#(side)" role="img" aria-label="\#(name)" "#
            + #"shape-rendering="crispEdges"><rect width="\#(side)" height="\#(side)" fill="white"/>"#
            + #"<path fill="black" d="\#(path)"/></svg>"#
    }
}
