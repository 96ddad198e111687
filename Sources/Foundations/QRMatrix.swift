/// The modules of a QR code while it is drawn.
struct QRMatrix {
    let layout: QRLayout
    private(set) var dark: [Bool]
    /// Finder, timing, alignment, format and version modules, which data and masks leave alone.
    private var isFunction: [Bool]

    private var size: Int { layout.size }

    init(_ layout: QRLayout) {
        self.layout = layout
        dark = [Bool](repeating: false, count: layout.size * layout.size)
        isFunction = dark
        for index in 0..<size {
            set(6, index, index % 2 == 0)
            set(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        drawAlignment()
        drawFormat(mask: 0)
        drawVersion()
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        dark[y * size + x] = isDark
        isFunction[y * size + x] = true
    }

    private mutating func drawFinder(_ centreX: Int, _ centreY: Int) {
        for dy in -4...4 {
            for dx in -4...4 {
                let x = centreX + dx, y = centreY + dy, ring = max(abs(dx), abs(dy))
                if (0..<size).contains(x), (0..<size).contains(y) { set(x, y, ring != 2 && ring != 4) }
            }
        }
    }

    private mutating func drawAlignment() {
        let centres = layout.alignment
        guard let last = centres.last else { return }
        for x in centres {
            for y in centres where !((x == 6 && y == 6) || (x == 6 && y == last) || (x == last && y == 6)) {
                for dy in -2...2 {
                    for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
                }
            }
        }
    }

    /// Level M is 00; with the mask's number, ten BCH check bits (0x537) and the mask pattern 0x5412.
    private mutating func drawFormat(mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, size - 15 + index, bit(index)) }
        set(8, size - 8, true)
    }

    /// From version 7 on the version stands twice in the code, with twelve check bits (0x1F25).
    private mutating func drawVersion() {
        guard layout.version >= 7 else { return }
        var rest = layout.version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = layout.version << 12 | rest
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            let a = size - 11 + index % 3, b = index / 3
            set(a, b, isDark)
            set(b, a, isDark)
        }
    }

    /// Fills the free modules in pairs of columns from the right, up and down in turn.
    mutating func place(_ codewords: [UInt8]) {
        var index = 0
        for right in stride(from: size - 1, through: 1, by: -2).map({ $0 <= 6 ? $0 - 1 : $0 }) {
            let isUpward = (right + 1) & 2 == 0
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                for x in [right, right - 1] where !isFunction[y * size + x] && index < codewords.count * 8 {
                    dark[y * size + x] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
                    index += 1
                }
            }
        }
    }

    func masked(_ mask: Int) -> QRMatrix {
        var result = self
        for y in 0..<size {
            for x in 0..<size where !isFunction[y * size + x] && Self.isFlipped(mask, x, y) {
                result.dark[y * size + x].toggle()
            }
        }
        result.drawFormat(mask: mask)
        return result
    }

    private static func isFlipped(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// ISO/IEC 18004 §7.8.3: long runs, 2×2 squares, what looks like a finder, and imbalance each cost.
    var penalty: Int {
        var cost = 0
        for line in 0..<size {
            cost += Self.lineCost((0..<size).map { dark[line * size + $0] })
            cost += Self.lineCost((0..<size).map { dark[$0 * size + line] })
        }
        for y in 0..<(size - 1) {
            for x in 0..<(size - 1) {
                let first = dark[y * size + x]
                if first == dark[y * size + x + 1], first == dark[(y + 1) * size + x], first == dark[(y + 1) * size + x + 1] {
                    cost += 3
                }
            }
        }
        let share = dark.count { $0 } * 100 / dark.count
        return cost + abs(share - 50) / 5 * 10
    }

    private static let finderLike: [[Bool]] = {
        let core = [true, false, true, true, true, false, true], space = [Bool](repeating: false, count: 4)
        return [core + space, space + core]
    }()

    private static func lineCost(_ line: [Bool]) -> Int {
        var cost = 0, run = 0
        for index in line.indices {
            run = index > 0 && line[index] == line[index - 1] ? run + 1 : 1
            if run == 5 { cost += 3 } else if run > 5 { cost += 1 }
        }
        for start in 0...(line.count - 11) {
            let window = line[start..<start + 11]
            for pattern in finderLike where window.elementsEqual(pattern) { cost += 40 }
        }
        return cost
    }
}
