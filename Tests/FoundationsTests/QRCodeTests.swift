@testable import Foundations
import Testing

/// Texts with the modules that the Python package qrcode 8 draws for them (byte mode, level M), row by row, four to a
/// hex digit.
private let vectors: [(text: String, modules: String)] = [
    ("kinbox", """
        fe03fc15106ea8bb75d5dba5aec10507faafe01b0082ae71855423bd3de841f02425005f27f8ac50439cba6995d34d2e90b7\
        0403cfef490
        """),
    ("https://192.168.1.10:8443/ca", """
        fe0713fc123c106ebf48bb7596f5dbac992ec1580107faaaafe0185600be58fbe765389476b9f901d0fa02a96fb6c66c8cf9\
        46df61219d2150d28eb8cd6680b99564ddf9e923ca382bacb5fb8058d47ff940eb90515112baf0afadd6fbab2eb671bd049e\
        f72fefd06e0
        """),
    (String(repeating: "x", count: 300), """
        fe0bfe5dd6ebeebbfc1484dabb1dc9de106e95a6d892444448bb74bd0c90b8888815dba8b7e7cfeeeeeeaec1080d9bc5dddd\
        d107faaaaaaaaaaaaaafe0013c9f91d9dcdf00aa0069d6fbfbabb0936aa04e1b4a88080b4ac3ff224f1913130ee191c9382d\
        dddd7d26fe079b6c3bbbb93c322a00f1f4888890b49c3f9aa4f11110b0ee391ed3829dddcfd26f606bd6c7bbbab3c326a080\
        1f6888800b49a3fb2a4f9111330e6391e2382eddd5fd2ef606f56c33bb9b3c526a0801f4c88980949a3fbca4f5110930f639\
        169382dddddfd2ef606dd6c3bbbbb3c126a3a81f4888880b79a3e3ea4f1111130f6391ab382ded5dfd21f700dd6c3b39bb3c\
        7a6e0a81f48c9880bf1a0fbeb4f1509130b039deb3c2dddddfd00ff40dccfbbbbbafce4670a86c488888c776a67be82b1111\
        12af718deb191dd6ddf120ffb8dd7fbb93bafc60620a815c89c88a372c49bea2510d115af52cceb3a8dddddd720e3a0dd76b\
        bbbba9460730a815c88888a372dc9bea27111115af520deb3aad5dedd720e7a8d97fb9bb3a946273ca81d8988c8a372c4b9f\
        a6d091515af4a4febb90ddddd9720a5a95d72bbbbbe9464d3c2a14c8888aa373e4bee22511111daf484ff3ba85ddded72075\
        a8cf769bbbb2946613cbd15d8888ca363a4be8224911155af594fe2ba8cddd9d72875a88f76abbbfa944653cbd15c088a8a3\
        6bc4aea225311195af034fe1ba8dddddd729b5acb77fbbbbbafc0053ca114488888c77f84a6a26b111112af044fa3b91dcd9\
        df12bada8b76fbabfbbfc5d1ffa118880a8877aea3a6a291131916eb047ba3b1dddddde22fec88b7bbbbbbba458
        """),
]

@Suite struct QRCodeTests {
    @Test(arguments: vectors.indices) func drawsWhatOthersDraw(_ index: Int) throws {
        let (text, modules) = vectors[index]
        let code = try #require(QRCode(text))
        #expect(Self.hex(code) == modules)
    }

    @Test func holdsWhatItPromises() throws {
        #expect(try #require(QRCode(String(repeating: "a", count: QRCode.maximumBytes))).size == 97)
        #expect(QRCode(String(repeating: "a", count: QRCode.maximumBytes + 1)) == nil)
        #expect(try #require(QRCode("")).size == 21)
        // Bytes count, not characters.
        #expect(QRCode(String(repeating: "ج", count: 334)) == nil)
    }

    @Test(arguments: [1, 2, 6, 7, 9, 10, 14, 20]) func versionsAreFilledToTheLastByte(_ version: Int) throws {
        let code = try #require(QRCode(String(repeating: "k", count: QRLayout(version).byteCapacity)))
        #expect(code.size == version * 4 + 17)
        for (x, y) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
            let ring = (0..<7).flatMap { [code.isDark(x: x + $0, y: y), code.isDark(x: x, y: y + $0)] }
            #expect(ring.allSatisfy(\.self) && !code.isDark(x: x + 1, y: y + 1) && code.isDark(x: x + 3, y: y + 3))
        }
    }

    /// Filling the path's runs gives back the modules.
    @Test func theImageShowsTheModules() throws {
        let code = try #require(QRCode("https://kinbox.lan:8443/ca"))
        let svg = code.svg(label: "Office <\"A & B\">")
        #expect(svg.contains("aria-label=\"Office &lt;&quot;A &amp; B&quot;>\""))
        #expect(!svg.contains("style"))
        var drawn = Set<[Int]>()
        let path = try #require(svg.split(separator: " d=\"").last?.split(separator: "\"").first)
        for run in path.split(separator: "M") {
            let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
            for x in numbers[0]..<numbers[0] + numbers[2] { drawn.insert([x - 4, numbers[1] - 4]) }
        }
        for y in 0..<code.size {
            for x in 0..<code.size { #expect(drawn.contains([x, y]) == code.isDark(x: x, y: y)) }
        }
    }

    private static func hex(_ code: QRCode) -> String {
        var bits = (0..<code.size * code.size).map { code.isDark(x: $0 % code.size, y: $0 / code.size) }
        while bits.count % 4 != 0 { bits.append(false) }
        return stride(from: 0, to: bits.count, by: 4).map { start in
            String(bits[start..<start + 4].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }, radix: 16)
        }.joined()
    }
}
