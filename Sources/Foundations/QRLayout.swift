/// Sizes of a QR version at error correction M, and how data becomes its codewords.
struct QRLayout {
    let version: Int

    init(_ version: Int) {
        self.version = version
    }

    var size: Int { version * 4 + 17 }

    /// ISO/IEC 18004 table 9, level M, versions 1 to 20: check bytes of a block, and blocks.
    private static let checkBytes = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]
    private static let blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

    private var blockCount: Int { Self.blocks[version - 1] }
    private var checkCount: Int { Self.checkBytes[version - 1] }

    /// Coordinates of the alignment patterns' centres.
    var alignment: [Int] {
        if version == 1 { return [] }
        let count = version / 7 + 2
        let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<(count - 1)).reversed().map { size - 7 - $0 * step }
    }

    /// Bytes that fit into the symbol, checks included: all modules without the function patterns.
    private var totalCodewords: Int {
        var modules = (16 * version + 128) * version + 64
        if version >= 2 {
            let count = version / 7 + 2
            modules -= (25 * count - 10) * count - 55
            if version >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    private var dataCodewords: Int { totalCodewords - checkCount * blockCount }

    private var lengthBits: Int { version < 10 ? 8 : 16 }

    var byteCapacity: Int { (dataCodewords * 8 - 4 - lengthBits) / 8 }

    /// Mode, length, data, padding; cut into blocks, each with its check bytes, interleaved.
    func codewords(for bytes: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { bits.append(value >> bit & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, dataCodewords * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var pad = 0xEC
        while bits.count < dataCodewords * 8 {
            append(pad, 8)
            pad ^= 0xEC ^ 0x11
        }
        let data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        return interleaved(data)
    }

    private func interleaved(_ data: [UInt8]) -> [UInt8] {
        let generator = ReedSolomon.generator(checkCount)
        let short = data.count / blockCount, longBlocks = data.count % blockCount
        var blocks: [ArraySlice<UInt8>] = [], start = 0
        for index in 0..<blockCount {
            let length = short + (index >= blockCount - longBlocks ? 1 : 0)
            blocks.append(data[start..<start + length])
            start += length
        }
        let checks = blocks.map { ReedSolomon.checkBytes($0, generator) }
        var mixed: [UInt8] = []
        for index in 0...short {
            for block in blocks where index < block.count { mixed.append(block[block.startIndex + index]) }
        }
        for index in 0..<checkCount {
            for check in checks { mixed.append(check[index]) }
        }
        return mixed
    }
}
